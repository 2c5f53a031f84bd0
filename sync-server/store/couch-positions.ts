import type { CouchDatabase, CouchDocument } from './couch-database.ts';
import { copyLagMsMax } from './couch-feed.ts';
import { CouchRegister } from './couch-register.ts';
import type { CouchDatabases } from './couch-setup.ts';
import type { Position } from './port.ts';

interface Place {
	seq: Position;
	atMs: number;
}

type PositionsDocument = CouchDocument & { places: readonly Place[] };

const positionsId = 'positions';
const noteEveryMs = 60_000;
const placesKeptMax = 20;
const beginning = '0';

/**
 * Where servers stood in the feed of a cluster, and when: one that starts need not read it from its
 * beginning to know a place that every copy has reached.
 */
export class CouchPositions {
	readonly #register: CouchRegister<PositionsDocument>;
	readonly #nowMs: () => number;
	#notedMs = -Infinity;

	constructor(meta: CouchDatabase, nowMs: () => number) {
		this.#register = new CouchRegister(meta, false);
		this.#nowMs = nowMs;
	}

	async note(seq: Position): Promise<void> {
		const atMs = this.#nowMs();
		if (atMs - this.#notedMs < noteEveryMs) return;
		this.#notedMs = atMs;
		await this.#register.change(positionsId, (current) => {
			const places = current?.places ?? [];
			if (places.some((place) => place.seq === seq)) return undefined;
			return { _id: positionsId, places: [...places, { seq, atMs }].slice(-placesKeptMax) };
		});
	}

	/** The latest that is old enough. */
	async settled(): Promise<Position> {
		const before = this.#nowMs() - copyLagMsMax;
		const places = (await this.#register.read(positionsId))?.places ?? [];
		const old = places.filter(({ atMs }) => atMs <= before).sort((a, b) => b.atMs - a.atMs);
		return old[0]?.seq ?? beginning;
	}
}

/** With one copy the present is a fine place to begin; in a cluster one that every copy has reached. */
export async function startOf(
	{ records, meta }: CouchDatabases,
	alone: boolean,
	nowMs: number,
): Promise<Position> {
	if (!alone) return new CouchPositions(meta, () => nowMs).settled();
	return (await records.changes('now', 1))?.lastSeq ?? '0';
}
