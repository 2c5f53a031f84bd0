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
import type { CouchCounters } from './couch-counters.ts';
import type { Read } from './couch-database.ts';
import {
	entryOf,
	isMarked,
	isOwed,
	isSame,
	journalDocument,
	journalId,
	marked,
	resultIn,
	type JournalDocument,
	type RecordDocument,
} from './couch-documents.ts';
import { settle, type SettleParts } from './couch-settle.ts';
import {
	departures,
	recordKey,
	StoreUnavailable,
	type CommitEntry,
	type CommitOutcome,
	type JournalEntry,
	type RecordKey,
	type RecordWrite,
} from './port.ts';
import { splitKey } from './sequence.ts';

export interface CommitParts extends SettleParts {
	counters: CouchCounters;
	/** One copy of every document: what is written is certain, and there is one leaf. */
	alone: boolean;
	/** Told of the revision of every record document written here. */
	wrote: (rev: string) => void;
}

type Leaf = Read<RecordDocument>;
type Outcome = CommitOutcome;
const stale: Outcome = { status: 'stale' };

interface Reached {
	entry: CommitEntry;
	/** Its command was in `owed`: the journal's result is replaced. */
	isAgain: boolean;
	/** Refused, though somebody had intended an effect. */
	isStopped: boolean;
}

export class CouchCommit {
	readonly #parts: CommitParts;
	readonly #entries: readonly CommitEntry[];
	#leaves = new Map<string, Leaf>();
	#known = new Map<string, JournalDocument>();
	readonly #reached: Reached[] = [];
	/** Latest revisions written here: what they left is told before anything is said to be done. */
	readonly #written = new Map<string, Leaf>();

	constructor(parts: CommitParts, entries: readonly CommitEntry[]) {
		this.#parts = parts;
		this.#entries = entries;
	}

	async run(): Promise<Outcome[]> {
		await this.#load();
		await this.#intend();
		const outcomes: Outcome[] = [];
		for (const entry of this.#entries) {
			const outcome = await this.#one(entry);
			outcomes.push(outcome);
			if (outcome.status !== 'written') break;
		}
		return this.#finish(outcomes);
	}

	async #load(): Promise<void> {
		const names = this.#entries.flatMap(({ journal }) => (journal ? [journal.command] : []));
		this.#known = await this.#parts.journal.read(names);
		this.#leaves = await this.#settled(this.#entries.flatMap((entry) => this.#placesOf(entry)));
	}

	/** Records that have its mark, may have it, or are to have it. */
	#placesOf({ journal, write }: CommitEntry): string[] {
		const known = journal && this.#knownOf(journal);
		return [...(known ? [known.place] : []), ...(write ? [recordKey(write.record)] : [])];
	}

	#knownOf({ command }: JournalEntry): JournalDocument | undefined {
		return this.#known.get(journalId(command));
	}

	async #settled(ids: readonly string[]): Promise<Map<string, Leaf>> {
		const found = await this.#parts.records.leaves<RecordDocument>(ids);
		const tops = new Map<string, Leaf>();
		for (const [id, leaves] of found) {
			const top = leaves.length > 1 ? await settle(this.#parts, id) : leaves[0];
			if (top) tops.set(id, top);
		}
		return tops;
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
		if (!(await this.#mayHave(write))) return stale;
		if (leaf) await this.#parts.departures.tell(leaf);
		const { record, search, number } = await this.#numbered(write);
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

	/**
	 * Whether the number it wants alone is no other record's. Without the one copy that knows, an order
	 * made in the field does not wait: its number is its own device's, and others were looked up.
	 */
	async #mayHave({ reserve, record }: RecordWrite): Promise<boolean> {
		if (reserve === undefined) return true;
		try {
			return await this.#parts.counters.reserve(reserve, record.id);
		} catch (error) {
			if (!(error instanceof StoreUnavailable)) throw error;
			return true;
		}
	}

	/** Without the one copy that gives numbers a record waits for its number; a review gives it later. */
	async #numbered({ record, search, numbering, returning }: RecordWrite) {
		if (returning) {
			const number = { name: `number ${returning.form} ${returning.date}`, n: returning.n };
			await this.#parts.counters.raise(number.name, number.n);
			return { record, search, number };
		}
		if (!numbering) return { record, search, number: undefined };
		const name = `number ${numbering.form} ${numbering.date}`;
		try {
			const n = await this.#parts.counters.next(name);
			return { ...numbering.apply(n), number: { name, n } };
		} catch (error) {
			if (!(error instanceof StoreUnavailable)) throw error;
			return { record, search, number: undefined };
		}
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

	async #finish(outcomes: Outcome[]): Promise<Outcome[]> {
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
		const places = this.#reached.flatMap(({ entry }) => this.#placesOf(entry));
		const leaves = await this.#settled(places);
		for (const one of this.#reached) {
			const { journal, write } = one.entry;
			const known = journal && this.#knownOf(journal);
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
		const known = this.#knownOf(journal);
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

function intentOf(journal: JournalEntry, { record }: RecordWrite): JournalDocument {
	return journalDocument(journal, recordKey(record), { state: 'intent', hasEffect: true });
}

function isAt({ place }: JournalDocument, write: RecordWrite | undefined): boolean {
	return write !== undefined && recordKey(write.record) === place;
}

function ownPlace({ command }: JournalEntry): string {
	return recordKey({ kind: command.kind, id: command.record });
}

/** Whether a settled leaf holds what was written. */
function isIn(leaf: Leaf, document: RecordDocument, journal: JournalEntry | undefined): boolean {
	if (journal) return isMarked(leaf, journal.command);
	return leaf.json === document.json;
}

function placeOf({ kind, id }: RecordKey): RecordDocument {
	return {
		_id: recordKey({ kind, id }),
		...{ type: 'record', kind, id, rev: 0, channels: [], former: {}, json: '' },
		...{ marks: {}, results: [], terms: [], text: '' },
	};
}

function documentOf(
	{ record, channels, search, reviewAt, expectedRev }: RecordWrite,
	leaf: Leaf | undefined,
	journal: JournalEntry | undefined,
): RecordDocument {
	const { reviewAt: _before, renewals: _count, ...base } = leaf ?? placeOf(record);
	const rev = expectedRev + 1;
	const kept = [...new Set(channels)];
	const { left } = departures(asStored(base), kept);
	const former = Object.entries(base.former).filter(([channel]) => !kept.includes(channel));
	return {
		...base,
		rev,
		channels: kept,
		former: Object.fromEntries([...former, ...left.map((channel) => [channel, rev] as const)]),
		json: JSON.stringify(record),
		terms: search?.terms ?? [],
		text: search?.text ?? '',
		...(journal && marked(base, journal.command, JSON.stringify(journal.result))),
		...(reviewAt !== undefined && { reviewAt }),
	};
}

function asStored({ channels, former }: Pick<RecordDocument, 'channels' | 'former'>) {
	return { channels, former: Object.keys(former) };
}
