/** What the bench asks of every store, and what it gets. */
export interface PullGiven {
	userId: string;
	/** Where the peers find a source that speaks CouchDB: one database per kind. */
	sources: { asset: string; workOrder: string };
	pageRecords: number;
}

export interface Pulled {
	ms: number;
	records: number;
	diskBytes: number;
	/** Tasks of 50 ms or more on the main thread, ms each. */
	tasks: number[];
}

export interface WorkGiven {
	userId: string;
	/** Open orders to write on, in turn. */
	orders: string[];
	edits: number;
	/** Tags to look up, in turn. */
	tags: string[];
	lookups: number;
	/** Changes to hand in at once. */
	queued: number;
}

/** ms each. */
export interface Worked {
	edits: number[];
	/** The same with the weaker promise of the browser's default: nothing is forced onto the disk. */
	relaxedEdits?: number[];
	lookups: number[];
	pushMs?: number;
}

export interface Subject {
	/** Everything from nothing, until the last record is kept. */
	pull(given: PullGiven): Promise<void>;
	count(): Promise<number>;
	work?(given: WorkGiven): Promise<Worked>;
}

export interface Trial {
	pull(name: string, given: PullGiven): Promise<Pulled>;
	work(name: string, given: WorkGiven): Promise<Worked>;
}

/** Runs it so many times, one after the other; ms each. */
export async function timed(
	times: number,
	one: (n: number) => Promise<unknown>,
): Promise<number[]> {
	const spent: number[] = [];
	for (let n = 0; n < times; n++) {
		const start = performance.now();
		await one(n);
		spent.push(performance.now() - start);
	}
	return spent;
}

export function nth<T>(list: readonly T[], n: number): T {
	const found = list[n % list.length];
	if (found === undefined) throw new Error('nothing to pick from');
	return found;
}
