/**
 * What changed, from CouchDB's feed.
 *
 * 1. A position is a `since` string as CouchDB gave it: never parsed, never compared. One it does not
 *    take is the beginning.
 * 2. The feed as this server has read it is kept for a while (`#rows`), each place in it under the
 *    string that names it: devices that follow along are served from there, and any number of them
 *    cost CouchDB one request. Everybody else is read for by himself.
 * 3. A copy of the database may lag behind another by `copyLagMsMax`. `present` may ask one that does,
 *    so `head` lies so far back that every copy has all before it; what lies between comes with the
 *    changes. With one copy there is no lag. A node that was away for longer belongs into CouchDB's
 *    maintenance mode until it has caught up.
 */
import type { ChangeRow, ChangesPage, CouchDatabase } from './couch-database.ts';
import { leftLately } from './couch-departures.ts';
import type { DepartureDocument, RecordDocument } from './couch-documents.ts';
import {
	recordKey,
	StoreUnavailable,
	type Changes,
	type ChangesQuery,
	type Position,
	type RecordKey,
} from './port.ts';

export const copyLagMsMax = 120_000;
const rowsAtOnce = 1_000;
/** Rows kept in memory; a few hundred bytes each. */
const rowsKeptMax = 20_000;
const beginning = '0';

interface FeedRow {
	/** The place right behind it. */
	seq: string;
	key: RecordKey;
	/** Who has to hear of it. */
	channels: readonly string[];
}

interface Place {
	seq: string;
	atMs: number;
}

export interface CouchFeedParts {
	database: CouchDatabase;
	alone: boolean;
	nowMs: () => number;
	/** Where reading begins, and everything before is in every copy. */
	start: Position;
	/** Told of rows as they are read; `rev` is the document's. */
	read: (key: RecordKey, channels: readonly string[], document: RecordDocument | undefined) => void;
}

export class CouchFeed {
	readonly #parts: CouchFeedParts;
	#rows: FeedRow[] = [];
	/** How many rows were let go of at the front. */
	#dropped = 0;
	/** Number of rows before a place, by its string. */
	readonly #places = new Map<string, number>();
	/** Ends of earlier readings, oldest first. */
	#ends: Place[];
	#end: string;
	#running: Promise<void> | undefined;
	#waiting: Promise<void> | undefined;

	constructor(parts: CouchFeedParts) {
		this.#parts = parts;
		this.#end = parts.start;
		this.#ends = [{ seq: parts.start, atMs: -Infinity }];
		this.#places.set(parts.start, 0);
	}

	get end(): Position {
		return this.#end;
	}

	/** Reads to the end of the feed as it is after this call began; calls at the same time share it. */
	async catchUp(): Promise<void> {
		if (!this.#running) return this.#start();
		this.#waiting ??= this.#running
			.catch(() => undefined)
			.then(() => {
				this.#waiting = undefined;
				return this.#start();
			});
		return this.#waiting;
	}

	#start(): Promise<void> {
		this.#running ??= this.#readOn().finally(() => {
			this.#running = undefined;
		});
		return this.#running;
	}

	async #readOn(): Promise<void> {
		for (let full = true; full;) {
			const page = await this.#parts.database.changes(this.#end, rowsAtOnce);
			if (!page) throw new StoreUnavailable(this.#parts.database.name);
			for (const row of page.rows) this.#append(row);
			this.#arrive(page.lastSeq);
			full = page.full;
		}
	}

	#append(row: ChangeRow): void {
		const read = readRow(row);
		if (!read) return;
		const { key, channels, document } = read;
		this.#rows.push({ seq: row.seq ?? '', key, channels });
		if (row.seq !== undefined) this.#places.set(row.seq, this.#dropped + this.#rows.length);
		this.#parts.read(key, channels, document);
		if (this.#rows.length > rowsKeptMax) this.#letGo();
	}

	#letGo(): void {
		const gone = this.#rows.length - rowsKeptMax / 2;
		this.#rows = this.#rows.slice(gone);
		this.#dropped += gone;
		for (const [seq, count] of this.#places) if (count < this.#dropped) this.#places.delete(seq);
	}

	#arrive(seq: string): void {
		const atMs = this.#parts.nowMs();
		this.#end = seq;
		this.#places.set(seq, this.#dropped + this.#rows.length);
		this.#ends.push({ seq, atMs });
		const settledMs = atMs - copyLagMsMax;
		while (this.#ends[1] && this.#ends[1].atMs <= settledMs) this.#ends.shift();
	}

	/** Waits until something was written, at most so long. */
	async wait(waitMs: number): Promise<void> {
		await this.#parts.database.changes(this.#end, 1, waitMs);
		await this.catchUp();
	}

	async head(): Promise<Position> {
		await this.catchUp();
		return this.#parts.alone ? this.#end : this.settled();
	}

	/** A place that every copy of the database has reached. */
	settled(): Position {
		const settledMs = this.#parts.nowMs() - copyLagMsMax;
		return (
			(this.#ends.findLast(({ atMs }) => atMs <= settledMs) ?? this.#ends[0])?.seq ?? beginning
		);
	}

	async changes(query: ChangesQuery): Promise<Changes> {
		if (query.channels.length === 0) return { keys: [], next: query.after, more: false };
		if (this.#places.has(query.after)) await this.catchUp();
		const from = this.#places.get(query.after);
		if (from === undefined) return this.#readFor(query);
		return this.#alongside(query, from - this.#dropped);
	}

	#alongside({ channels, limit }: ChangesQuery, from: number): Changes {
		const page = new Page(channels, limit);
		for (const { seq, key, channels: told } of this.#rows.slice(from))
			if (!page.take(key, told, seq)) return page.answer(true, seq);
		return page.answer(false, this.#end);
	}

	/** One that is not on our way: from where he stands to the end, and with one copy onto our way. */
	async #readFor({ channels, after, limit }: ChangesQuery): Promise<Changes> {
		if (this.#parts.alone) await this.catchUp();
		const end = this.#end;
		const page = new Page(channels, limit);
		for (let since = after; ;) {
			const read = await this.#page(since);
			for (const row of read.rows) {
				const { key, channels: told = [] } = readRow(row) ?? {};
				if (key && !page.take(key, told, row.seq ?? since)) return page.answer(true, since);
			}
			since = read.lastSeq;
			if (!read.full) return page.answer(false, this.#parts.alone ? end : since);
		}
	}

	async #page(since: string): Promise<ChangesPage> {
		const { database } = this.#parts;
		const page =
			(await database.changes(since === '' ? beginning : since, rowsAtOnce)) ??
			(await database.changes(beginning, rowsAtOnce));
		if (!page) throw new StoreUnavailable(database.name);
		return page;
	}
}

/** Collects keys in the order of their latest change, until there are enough. */
class Page {
	readonly #wanted: ReadonlySet<string>;
	readonly #limit: number;
	readonly #keys = new Map<string, RecordKey>();
	/** The place behind the last row that was taken. */
	#seq = '';

	constructor(channels: readonly string[], limit: number) {
		this.#wanted = new Set(channels);
		this.#limit = limit;
	}

	/** False when the row concerns us and there is no room: it was not taken. */
	take(key: RecordKey, channels: readonly string[], seq: string): boolean {
		if (!channels.some((channel) => this.#wanted.has(channel))) return true;
		const name = recordKey(key);
		if (!this.#keys.has(name) && this.#keys.size >= this.#limit) return false;
		this.#keys.delete(name);
		this.#keys.set(name, key);
		this.#seq = seq;
		return true;
	}

	answer(more: boolean, end: string): Changes {
		return { keys: [...this.#keys.values()], next: more ? this.#seq : end, more };
	}
}

function readRow({ id, doc }: ChangeRow) {
	if (id.startsWith('_') || !doc) return undefined;
	const document = doc as unknown as RecordDocument | DepartureDocument;
	const key = { kind: document.kind, id: document.id };
	if (document.type === 'left') return { key, channels: [document.channel], document: undefined };
	if (document.type !== 'record') return undefined;
	const channels = [...document.channels, ...leftLately(document)];
	return { key, channels, document };
}
