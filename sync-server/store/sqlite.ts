import { randomBytes, randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { CommandResult } from '#domain/protocol/wire.ts';
import type { RecordKind } from '#domain/record.ts';
import type { Instant } from '#domain/time/instant.ts';
import { GroupCommit } from './group-commit.ts';
import { readFloor } from './number-floor.ts';
import type {
	BlobRow,
	Changes,
	ChangesQuery,
	CommitEntry,
	CommitOutcome,
	Credential,
	DeviceRow,
	JournalEntry,
	NumberCounter,
	Position,
	PresentQuery,
	PresentRow,
	RecordKey,
	SessionRow,
	Store,
	StoredRecord,
	WasInQuery,
} from './port.ts';
import { SqliteAccounts } from './sqlite-accounts.ts';
import { SqliteReads } from './sqlite-reads.ts';
import { SqliteRows } from './sqlite-rows.ts';
import { migrate } from './sqlite-schema.ts';
import { SqliteSurvey } from './sqlite-survey.ts';
import { sqliteTransactions } from './sqlite-transactions.ts';
import { SqliteWrites } from './sqlite-writes.ts';

/**
 * The embedded store: one file, write-ahead log, every commit on the disk before it is answered.
 * The connection is synchronous, so a transaction is never interleaved with another.
 */
export class SqliteStore implements Store {
	readonly driver = 'sqlite';
	readonly epoch: string;
	readonly secret: Uint8Array;
	readonly #db: DatabaseSync;
	readonly #commits: GroupCommit;
	readonly #rows: SqliteRows;
	readonly #reads: SqliteReads;
	readonly #writes: SqliteWrites;
	readonly #accounts: SqliteAccounts;
	readonly #survey: SqliteSurvey;

	constructor(db: DatabaseSync) {
		this.#db = db;
		this.#commits = new GroupCommit(sqliteTransactions(db));
		db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;');
		migrate(db);
		this.#rows = new SqliteRows(db);
		this.epoch = this.#meta('epoch', randomUUID);
		const secret = this.#meta('secret', () => randomBytes(32).toString('base64'));
		this.secret = new Uint8Array(Buffer.from(secret, 'base64'));
		this.#reads = new SqliteReads(this.#rows);
		this.#writes = new SqliteWrites(this.#rows, this.#reads, readFloor(db));
		this.#accounts = new SqliteAccounts(this.#rows);
		this.#survey = new SqliteSurvey(this.#rows, this.#reads, this.#accounts);
	}

	#meta(key: string, make: () => string): string {
		const value = make();
		this.#rows.run('INSERT OR IGNORE INTO meta VALUES (:key, :value)', { key, value });
		return String(this.#rows.row('SELECT value FROM meta WHERE key = :key', { key })?.['value']);
	}

	/** All entries in one transaction, which others of the same moment share; those before a stale one are kept. */
	async commit(entries: readonly CommitEntry[]): Promise<CommitOutcome[]> {
		if (entries.length === 0) return [];
		return this.#commits.add(() => {
			const outcomes: CommitOutcome[] = [];
			for (const entry of entries) {
				const outcome = this.#writes.commit(entry);
				outcomes.push(outcome);
				if (outcome.status !== 'written') break;
			}
			return outcomes;
		});
	}

	async holderOf(number: string): Promise<string | undefined> {
		return this.#writes.holderOf(number);
	}

	async journaled(device: string, seq: number): Promise<CommandResult | undefined> {
		return this.#writes.journaled(device, seq);
	}

	async get(kind: RecordKind, id: string): Promise<StoredRecord | undefined> {
		return this.#reads.get(kind, id);
	}

	async head(): Promise<Position> {
		return String(this.#reads.head());
	}

	async changes(query: ChangesQuery): Promise<Changes> {
		return this.#reads.changes(query);
	}

	async present(query: PresentQuery): Promise<PresentRow[]> {
		return this.#reads.present(query);
	}

	async wasIn(query: WasInQuery): Promise<boolean | undefined> {
		return this.#reads.wasIn(query);
	}

	async dueForReview(now: Instant, limit: number): Promise<RecordKey[]> {
		return this.#reads.dueForReview(now, limit);
	}

	async search(kind: RecordKind, text: string, limit: number): Promise<string[]> {
		return this.#reads.search(kind, text, limit);
	}

	async registerDevice(
		id: string,
		userId: string,
		codeOf: (n: number) => string,
	): Promise<DeviceRow> {
		return this.#accounts.registerDevice(id, userId, codeOf);
	}

	async device(id: string): Promise<DeviceRow | undefined> {
		return this.#accounts.device(id);
	}

	async userOfCode(code: string): Promise<string | undefined> {
		return this.#accounts.userOfCode(code);
	}

	async keepDeviceKey(id: string, publicKey: string): Promise<void> {
		this.#accounts.keepDeviceKey(id, publicKey);
	}

	async credentialOf(account: string): Promise<Credential | undefined> {
		return this.#accounts.credentialOf(account);
	}

	async setCredential(credential: Credential): Promise<void> {
		this.#accounts.setCredential(credential);
	}

	async session(tokenHash: string): Promise<SessionRow | undefined> {
		return this.#accounts.session(tokenHash);
	}

	async putSession(session: SessionRow): Promise<void> {
		this.#accounts.putSession(session);
	}

	async endSession(tokenHash: string): Promise<void> {
		this.#accounts.endSession(tokenHash);
	}

	async endSessionsOf(userId: string): Promise<void> {
		this.#accounts.endSessionsOf(userId);
	}

	async endSessionsBefore(now: Instant): Promise<void> {
		this.#accounts.endSessionsBefore(now);
	}

	async blob(sha256: string, recordId: string): Promise<BlobRow | undefined> {
		return this.#accounts.blob(sha256, recordId);
	}

	async putBlob(blob: BlobRow): Promise<void> {
		this.#accounts.putBlob(blob);
	}

	async allRecords(after: string | undefined, limit: number): Promise<StoredRecord[]> {
		return this.#survey.allRecords(after, limit);
	}

	async allJournal(
		after: { device: string; seq: number } | undefined,
		limit: number,
	): Promise<JournalEntry[]> {
		return this.#survey.allJournal(after, limit);
	}

	async allDevices(after: string | undefined, limit: number): Promise<DeviceRow[]> {
		return this.#survey.allDevices(after, limit);
	}

	async numberCounters(): Promise<NumberCounter[]> {
		return this.#survey.numberCounters();
	}

	async close(): Promise<void> {
		this.#commits.flush();
		this.#db.close();
	}
}
