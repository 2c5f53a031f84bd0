/** One syncing Worker per account and device; without locks several work side by side, correctly but wastefully. */
export interface LockParts {
	locks: LockManager | undefined;
	name: string;
	/** Called when it is this Worker's turn. */
	lead: () => void;
	/** Called when another took over. */
	lost: () => void;
}

export class SyncLock {
	readonly #parts: LockParts;
	readonly #end = Promise.withResolvers<void>();
	#waiting = new AbortController();
	#leads = false;
	#released = false;

	constructor(parts: LockParts) {
		this.#parts = parts;
	}

	/** Waits for its turn. */
	request(): void {
		const { locks, lead } = this.#parts;
		if (!locks) return lead();
		this.#waiting = new AbortController();
		this.#hold(locks, { signal: this.#waiting.signal });
	}

	/** Takes the lock from a Worker that no longer answers. */
	takeOver(): void {
		const { locks } = this.#parts;
		if (!locks || this.#leads || this.#released) return;
		this.#waiting.abort();
		this.#hold(locks, { steal: true });
	}

	release(): void {
		this.#released = true;
		this.#waiting.abort();
		this.#end.resolve();
	}

	#hold(locks: LockManager, options: LockOptions): void {
		let hadIt = false;
		const held = async () => {
			hadIt = true;
			this.#leads = true;
			this.#parts.lead();
			await this.#end.promise;
		};
		// Rejects when the wait is given up, or when another stole it.
		locks.request(this.#parts.name, options, held).catch(() => {
			if (hadIt) this.#lost();
		});
	}

	/** Queues behind the thief: whoever stole it may go before us. */
	#lost(): void {
		this.#leads = false;
		this.#parts.lost();
		if (!this.#released) this.request();
	}
}
