import type { AccountStore } from '#store/account-store.ts';
import type { UnsentFile } from '#store/export-unsent.ts';
import { refusalText } from '#i18n/terms.ts';

/** One file of unsent work in the making. */
export class UnsentExport {
	readonly #store: AccountStore;
	#busy = $state(false);
	#doneBytes = $state(0);
	#totalBytes = $state(0);
	#made = $state.raw<UnsentFile>();
	#trouble = $state<string>();

	constructor(store: AccountStore) {
		this.#store = store;
	}

	get busy(): boolean {
		return this.#busy;
	}
	get doneBytes(): number {
		return this.#doneBytes;
	}
	get totalBytes(): number {
		return this.#totalBytes;
	}
	/** Of the work done, 0 to 1. */
	get share(): number {
		return this.#totalBytes === 0 ? 0 : this.#doneBytes / this.#totalBytes;
	}
	get made(): UnsentFile | undefined {
		return this.#made;
	}
	get trouble(): string | undefined {
		return this.#trouble;
	}

	async run(): Promise<void> {
		if (this.#busy) return;
		this.#busy = true;
		this.#trouble = undefined;
		try {
			await this.#export();
		} finally {
			this.#busy = false;
		}
	}

	async #export(): Promise<void> {
		const result = await this.#store.exportUnsent((done, total) => {
			this.#doneBytes = done;
			this.#totalBytes = total;
		});
		if (result.ok) this.#made = result.value;
		else this.#trouble = refusalText(result.refusal.kind);
	}
}
