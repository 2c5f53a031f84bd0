import type { Command } from '#domain/command.ts';
import type { CommandResult } from '#domain/protocol/wire.ts';
import type { RecordKind } from '#domain/record.ts';
import type { Instant } from '#domain/time/instant.ts';
import { CouchAccounts, deviceCounter } from './couch-accounts.ts';
import { CouchIndexes } from './couch-indexes.ts';
import { CouchListeners } from './couch-listeners.ts';
import { CouchBlobBytes } from './couch-blob-bytes.ts';
import { CouchCounters } from './couch-counters.ts';
import { CouchDepartures } from './couch-departures.ts';
import { copyLagMsMax, CouchFeed } from './couch-feed.ts';
import { CouchJournal } from './couch-journal.ts';
import { CouchPositions, startOf } from './couch-positions.ts';
import { CouchRecords } from './couch-records.ts';
import { CouchSessions } from './couch-sessions.ts';
import {
	databasesAt,
	identityOf,
	setUp,
	type CouchDatabases,
	type Identity,
} from './couch-setup.ts';
import { CouchSurvey } from './couch-survey.ts';
import type { CouchTransport } from './couch-transport.ts';
import {
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
	type WasInQuery,
} from './port.ts';

export interface CouchStoreOptions {
	transport: CouchTransport;
	prefix: string;
	account: string;
	/** Milliseconds since any moment, the same for all servers. */
	nowMs: () => number;
	/** For a database that is being made: these, and not drawn ones. */
	identity?: Partial<Identity>;
}

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
	readonly #indexes: CouchIndexes;
	readonly #sessions: CouchSessions;
	readonly #survey: CouchSurvey;
	readonly #listeners = new CouchListeners();
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
		this.#indexes = new CouchIndexes(records);
		this.#survey = new CouchSurvey(databases);
		this.#sessions = new CouchSessions(meta, alone);
		this.counters = new CouchCounters(numbers, (name) =>
			name === deviceCounter ? this.accounts.codesGiven() : this.#survey.highestNumber(name),
		);
		this.accounts = new CouchAccounts({
			...{ meta, alone, deciding: numbers, counters: this.counters },
			lastSeqOf: (device) => this.#survey.lastSeqOf(device),
		});
		this.#records = new CouchRecords({
			...{ records, alone, counters: this.counters },
			journal: new CouchJournal(journal, alone),
			departures: new CouchDepartures(records, alone),
			wrote: (rev) => this.#listeners.wrote(rev),
			unanswered: (document) => this.#listeners.unanswered(document),
		});
		this.feed = new CouchFeed({
			...{ database: records, alone, nowMs, start },
			read: (key, channels, document) => this.#listeners.read(key, channels, document),
		});
		this.peers = {
			copyLagMsMax: alone ? 0 : copyLagMsMax,
			scopeMark: (userId) => this.accounts.scopeMark(userId),
			markScopes: (userIds) => this.accounts.markScopes(userIds),
			watch: (listener) => this.#listeners.add(listener),
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

	wasIn(query: WasInQuery): Promise<boolean | undefined> {
		return this.#records.wasIn(query);
	}

	present(query: PresentQuery): Promise<PresentRow[]> {
		return this.#indexes.present(query);
	}

	dueForReview(now: Instant, limit: number): Promise<RecordKey[]> {
		return this.#indexes.dueForReview(now, limit);
	}

	search(kind: RecordKind, text: string, limit: number): Promise<string[]> {
		return this.#indexes.search(kind, text, limit);
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
		return this.#sessions.session(tokenHash);
	}

	putSession(session: SessionRow): Promise<void> {
		return this.#sessions.putSession(session);
	}

	endSession(tokenHash: string): Promise<void> {
		return this.#sessions.endSession(tokenHash);
	}

	endSessionsOf(userId: string): Promise<void> {
		return this.#sessions.endSessionsOf(userId);
	}

	endSessionsBefore(now: Instant): Promise<void> {
		return this.#sessions.endSessionsBefore(now);
	}

	blob(sha256: string, recordId: string): Promise<BlobRow | undefined> {
		return this.accounts.blob(sha256, recordId);
	}

	putBlob(blob: BlobRow): Promise<void> {
		return this.accounts.putBlob(blob);
	}

	allRecords(after: string | undefined, limit: number): Promise<StoredRecord[]> {
		return this.#survey.allRecords(after, limit);
	}

	allJournal(
		after: Pick<Command, 'device' | 'seq'> | undefined,
		limit: number,
	): Promise<JournalEntry[]> {
		return this.#survey.allJournal(after, limit);
	}

	allDevices(after: string | undefined, limit: number): Promise<DeviceRow[]> {
		return this.accounts.allDevices(after, limit);
	}

	numberCounters(): Promise<NumberCounter[]> {
		return this.counters.numbers();
	}

	async close(): Promise<void> {
		this.#listeners.clear();
	}
}
