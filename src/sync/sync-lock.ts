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
	readonly #given = Promise.withResolvers<void>();
	readonly #waiting = new AbortController();
	#leads = false;

	constructor(parts: LockParts) {
		this.#parts = parts;
	}

	/** Waits for its turn. */
	request(): void {
		const { locks, lead } = this.#parts;
		if (!locks) return lead();
		this.#hold(locks, { signal: this.#waiting.signal });
	}

	/** Takes the lock from a Worker that no longer answers. */
	takeOver(): void {
		const { locks } = this.#parts;
		if (!locks || this.#leads) return;
		this.#waiting.abort();
		this.#hold(locks, { steal: true });
	}

	release(): void {
		this.#waiting.abort();
		this.#given.resolve();
	}

	#hold(locks: LockManager, options: LockOptions): void {
		locks.request(this.#parts.name, options, () => this.#lead()).catch(() => this.#ended());
	}

	async #lead(): Promise<void> {
		this.#leads = true;
		this.#parts.lead();
		await this.#given.promise;
	}

	/** Either it never had its turn, or another stole it. */
	#ended(): void {
		if (!this.#leads) return;
		this.#leads = false;
		this.#parts.lost();
	}
}
