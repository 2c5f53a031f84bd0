import type { Asset } from '#domain/asset/asset.ts';
import type { AccountStore } from '#store/account-store.ts';
import type { Live } from '#store/live.svelte.ts';
import type { SyncScope } from '#sync/sync-context.ts';

/**
 * An asset by id: the one on this device, else what the register on the server shows, which can only
 * be looked at. Make it in a component's script.
 */
export class FoundAsset {
	readonly #held: Live<Asset | undefined>;
	#remote = $state.raw<Asset>();
	#asked = $state(false);

	constructor(store: AccountStore, sync: SyncScope, id: string) {
		this.#held = store.live(() => store.get('asset', id));
		$effect(() => {
			const missing = this.#held.ready && !this.#held.current;
			if (missing && sync.status.online && !this.#asked) void this.#ask(sync, id);
		});
	}

	get asset(): Asset | undefined {
		return this.#held.current ?? this.#remote;
	}
	/** On this device: it can be changed. */
	get isHeld(): boolean {
		return this.#held.current !== undefined;
	}
	/** Everything that can be asked now has answered. */
	get ready(): boolean {
		return this.#held.ready;
	}

	async #ask(sync: SyncScope, id: string): Promise<void> {
		this.#asked = true;
		const result = await sync.online.lookup({ kind: 'asset', text: '', id });
		if (result.ok) this.#remote = result.value.find((asset) => asset.id === id);
		else this.#asked = result.refusal.kind !== 'offline';
	}
}
