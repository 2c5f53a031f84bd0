import type { BlobRef } from '#domain/protocol/blob.ts';
import { useAccount } from '#store/account-context.ts';
import { useSync } from '#sync/sync-context.ts';

/** A picture of a record as an object URL, from this device or the server; made while a page is. */
export class BlobSource {
	#src = $state<string>();
	#missing = $state(false);

	constructor(blob: () => BlobRef, recordId: () => string) {
		const { store } = useAccount();
		const { online } = useSync();
		$effect(() => {
			let url: string | undefined;
			let gone = false;
			void online.loadBlob(store.blobs, blob().sha256, recordId()).then((found) => {
				if (gone) return;
				this.#missing = !found.ok;
				if (!found.ok) return;
				url = URL.createObjectURL(new Blob([found.value.data], { type: found.value.type }));
				this.#src = url;
			});
			return () => {
				gone = true;
				if (url) URL.revokeObjectURL(url);
			};
		});
	}

	get src(): string | undefined {
		return this.#src;
	}
	/** Not on this device, and the server did not give it. */
	get missing(): boolean {
		return this.#missing;
	}
}
