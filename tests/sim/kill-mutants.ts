/**
 * Plays every mutant until a check of its own statement strikes.
 *
 * 1. A kill counts only where the tree as it is tells the same story without that violation.
 * 2. Mutants are shared out over the workers; each has a thread with the changed product to itself.
 * 3. Stores where a mutant can matter come first; the others only when it has lived through those.
 */
import { changedSources } from './loader-hooks.ts';
import type { MatrixRow } from './matrix.ts';
import type { Mutant } from './mutants/mutant.ts';
import type { SeedReport } from './run-seed.ts';
import { SeedWorker } from './seed-worker.ts';
import { flavours, type Flavour } from './world/backend.ts';

/** A story of a mutant that is not over by then never ends: some go round in circles. */
const storyMsMax = 240_000;
/** Of the seeds, how many a mutant plays on a store that does not come first for it. */
const otherFlavourShare = 1 / 4;

export interface KillOptions {
	start: number;
	/** Stories a mutant may live through on the store that comes first for it. */
	seedsMax: number;
	workers: number;
	/** Stores it may be played on. */
	flavours: readonly string[];
	without: readonly string[];
	/** Told of each mutant as it is done. */
	done: (row: MatrixRow) => void;
}

interface Where {
	seed: number;
	flavour: Flavour;
}

export async function killMutants(
	list: readonly Mutant[],
	options: KillOptions,
): Promise<MatrixRow[]> {
	for (const { changes } of list) changedSources(changes);
	const rows: MatrixRow[] = [];
	await shareOut([...list], options.workers, async (mutant) => {
		const row = await killMutant(mutant, options);
		rows.push(row);
		options.done(row);
	});
	return rows;
}

/** What the tree as it is violates in the stories that killed a mutant: nothing, or no kill means a thing. */
export async function playBaseline(
	rows: readonly MatrixRow[],
	options: KillOptions,
): Promise<{ stories: number; violated: SeedReport[] }> {
	const { without } = options;
	const struck = rows.flatMap(({ mutant, kills }) => kills.get(mutant.statement) ?? []);
	const stories = new Map(
		struck.map(({ seed, flavour }) => [`${seed} ${flavour}`, { seed, flavour }]),
	);
	const violated: SeedReport[] = [];
	for (const flavour of flavours) {
		const seeds = [...stories.values()].filter((each) => each.flavour === flavour);
		const queues = Array.from({ length: options.workers }, (_, n) =>
			seeds.filter((__, at) => at % options.workers === n),
		);
		const play = async (queue: Where[]) => {
			const worker = new SeedWorker({ without, flavours: [flavour], changes: [] });
			for (const { seed } of queue) {
				const report = await worker.tell(seed);
				if (report.violations.length > 0) violated.push(report);
			}
			await worker.end();
		};
		await Promise.all(queues.filter(({ length }) => length > 0).map(play));
	}
	return { stories: stories.size, violated };
}

async function shareOut<T>(
	queue: T[],
	workers: number,
	work: (one: T) => Promise<void>,
): Promise<void> {
	const next = async () => {
		for (let one = queue.shift(); one !== undefined; one = queue.shift()) await work(one);
	};
	await Promise.all(Array.from({ length: workers }, next));
}

/** Seeds until the check of its own statement has struck; the others are noted by the way. */
async function killMutant(mutant: Mutant, options: KillOptions): Promise<MatrixRow> {
	const row: MatrixRow = { mutant, kills: new Map(), seeds: 0 };
	const thread = new MutantThread(mutant, options);
	for (const where of placesOf(mutant, options)) {
		row.seeds++;
		const violations = await thread.play(where);
		for (const { statement, check } of violations)
			if (!row.kills.has(statement))
				row.kills.set(statement, { ...where, seeds: row.seeds, check });
		if (row.kills.has(mutant.statement)) break;
	}
	await thread.end();
	return row;
}

function placesOf({ flavour }: Mutant, { start, seedsMax, ...options }: KillOptions): Where[] {
	const possible = flavours.filter(
		(each) => options.flavours.includes('all') || options.flavours.includes(each),
	);
	const inOrder = possible.toSorted((a, b) => Number(b === flavour) - Number(a === flavour));
	return inOrder.flatMap((each, at) => {
		const length = at === 0 ? seedsMax : Math.floor(seedsMax * otherFlavourShare);
		return Array.from({ length }, (_, n) => ({ seed: start + n, flavour: each }));
	});
}

/** The thread of one mutant: begun anew where it died, never ended, or the store is another. */
class MutantThread {
	readonly #mutant: Mutant;
	readonly #without: readonly string[];
	#worker: SeedWorker | undefined;
	#flavour: Flavour | undefined;

	constructor(mutant: Mutant, { without }: KillOptions) {
		this.#mutant = mutant;
		this.#without = without;
	}

	async play({ seed, flavour }: Where): Promise<readonly { statement: number; check: string }[]> {
		const worker = await this.#workerFor(flavour);
		let timer: NodeJS.Timeout | undefined;
		const tooLong = new Promise<never>((_, reject) => {
			timer = setTimeout(() => reject(new Error('never ended')), storyMsMax);
		});
		try {
			return (await Promise.race([worker.tell(seed), tooLong])).violations;
		} catch (error) {
			await this.end();
			return [{ statement: 0, check: String(error) }];
		} finally {
			clearTimeout(timer);
		}
	}

	async end(): Promise<void> {
		await this.#worker?.end();
		this.#worker = undefined;
	}

	async #workerFor(flavour: Flavour): Promise<SeedWorker> {
		if (this.#flavour !== flavour) await this.end();
		this.#flavour = flavour;
		const { changes, statement } = this.#mutant;
		return (this.#worker ??= new SeedWorker({
			without: this.#without,
			...{ flavours: [flavour], changes, until: statement },
		}));
	}
}
