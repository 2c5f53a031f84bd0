import type { CommandResult } from '#domain/protocol/wire.ts';
import type { RecordKind } from '#domain/record.ts';
import { addMinutes, type Instant } from '#domain/time/instant.ts';
import type { CommitParts } from './couch-commit-parts.ts';
import { CouchCommit } from './couch-commit.ts';
import type { Read } from './couch-database.ts';
import {
	entryOf,
	isMarked,
	isOwed,
	resultIn,
	storedOf,
	type JournalDocument,
	type RecordDocument,
} from './couch-documents.ts';
import { settle } from './couch-settle.ts';
import {
	recordKey,
	StoreUnavailable,
	type CommitEntry,
	type CommitOutcome,
	type JournalEntry,
	type StoredRecord,
	type WasInQuery,
} from './port.ts';
import { wasInChannel } from './stays.ts';

/** Between any two servers on one database. */
const clockSkewMinutesMax = 1;

type Leaf = Read<RecordDocument>;

interface Turn {
	ids: Set<string>;
	leaves: Promise<Map<string, Leaf>>;
}

/** Records and journal as the port wants them; `couch-commit.ts` has the order of writing. */
export class CouchRecords {
	readonly #parts: CommitParts;
	readonly #owing = new Set<string>();
	/** Reads asked for in one turn go out as one request. */
	#turn: Turn | undefined;

	constructor(parts: Omit<CommitParts, 'owes'>) {
		this.#parts = { ...parts, owes: (id) => this.#owing.add(id) };
	}

	async get(kind: RecordKind, id: string): Promise<StoredRecord | undefined> {
		const leaf = await this.#inOneRequest(recordKey({ kind, id }));
		return leaf && leaf.rev > 0 ? storedOf(leaf) : undefined;
	}

	#inOneRequest(id: string): Promise<Leaf | undefined> {
		const turn = (this.#turn ??= this.#newTurn());
		turn.ids.add(id);
		return turn.leaves.then((leaves) => leaves.get(id));
	}

	#newTurn(): Turn {
		const ids = new Set<string>();
		const leaves = Promise.resolve().then(() => {
			this.#turn = undefined;
			return this.#read([...ids]);
		});
		return { ids, leaves };
	}

	/** By the clocks of the servers, which are never quite the same. */
	async wasIn({ kind, id, channel, times }: WasInQuery): Promise<boolean | undefined> {
		const leaf = await this.#inOneRequest(recordKey({ kind, id }));
		if (!leaf || times?.from === undefined) return undefined;
		return wasInChannel(leaf.stays, {
			channel,
			isIn: leaf.channels.includes(channel),
			from: addMinutes(times.from, -clockSkewMinutesMax),
			to: addMinutes(times.to, clockSkewMinutesMax),
		});
	}

	/** While it cannot be settled, the highest leaf is what is known. */
	async #read(ids: readonly string[]): Promise<Map<string, Leaf>> {
		const found = await this.#parts.records.leaves<RecordDocument>(ids);
		const tops = new Map<string, Leaf>();
		for (const [id, leaves] of found) {
			const top = leaves.length > 1 ? await this.#settledOr(id, leaves[0]) : leaves[0];
			if (top) tops.set(id, top);
		}
		return tops;
	}

	async #settledOr(id: string, top: Leaf | undefined): Promise<Leaf | undefined> {
		try {
			return await settle(this.#parts, id);
		} catch (error) {
			if (error instanceof StoreUnavailable) return top;
			throw error;
		}
	}

	commit(entries: readonly CommitEntry[]): Promise<CommitOutcome[]> {
		return entries.length === 0 ? Promise.resolve([]) : new CouchCommit(this.#parts, entries).run();
	}

	async journaled(device: string, seq: number): Promise<CommandResult | undefined> {
		const document = await this.#parts.journal.readOne({ device, seq });
		return document && this.#resultOf(document);
	}

	/** An intent counts once its mark is in the record; what is owed has no result yet. */
	async #resultOf(document: JournalDocument): Promise<CommandResult | undefined> {
		if (document.state === 'done' && this.#parts.alone) return entryOf(document).result;
		const leaf = await settle(this.#parts, document.place);
		if (leaf && isOwed(leaf, document)) return undefined;
		if (document.state === 'done') return entryOf(document).result;
		if (!leaf || !isMarked(leaf, document)) return undefined;
		// Nobody knows how certain his write was who did not come to say so.
		const sure = this.#parts.alone ? leaf : await settle(this.#parts, document.place, true);
		return sure && isMarked(sure, document) ? this.#finished(document, sure) : undefined;
	}

	async #finished(document: JournalDocument, leaf: Leaf): Promise<CommandResult> {
		const result = resultIn(leaf, document);
		const done = { ...document, state: 'done' as const, result: JSON.stringify(result) };
		await this.#parts.journal.finish([done]);
		return result;
	}

	/** Ends what a crash left between record and journal, settles leaves, and gives what is owed. */
	async unsettled(before: Instant, limit: number): Promise<JournalEntry[]> {
		await this.#finishIntents(before, limit);
		const { records } = this.#parts;
		const troubled = await records.view('mend/troubled', { limit });
		const ids = new Set([...troubled.map(({ id }) => id), ...this.#owing]);
		this.#owing.clear();
		const owed: JournalEntry[] = [];
		for (const id of ids) owed.push(...(await this.#owedOf(id)));
		return owed.slice(0, limit);
	}

	async #owedOf(id: string): Promise<JournalEntry[]> {
		const leaf = await settle(this.#parts, id);
		const names = leaf?.owed ?? [];
		if (names.length === 0) return [];
		this.#owing.add(id);
		const known = await this.#parts.journal.read(names);
		return [...known.values()].map(entryOf).sort((a, b) => a.command.seq - b.command.seq);
	}

	async #finishIntents(before: Instant, limit: number): Promise<void> {
		const names = await this.#parts.journal.intendedBefore(before, limit);
		for (const document of (await this.#parts.journal.read(names)).values())
			if (document.state === 'intent') await this.#resultOf(document);
			// Done, behind a leaf that says less: lists and views would show that one for ever.
			else await this.#parts.journal.settle(document);
	}
}
