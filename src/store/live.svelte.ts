import { liveQuery } from 'dexie';
import { createSubscriber } from 'svelte/reactivity';

/**
 * The answer to a query, kept up to date while a component looks at it: also by other tabs and by
 * the sync Worker. Make it in a component's script, `const orders = store.live(() => …)`, or inside
 * `$derived` when the query depends on state.
 */
export class Live<T> {
	readonly #subscribe: () => void;
	#value = $state.raw<T>();
	#ready = $state.raw(false);
	#error = $state.raw<unknown>();

	/**
	 * @param sign a cheaper query that changes whenever the answer may: Dexie notes every key of what it
	 * follows, half a second for tens of thousands of them
	 */
	constructor(query: () => T | Promise<T>, sign?: () => Promise<unknown>) {
		this.#subscribe = createSubscriber(() => {
			let turn = 0;
			const answer = (value: T, asked = ++turn) => {
				if (asked === turn) this.#set(value);
			};
			const fail = (error: unknown) => {
				this.#error = error;
			};
			const ask = async () => {
				const asked = ++turn;
				answer(await query(), asked);
			};
			const followed = sign
				? liveQuery(sign).subscribe({ next: () => void ask().catch(fail), error: fail })
				: liveQuery(query).subscribe({ next: (value) => answer(value), error: fail });
			return () => {
				turn++;
				followed.unsubscribe();
			};
		});
	}

	/** Undefined until the first answer. */
	get current(): T | undefined {
		this.#subscribe();
		return this.#value;
	}

	/** Whether the first answer is there: tells "nothing found" from "not looked yet". */
	get ready(): boolean {
		this.#subscribe();
		return this.#ready;
	}

	/** Set when the query threw; it runs no further. */
	get error(): unknown {
		this.#subscribe();
		return this.#error;
	}

	#set(value: T): void {
		this.#value = value;
		this.#ready = true;
	}
}
