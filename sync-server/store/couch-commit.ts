/**
 * One commit on CouchDB, which has no transaction over two documents.
 *
 * 1. The order: intents into the journal; each record with the command's mark in the same revision;
 *    the departures; then `done`; then the answer. A crash anywhere leaves a record with a mark, which
 *    says that the command took effect, or without, which says that it did not.
 * 2. A write that is not certain is settled before anything is said. If the leaf that stays lacks the
 *    mark, the command was not written: `stale`, it is decided again.
 * 3. In a cluster the leaves are read again before `done`, so that what is done first is seen by who
 *    comes second, and after `done`, so that nobody answers what somebody takes out of the record.
 * 4. A command without effect is refused in the journal only after whoever intended one for it can no
 *    longer write: its record is written anew, and his revision is not the latest any more.
 */
import type { CommitParts } from './couch-commit-parts.ts';
import type { Read } from './couch-database.ts';
import {
	entryOf,
	isMarked,
	isOwed,
	isSame,
	journalDocument,
	journalId,
	resultIn,
	type JournalDocument,
	type RecordDocument,
} from './couch-documents.ts';
import { CouchEnding, placesOf, settledLeaves, type Reached } from './couch-ending.ts';
import { CouchNumbering } from './couch-numbering.ts';
import { asStored, documentOf, placeOf } from './couch-record-document.ts';
import { settle } from './couch-settle.ts';
import {
	departures,
	recordKey,
	type CommitEntry,
	type CommitOutcome,
	type JournalEntry,
	type RecordWrite,
} from './port.ts';
import { splitKey } from './sequence.ts';

type Leaf = Read<RecordDocument>;
type Outcome = CommitOutcome;
const stale: Outcome = { status: 'stale' };

export class CouchCommit {
	readonly #parts: CommitParts;
	readonly #entries: readonly CommitEntry[];
	readonly #numbering: CouchNumbering;
	#leaves = new Map<string, Leaf>();
	#known = new Map<string, JournalDocument>();
	readonly #reached: Reached[] = [];
	/** Latest revisions written here: what they left is told before anything is said to be done. */
	readonly #written = new Map<string, Leaf>();

	constructor(parts: CommitParts, entries: readonly CommitEntry[]) {
		this.#parts = parts;
		this.#entries = entries;
		this.#numbering = new CouchNumbering(parts.counters);
	}

	async run(): Promise<Outcome[]> {
		let isAnswered = false;
		try {
			const outcomes = await this.#carryOutAll();
			const ending = new CouchEnding(this.#parts, this.#known, this.#reached, this.#written);
			const ended = await ending.run(outcomes);
			isAnswered = ended === outcomes;
			return ended;
		} finally {
			if (!isAnswered) for (const leaf of this.#written.values()) this.#parts.unanswered(leaf);
		}
	}

	async #carryOutAll(): Promise<Outcome[]> {
		await this.#load();
		await this.#intend();
		const outcomes: Outcome[] = [];
		for (const entry of this.#entries) {
			const outcome = await this.#one(entry);
			outcomes.push(outcome);
			if (outcome.status !== 'written') break;
		}
		return outcomes;
	}

	async #load(): Promise<void> {
		const names = this.#entries.flatMap(({ journal }) => (journal ? [journal.command] : []));
		this.#known = await this.#parts.journal.read(names);
		const places = this.#entries.flatMap((entry) => placesOf(entry, this.#known));
		this.#leaves = await settledLeaves(this.#parts, places);
	}

	#knownOf({ command }: JournalEntry): JournalDocument | undefined {
		return this.#known.get(journalId(command));
	}

	/** Only of commands with an effect; one that is known already needs none. */
	async #intend(): Promise<void> {
		const intents = this.#entries.flatMap(({ journal, write }) =>
			journal && write && !this.#knownOf(journal) ? [intentOf(journal, write)] : [],
		);
		if (intents.length === 0) return;
		for (const [id, document] of await this.#parts.journal.intend(intents))
			this.#known.set(id, document);
	}

	async #one(entry: CommitEntry): Promise<Outcome> {
		const { journal, write } = entry;
		const before = journal && this.#before(journal);
		if (before) return before;
		const known = journal && this.#knownOf(journal);
		const isAgain = known !== undefined && this.#isOwed(known);
		const isStopped = !write && known !== undefined;
		const outcome = await this.#carryOut(entry, known);
		if (outcome.status === 'written') this.#reached.push({ entry, isAgain, isStopped });
		return outcome;
	}

	async #carryOut(entry: CommitEntry, known: JournalDocument | undefined): Promise<Outcome> {
		const { journal, write } = entry;
		const isElsewhere = known !== undefined && !isAt(known, write);
		if (isElsewhere && !(await this.#stop(known))) return stale;
		if (!write) return { status: 'written', touched: [] };
		if (isElsewhere && journal && !(await this.#move(journal, write))) return stale;
		return this.#write(write, journal);
	}

	#move(journal: JournalEntry, write: RecordWrite): Promise<boolean> {
		const intent = intentOf(journal, write);
		this.#known.set(intent._id, intent);
		return this.#parts.journal.intendElsewhere(intent);
	}

	/** What is known of a command that was here before. */
	#before(journal: JournalEntry): Outcome | undefined {
		const known = this.#knownOf(journal);
		if (!known || this.#isOwed(known)) return undefined;
		const leaf = this.#leaves.get(known.place);
		const isIn = leaf !== undefined && isMarked(leaf, known);
		// Written by somebody who did not come to say so: whoever asks `journaled` next makes sure of it.
		if (known.state === 'intent') return isIn ? stale : undefined;
		const result = leaf && isIn ? resultIn(leaf, known) : entryOf(known).result;
		return { status: 'duplicate', result };
	}

	#isOwed(known: JournalDocument): boolean {
		const leaf = this.#leaves.get(known.place);
		return leaf !== undefined && isOwed(leaf, known);
	}

	async #write(write: RecordWrite, journal: JournalEntry | undefined): Promise<Outcome> {
		const id = recordKey(write.record);
		const leaf = this.#leaves.get(id);
		if ((leaf?.rev ?? 0) !== write.expectedRev) return stale;
		if (!(await this.#numbering.mayHave(write))) return stale;
		if (leaf) await this.#parts.departures.tell(leaf);
		const { record, search, number } = await this.#numbering.numbered(write);
		const ready = { ...write, record, ...(search && { search }) };
		// What asked for a number and got none is looked at again at the next review.
		const isWaiting = write.numbering !== undefined && number === undefined;
		if (isWaiting) ready.reviewAt = record.updatedAt;
		const document = documentOf(ready, leaf, journal);
		const kept = await this.#put(id, number ? { ...document, number } : document, journal);
		if (!kept) return stale;
		this.#written.set(id, kept);
		const { left } = departures(leaf && asStored(leaf), kept.channels);
		return { status: 'written', record, touched: [...kept.channels, ...left] };
	}

	/** Undefined where it was not written: decided on a revision that is not the latest. */
	async #put(
		id: string,
		document: RecordDocument,
		journal: JournalEntry | undefined,
	): Promise<Leaf | undefined> {
		const [row] = await this.#parts.records.write([document]);
		if (row?.status === 'conflict') return this.#drop(id);
		const leaf =
			row?.status === 'certain'
				? { ...document, _rev: row.rev }
				: await settle(this.#parts, id, true);
		if (!leaf || !isIn(leaf, document, journal)) return this.#drop(id);
		this.#parts.wrote(leaf._rev);
		this.#leaves.set(id, leaf);
		return leaf;
	}

	#drop(id: string): undefined {
		this.#leaves.delete(id);
	}

	/** Writes the record anew as it is, so that nobody can write on the revision it had. */
	async #stop(known: JournalDocument): Promise<boolean> {
		const leaf = this.#leaves.get(known.place);
		const owed = (leaf?.owed ?? []).filter((name) => !isSame(name, known));
		const document = leaf
			? { ...leaf, owed, renewals: (leaf.renewals ?? 0) + 1 }
			: placeOf(splitKey(known.place));
		const [row] = await this.#parts.records.write([document]);
		if (row?.status !== 'certain') return false;
		this.#parts.wrote(row.rev);
		this.#leaves.set(known.place, { ...document, _rev: row.rev });
		return true;
	}
}

function intentOf(journal: JournalEntry, { record }: RecordWrite): JournalDocument {
	return journalDocument(journal, recordKey(record), { state: 'intent', hasEffect: true });
}

function isAt({ place }: JournalDocument, write: RecordWrite | undefined): boolean {
	return write !== undefined && recordKey(write.record) === place;
}

/** Whether a settled leaf holds what was written. */
function isIn(leaf: Leaf, document: RecordDocument, journal: JournalEntry | undefined): boolean {
	if (journal) return isMarked(leaf, journal.command);
	return leaf.json === document.json;
}
