/**
 * Commits of the same turn of the event loop share one transaction: what makes a commit slow is the
 * disk, and it says "written" once for all of them. While it does, requests pile up and make the next
 * group larger, so a slow disk costs time and no throughput.
 *
 * 1. Nobody is answered before the transaction is on the disk.
 * 2. Each keeps its own effect: one that throws is undone alone, the others stay.
 */
export interface Transactions {
	/** All of it on the disk, or none. */
	whole(work: () => void): void;
	/** Within it: a part that throws leaves nothing behind. */
	part<T>(work: () => T): T;
}

interface Waiting {
	/** Does the work; gives what to say once the group is on the disk. */
	run: () => () => void;
	fail: (error: unknown) => void;
}

export class GroupCommit {
	readonly #transactions: Transactions;
	#waiting: Waiting[] = [];

	constructor(transactions: Transactions) {
		this.#transactions = transactions;
	}

	/** Runs the work with the next group. */
	add<T>(work: () => T): Promise<T> {
		return new Promise((resolve, reject) => {
			if (this.#waiting.length === 0) setImmediate(() => this.flush());
			const run = () => {
				const done = work();
				return () => resolve(done);
			};
			this.#waiting.push({ run, fail: reject });
		});
	}

	/** Writes what waits now. */
	flush(): void {
		const group = this.#waiting;
		this.#waiting = [];
		if (group.length === 0) return;
		const answers: (() => void)[] = [];
		try {
			this.#transactions.whole(() => {
				for (const one of group) answers.push(this.#answerOf(one));
			});
		} catch (error) {
			for (const { fail } of group) fail(error);
			return;
		}
		for (const answer of answers) answer();
	}

	#answerOf({ run, fail }: Waiting): () => void {
		try {
			return this.#transactions.part(run);
		} catch (error) {
			return () => fail(error);
		}
	}
}
