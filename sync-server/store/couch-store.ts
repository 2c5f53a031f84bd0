import type { Command } from '#domain/command.ts';
import type { CommandResult } from '#domain/protocol/wire.ts';
import type { RecordKind } from '#domain/record.ts';
import type { Instant } from '#domain/time/instant.ts';
import { afterAll, CouchAccounts, deviceCounter, range } from './couch-accounts.ts';
import { CouchBlobBytes } from './couch-blob-bytes.ts';
import { CouchCounters } from './couch-counters.ts';
import type { ViewRow } from './couch-database.ts';
import { CouchDepartures } from './couch-departures.ts';
import { endingLengthMax } from './couch-design.ts';
import {
	entryOf,
	journalId,
	storedOf,
	type JournalDocument,
	type RecordDocument,
} from './couch-documents.ts';
import { CouchFeed } from './couch-feed.ts';
import { CouchJournal } from './couch-journal.ts';
import { CouchPositions } from './couch-positions.ts';
import { CouchRecords } from './couch-records.ts';
import {
	databasesAt,
	identityOf,
	setUp,
	type CouchDatabases,
	type Identity,
} from './couch-setup.ts';
import type { CouchTransport } from './couch-transport.ts';
import {
	recordKey,
	searchable,
	StoreUnavailable,
	type Changes,
	type ChangesQuery,
	type CommitEntry,
	type CommitOutcome,
	type Credential,
	type DeviceRow,
	type JournalEntry,
	type NumberCounter,
	type Peers,
	type Position,
	type PresentQuery,
	type PresentRow,
	type RecordKey,
	type BlobRow,
	type SessionRow,
	type Store,
	type StoredRecord,
} from './port.ts';
import { counterOf, splitKey } from './sequence.ts';

/** Rows of an index looked at for one search. */
const candidatesMax = 500;
/** Own revisions remembered, so that the feed does not tell us of our own writes. */
const ownRevisionsMax = 5_000;

export interface CouchStoreOptions {
	transport: CouchTransport;
	prefix: string;
	account: string;
	/** Milliseconds since any moment, the same for all servers. */
	nowMs: () => number;
	/** For a database that is being made: these, and not drawn ones. */
	identity?: Partial<Identity>;
}

type Listener = (key: RecordKey, touched: readonly string[]) => void;

/** The scale-out store: several servers on one CouchDB, a single node or a cluster. See src/decisions/0011-couchdb-driver.md. */
export class CouchStore implements Store {
	readonly driver = 'couchdb';
	readonly epoch: string;
	readonly secret: Uint8Array;
	readonly bytes: CouchBlobBytes;
	readonly peers: Peers;
	readonly accounts: CouchAccounts;
	readonly counters: CouchCounters;
	readonly databases: CouchDatabases;
	readonly feed: CouchFeed;
	readonly #records: CouchRecords;
	readonly #listeners = new Set<Listener>();
	readonly #own = new Set<string>();
	#positions: CouchPositions | undefined;

	private constructor(
		databases: CouchDatabases,
		{ epoch, secret }: Identity,
		{ alone, start, nowMs }: { alone: boolean; start: Position; nowMs: () => number },
	) {
		const { records, journal, meta, numbers, blobs } = databases;
		this.databases = databases;
		this.epoch = epoch;
		this.secret = new Uint8Array(Buffer.from(secret, 'base64'));
		this.bytes = new CouchBlobBytes(blobs);
		this.counters = new CouchCounters(numbers, (name) => this.#highestNumber(name));
		this.accounts = new CouchAccounts({
			...{ meta, alone, deciding: numbers, counters: this.counters },
			lastSeqOf: (device) => this.#lastSeqOf(device),
		});
		this.#records = new CouchRecords({
			...{ records, alone, counters: this.counters },
			journal: new CouchJournal(journal, alone),
			departures: new CouchDepartures(records, alone),
			wrote: (rev) => this.#noteOwn(rev),
		});
		this.feed = new CouchFeed({
			...{ database: records, alone, nowMs, start },
			read: (key, channels, document) => this.#tell(key, channels, document),
		});
		this.peers = {
			scopeMark: (userId) => this.accounts.scopeMark(userId),
			markScopes: (userIds) => this.accounts.markScopes(userIds),
			watch: (listener) => this.#watch(listener),
			follow: (waitMs) => this.#follow(waitMs),
			unsettled: (before, limit) => this.#records.unsettled(before, limit),
		};
	}

	/** Opens the databases with that prefix, and makes what is missing. Throws StoreUnavailable. */
	static async open(options: CouchStoreOptions): Promise<CouchStore> {
		const { transport, prefix, account, nowMs } = options;
		const databases = databasesAt(transport, prefix);
		const isLoss = await setUp(databases, account);
		const copies = await databases.records.copies();
		databases.records.askAllCopies(copies);
		const alone = copies === 1;
		const identity = await identityOf(databases, alone, options.identity);
		const start = await startOf(databases, alone, nowMs());
		const store = new CouchStore(databases, identity, { alone, start, nowMs });
		if (!alone) store.#positions = new CouchPositions(databases.meta, nowMs);
		if (isLoss) await store.counters.noteLoss();
		return store;
	}

	async #follow(waitMs: number): Promise<void> {
		await this.feed.wait(waitMs);
		await this.#positions?.note(this.feed.end);
	}

	#noteOwn(rev: string): void {
		if (this.#own.size >= ownRevisionsMax) this.#own.clear();
		this.#own.add(rev);
	}

	#tell(key: RecordKey, channels: readonly string[], document: RecordDocument | undefined): void {
		if (!document || (document._rev !== undefined && this.#own.has(document._rev))) return;
		for (const listener of this.#listeners) listener(key, channels);
	}

	#watch(listener: Listener): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	get(kind: RecordKind, id: string): Promise<StoredRecord | undefined> {
		return this.#records.get(kind, id);
	}

	commit(entries: readonly CommitEntry[]): Promise<CommitOutcome[]> {
		return this.#records.commit(entries);
	}

	journaled(device: string, seq: number): Promise<CommandResult | undefined> {
		return this.#records.journaled(device, seq);
	}

	head(): Promise<Position> {
		return this.feed.head();
	}

	changes(query: ChangesQuery): Promise<Changes> {
		return this.feed.changes(query);
	}

	async present(query: PresentQuery): Promise<PresentRow[]> {
		const { channel, kind, after, withFormer, limit } = query;
		const from = startOfPage(after === undefined ? undefined : splitKey(after), kind);
		if (!from) return [];
		const rows = await this.databases.records.view(withFormer ? 'scope/ever' : 'scope/present', {
			startkey: [channel, ...from],
			endkey: kind === undefined ? [channel, {}] : [channel, kind, {}],
			// One more, where the first is the one to go on behind.
			...(limit < Number.MAX_SAFE_INTEGER && { limit: limit + 1 }),
		});
		const found = rows.map(presentRow).filter((row) => recordKey(row) !== after);
		return found.slice(0, limit);
	}

	async dueForReview(now: Instant, limit: number): Promise<RecordKey[]> {
		const rows = await this.databases.records.view('scope/review', { endkey: now, limit });
		return rows.map(({ id }) => splitKey(id));
	}

	async search(kind: RecordKind, text: string, limit: number): Promise<string[]> {
		const wanted = searchable(text);
		const words = wanted.split(/\s+/).filter(Boolean);
		if (words.length === 0) return [];
		const found = new Set(await this.#byTerm(kind, wanted, limit));
		if (found.size < limit) for (const id of await this.#byWords(kind, words)) found.add(id);
		return [...found].slice(0, limit);
	}

	async #byTerm(kind: RecordKind, wanted: string, limit: number): Promise<string[]> {
		const rows = await this.databases.records.view('search/term', {
			startkey: [kind, wanted],
			endkey: [kind, wanted + afterAll],
			limit: Math.max(limit, candidatesMax),
		});
		return rows
			.filter(({ key }) => wordOf(key).startsWith(wanted))
			.map(({ value }) => String(value));
	}

	/** By the longest word; whether all of them are in it is looked up in the record. */
	async #byWords(kind: RecordKind, words: readonly string[]): Promise<string[]> {
		const [longest = ''] = [...words].sort((a, b) => b.length - a.length);
		const beginning = longest.slice(0, endingLengthMax);
		const rows = await this.databases.records.view('search/ending', {
			startkey: [kind, beginning],
			endkey: [kind, beginning + afterAll],
			limit: candidatesMax,
		});
		const ids = [...new Set(rows.map(({ value }) => String(value)))];
		const found = await this.databases.records.leaves<RecordDocument>(
			ids.map((id) => recordKey({ kind, id })),
		);
		return [...found.values()].flatMap(([leaf]) =>
			leaf && words.every((word) => leaf.text.includes(word)) ? [leaf.id] : [],
		);
	}

	registerDevice(id: string, userId: string, codeOf: (n: number) => string): Promise<DeviceRow> {
		return this.accounts.registerDevice(id, userId, codeOf);
	}

	device(id: string): Promise<DeviceRow | undefined> {
		return this.accounts.device(id);
	}

	userOfCode(code: string): Promise<string | undefined> {
		return this.accounts.userOfCode(code);
	}

	/** Without the copy that knows, nobody's. */
	async holderOf(number: string): Promise<string | undefined> {
		try {
			return await this.counters.holderOf(number);
		} catch (error) {
			if (!(error instanceof StoreUnavailable)) throw error;
			return undefined;
		}
	}

	keepDeviceKey(id: string, publicKey: string): Promise<void> {
		return this.accounts.keepDeviceKey(id, publicKey);
	}

	credentialOf(account: string): Promise<Credential | undefined> {
		return this.accounts.credentialOf(account);
	}

	setCredential(credential: Credential): Promise<void> {
		return this.accounts.setCredential(credential);
	}

	session(tokenHash: string): Promise<SessionRow | undefined> {
		return this.accounts.session(tokenHash);
	}

	putSession(session: SessionRow): Promise<void> {
		return this.accounts.putSession(session);
	}

	endSession(tokenHash: string): Promise<void> {
		return this.accounts.endSession(tokenHash);
	}

	endSessionsOf(userId: string): Promise<void> {
		return this.accounts.endSessionsOf(userId);
	}

	endSessionsBefore(now: Instant): Promise<void> {
		return this.accounts.endSessionsBefore(now);
	}

	blob(sha256: string, recordId: string): Promise<BlobRow | undefined> {
		return this.accounts.blob(sha256, recordId);
	}

	putBlob(blob: BlobRow): Promise<void> {
		return this.accounts.putBlob(blob);
	}

	async allRecords(after: string | undefined, limit: number): Promise<StoredRecord[]> {
		const records: StoredRecord[] = [];
		for (let behind = after; records.length < limit;) {
			const rows = await this.databases.records.list({
				...range('', behind),
				limit,
				include_docs: true,
			});
			for (const { doc } of rows) if (isRecord(doc)) records.push(storedOf(doc));
			if (rows.length < limit) break;
			behind = rows.at(-1)?.id;
		}
		return records.slice(0, limit);
	}

	/** Commands whose fate is still open are not in it: their devices were never answered. */
	async allJournal(
		after: Pick<Command, 'device' | 'seq'> | undefined,
		limit: number,
	): Promise<JournalEntry[]> {
		const entries: JournalEntry[] = [];
		for (let behind = after && journalId(after); entries.length < limit;) {
			const rows = await this.databases.journal.list({
				...range('', behind),
				limit,
				include_docs: true,
			});
			for (const { doc } of rows) if (isDone(doc)) entries.push(entryOf(doc));
			if (rows.length < limit) break;
			behind = rows.at(-1)?.id;
		}
		return entries.slice(0, limit);
	}

	allDevices(after: string | undefined, limit: number): Promise<DeviceRow[]> {
		return this.accounts.allDevices(after, limit);
	}

	async numberCounters(): Promise<NumberCounter[]> {
		const all = await this.counters.all();
		return all
			.filter(({ name }) => name.startsWith(numberPrefix))
			.map(({ name, value }) => counterOf(name.slice(numberPrefix.length), value));
	}

	async #lastSeqOf(device: string): Promise<number> {
		const [row] = await this.databases.journal.list({
			startkey: `${device} ${afterAll}`,
			endkey: `${device} `,
			descending: true,
			limit: 1,
		});
		return row ? Number(row.id.slice(device.length + 1)) : 0;
	}

	/** The highest number of that name in any record. */
	async #highestNumber(name: string): Promise<number> {
		if (name === deviceCounter) return this.accounts.codesGiven();
		const [row] = await this.databases.records.view('mend/number', {
			startkey: [name, {}],
			endkey: [name],
			descending: true,
			limit: 1,
		});
		return row ? Number((row.key as unknown[])[1]) : 0;
	}

	async close(): Promise<void> {
		this.#listeners.clear();
	}
}

const numberPrefix = 'number ';

/** With one copy the present is a fine place to begin; in a cluster one that every copy has reached. */
async function startOf(
	{ records, meta }: CouchDatabases,
	alone: boolean,
	nowMs: number,
): Promise<Position> {
	if (!alone) return new CouchPositions(meta, () => nowMs).settled();
	return (await records.changes('now', 1))?.lastSeq ?? '0';
}

/** Where in a channel to begin; undefined when all of that kind lies before. */
function startOfPage(
	after: RecordKey | undefined,
	kind: RecordKind | undefined,
): readonly string[] | undefined {
	if (!after) return kind === undefined ? [] : [kind];
	if (kind === undefined || after.kind === kind) return [after.kind, after.id];
	return after.kind < kind ? [kind] : undefined;
}

function presentRow({ key, value }: ViewRow): PresentRow {
	const [, kind, id] = key as [string, RecordKind, string];
	const [rev, gone] = value as [number, number];
	return { kind, id, rev, gone: gone === 1 };
}

function wordOf(key: unknown): string {
	return (key as [string, string])[1];
}

function isRecord(doc: unknown): doc is RecordDocument {
	const { type, rev } = (doc ?? {}) as Partial<RecordDocument>;
	return type === 'record' && rev !== undefined && rev > 0;
}

function isDone(doc: unknown): doc is JournalDocument {
	return ((doc ?? {}) as Partial<JournalDocument>).state === 'done';
}
