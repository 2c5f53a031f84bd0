import type { ComboOption } from './combo-option.ts';

/** What the list under a combobox says. */
export type ComboStatus = 'closed' | 'searching' | 'ready' | 'failed';

/**
 * The list under a combobox: what was asked last wins, however late earlier answers come.
 * `active` is the index under the keyboard, -1 when none.
 */
export class ComboSearch {
	#search: (q: string) => Promise<ComboOption[]>;
	#asked = 0;
	#options = $state.raw<ComboOption[]>([]);
	#status = $state<ComboStatus>('closed');
	#active = $state(-1);

	constructor(search: (q: string) => Promise<ComboOption[]>) {
		this.#search = search;
	}

	get options(): ComboOption[] {
		return this.#options;
	}
	get status(): ComboStatus {
		return this.#status;
	}
	get isOpen(): boolean {
		return this.#status !== 'closed';
	}
	get active(): number {
		return this.#active;
	}
	get activeOption(): ComboOption | undefined {
		return this.#options[this.#active];
	}

	async ask(q: string): Promise<void> {
		const turn = ++this.#asked;
		if (!this.isOpen) this.#status = 'searching';
		const found = await this.#search(q).catch(() => undefined);
		if (turn !== this.#asked) return;
		this.#options = found ?? [];
		this.#status = found ? 'ready' : 'failed';
		this.#active = found && found.length > 0 && q !== '' ? 0 : -1;
	}

	/** Answers still on their way are dropped. */
	close(): void {
		this.#asked++;
		this.#status = 'closed';
		this.#active = -1;
	}

	/** Moves the keyboard's place; past either end it comes round. `extra` rows may follow the options. */
	move(step: 1 | -1, extra = 0): void {
		const count = this.#options.length + extra;
		if (count === 0) return;
		const from = this.#active === -1 && step === -1 ? 0 : this.#active;
		this.#active = (from + step + count) % count;
	}

	point(index: number): void {
		this.#active = index;
	}
}
