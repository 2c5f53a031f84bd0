import * as v from 'valibot';
import type { AccountStore } from '#store/account-store.ts';

/**
 * What somebody is typing, kept on the device with every keystroke: a killed tab or a dead battery
 * loses nothing. It goes when the command that saves it is carried out (`clearDrafts`).
 */
export class KeptDraft<T extends Record<string, unknown>> {
	readonly key: string;
	readonly #store: AccountStore;
	#fields = $state<T>() as T;
	#restored = $state(false);
	#unkept = $state(false);
	/** As the fields were before anybody typed or anything was found again. */
	readonly #initial: T;

	constructor(store: AccountStore, key: string, schema: v.GenericSchema<unknown, T>, initial: T) {
		this.#store = store;
		this.key = key;
		this.#fields = initial;
		this.#initial = { ...initial };
		void this.#restore(schema);
	}

	/** Bind inputs to its fields and call `keep` when they change. */
	get fields(): T {
		return this.#fields;
	}

	/** True where text of an earlier time was found again. */
	get restored(): boolean {
		return this.#restored;
	}

	/** True while the device has no room for what was typed last. */
	get unkept(): boolean {
		return this.#unkept;
	}

	keep(): void {
		void this.#store.drafts.set(this.key, $state.snapshot(this.#fields)).then((kept) => {
			this.#unkept = !kept.ok;
		});
	}

	async clear(): Promise<void> {
		await this.#store.drafts.clear(this.key);
	}

	async #restore(schema: v.GenericSchema<unknown, T>): Promise<void> {
		const kept = v.safeParse(schema, await this.#store.drafts.get(this.key));
		if (!kept.success) return;
		// What was typed while the device was still looking is newer than what it found.
		const untouched = Object.entries(kept.output).filter(
			([field]) => this.#fields[field] === this.#initial[field],
		);
		Object.assign(this.#fields, Object.fromEntries(untouched));
		this.#restored = true;
		if (untouched.length < Object.keys(kept.output).length) this.keep();
	}
}
