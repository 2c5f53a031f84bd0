/**
 * The end of a commit on CouchDB (`couch-commit.ts`, 3 and 4): the leaves are looked at before and
 * after `done` is written, and whatever is not in the one that stays is decided again.
 */
import type { CommitParts } from './couch-commit-parts.ts';
import type { Read } from './couch-database.ts';
import {
	isMarked,
	journalDocument,
	journalId,
	resultIn,
	type JournalDocument,
	type RecordDocument,
} from './couch-documents.ts';
import { settle, type SettleParts } from './couch-settle.ts';
import {
	recordKey,
	StoreUnavailable,
	type CommitEntry,
	type CommitOutcome,
	type JournalEntry,
	type RecordWrite,
} from './port.ts';

type Leaf = Read<RecordDocument>;
type Outcome = CommitOutcome;
const stale: Outcome = { status: 'stale' };

export interface Reached {
	entry: CommitEntry;
	/** Its command was in `owed`: the journal's result is replaced. */
	isAgain: boolean;
	/** Refused, though somebody had intended an effect. */
	isStopped: boolean;
}

export class CouchEnding {
	readonly #parts: CommitParts;
	readonly #known: ReadonlyMap<string, JournalDocument>;
	readonly #reached: readonly Reached[];
	readonly #written: ReadonlyMap<string, Leaf>;

	constructor(
		parts: CommitParts,
		known: ReadonlyMap<string, JournalDocument>,
		reached: readonly Reached[],
		written: ReadonlyMap<string, Leaf>,
	) {
		this.#parts = parts;
		this.#known = known;
		this.#reached = reached;
		this.#written = written;
	}

	async run(outcomes: Outcome[]): Promise<Outcome[]> {
		const lost = await this.#lost();
		for (const leaf of this.#written.values()) await this.#parts.departures.tell(leaf);
		const kept = this.#reached.filter((one) => !lost.has(one));
		await this.#end(kept);
		for (const one of await this.#lost()) lost.add(one);
		const first = this.#reached.findIndex((one) => lost.has(one));
		return first < 0 ? outcomes : [...outcomes.slice(0, first), stale];
	}

	/** Those that are not in the leaf that stays. */
	async #lost(): Promise<Set<Reached>> {
		const lost = new Set<Reached>();
		if (this.#parts.alone || this.#reached.length === 0) return lost;
		const places = this.#reached.flatMap(({ entry }) => placesOf(entry, this.#known));
		const leaves = await settledLeaves(this.#parts, places);
		for (const one of this.#reached) {
			const { journal, write } = one.entry;
			const known = journal && this.#known.get(journalId(journal.command));
			if (!known) continue;
			const leaf = leaves.get(known.place);
			const isThere = leaf !== undefined && isMarked(leaf, known);
			if (isThere !== (write !== undefined)) lost.add(one);
			if (isThere && !write) await this.#tellEffect(leaf, known);
		}
		return lost;
	}

	/** Refused too late: whoever intended an effect was faster. */
	async #tellEffect(leaf: Leaf, known: JournalDocument): Promise<void> {
		const result = JSON.stringify(resultIn(leaf, known));
		await this.#parts.journal.replace({ ...known, state: 'done', hasEffect: true, result });
	}

	async #end(kept: readonly Reached[]): Promise<void> {
		const ended: JournalDocument[] = [];
		for (const { entry, isAgain, isStopped } of kept) {
			const { journal, write } = entry;
			if (!journal) continue;
			const done = this.#doneOf(journal, write);
			if (isAgain) await this.#parts.journal.replace(done);
			else if (write) ended.push(done);
			else await this.#endRefused(done, isStopped);
		}
		if (ended.length > 0) await this.#parts.journal.finish(ended);
	}

	#doneOf(journal: JournalEntry, write: RecordWrite | undefined): JournalDocument {
		const known = this.#known.get(journalId(journal.command));
		const place = write ? recordKey(write.record) : (known?.place ?? ownPlace(journal));
		const done = journalDocument(journal, place, { state: 'done', hasEffect: write !== undefined });
		return known?._rev === undefined ? done : { ...done, _rev: known._rev };
	}

	async #endRefused(done: JournalDocument, isStopped: boolean): Promise<void> {
		if (await this.#parts.journal.refuse(done, isStopped)) return;
		// Somebody intended an effect after we looked: the command is unanswered and will be sent again.
		throw new StoreUnavailable(this.#parts.records.name);
	}
}

/** Records that have its mark, may have it, or are to have it. */
export function placesOf(
	{ journal, write }: CommitEntry,
	known: ReadonlyMap<string, JournalDocument>,
): string[] {
	const own = journal && known.get(journalId(journal.command));
	return [...(own ? [own.place] : []), ...(write ? [recordKey(write.record)] : [])];
}

/** The one leaf of each that stays. */
export async function settledLeaves(
	parts: SettleParts,
	ids: readonly string[],
): Promise<Map<string, Leaf>> {
	const found = await parts.records.leaves<RecordDocument>(ids);
	const tops = new Map<string, Leaf>();
	for (const [id, leaves] of found) {
		const top = leaves.length > 1 ? await settle(parts, id) : leaves[0];
		if (top) tops.set(id, top);
	}
	return tops;
}

function ownPlace({ command }: JournalEntry): string {
	return recordKey({ kind: command.kind, id: command.record });
}
