import { randomBytes, randomUUID } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { BlobType } from '#domain/protocol/blob.ts';
import type { Command } from '#domain/command.ts';
import type { CommandResult } from '#domain/protocol/wire.ts';
import type { RecordKind } from '#domain/record.ts';
import type { Instant } from '#domain/time/instant.ts';
import { GroupCommit } from './group-commit.ts';
import {
	AccountTaken,
	departures,
	searchable,
	type BlobRow,
	type CommitEntry,
	type CommitOutcome,
	type Credential,
	type DeviceRow,
	type Changes,
	type ChangesQuery,
	type JournalEntry,
	type NumberCounter,
	type Position,
	type PresentQuery,
	type PresentRow,
	type RecordKey,
	type RecordWrite,
	type SearchKeys,
	type SessionRow,
	type Store,
	type StoredRecord,
} from './port.ts';
import { changesOf, counterOf, placeOf, splitKey } from './sequence.ts';
import { readFloor, type NumberFloor } from './number-floor.ts';
import { migrate } from './sqlite-schema.ts';
import { sqliteTransactions } from './sqlite-transactions.ts';

type Row = Record<string, unknown>;
type Parameters = Record<string, string | number | null>;

/** Highest code point: the end of all words with a given beginning. */
const afterAll = '\u{10FFFF}';

const changedRows = `
	SELECT kind, id, seq FROM record_channel WHERE seq > :after AND`;
/** One channel is read along its index and stops at the limit. */
const changesOfOne = `${changedRows} channel = :channels ORDER BY seq LIMIT :limit`;
const changesOfSeveral = `${changedRows}
	channel IN (SELECT value FROM json_each(:channels)) ORDER BY seq LIMIT :limit`;

const presentRows = `
	SELECT c.kind, c.id, c.gone, r.rev FROM record_channel c JOIN record r USING (kind, id)
	WHERE c.channel = :channel AND (c.kind, c.id) > (:afterKind, :afterId) AND c.gone <= :goneMax`;

interface ChannelRow extends RecordKey {
	channel: string;
	seq: number;
	gone: boolean;
}

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
	readonly #floor: NumberFloor;
	readonly #statements = new Map<string, StatementSync>();

	constructor(db: DatabaseSync) {
		this.#db = db;
		this.#commits = new GroupCommit(sqliteTransactions(db));
		db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;');
		migrate(db);
		this.epoch = this.#meta('epoch', randomUUID);
		const secret = this.#meta('secret', () => randomBytes(32).toString('base64'));
		this.secret = new Uint8Array(Buffer.from(secret, 'base64'));
		this.#floor = readFloor(db);
	}

	#sql(text: string): StatementSync {
		const known = this.#statements.get(text);
		if (known) return known;
		const statement = this.#db.prepare(text);
		this.#statements.set(text, statement);
		return statement;
	}

	#row(text: string, parameters: Parameters): Row | undefined {
		return this.#sql(text).get(parameters);
	}

	#rows(text: string, parameters: Parameters): Row[] {
		return this.#sql(text).all(parameters);
	}

	#run(text: string, parameters: Parameters): void {
		this.#sql(text).run(parameters);
	}

	#meta(key: string, make: () => string): string {
		this.#run('INSERT OR IGNORE INTO meta VALUES (:key, :value)', { key, value: make() });
		return String(this.#row('SELECT value FROM meta WHERE key = :key', { key })?.['value']);
	}

	#transaction<T>(work: () => T): T {
		this.#db.exec('BEGIN IMMEDIATE');
		try {
			const done = work();
			this.#db.exec('COMMIT');
			return done;
		} catch (error) {
			if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
			throw error;
		}
	}

	/** Counts from 1 under each name, or on from `before`. */
	#next(name: string, before = 0): number {
		const row = this.#row(
			`INSERT INTO counter VALUES (:name, :first)
			ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value`,
			{ name, first: before + 1 },
		);
		return Number(row?.['value']);
	}

	async get(kind: RecordKind, id: string): Promise<StoredRecord | undefined> {
		return this.#get(kind, id);
	}

	#get(kind: RecordKind, id: string): StoredRecord | undefined {
		const row = this.#row(
			`SELECT rev, channels, body, (SELECT json_group_array(channel) FROM record_channel c
				WHERE c.kind = record.kind AND c.id = record.id AND c.gone = 1) AS former
			FROM record WHERE kind = :kind AND id = :id`,
			{ kind, id },
		);
		if (!row) return undefined;
		return {
			kind,
			id,
			rev: Number(row['rev']),
			channels: JSON.parse(String(row['channels'])) as string[],
			former: JSON.parse(String(row['former'])) as string[],
			json: String(row['body']),
		};
	}

	/** All entries in one transaction, which others of the same moment share; those before a stale one are kept. */
	async commit(entries: readonly CommitEntry[]): Promise<CommitOutcome[]> {
		if (entries.length === 0) return [];
		return this.#commits.add(() => {
			const outcomes: CommitOutcome[] = [];
			for (const entry of entries) {
				const outcome = this.#commitOne(entry);
				outcomes.push(outcome);
				if (outcome.status !== 'written') break;
			}
			return outcomes;
		});
	}

	#commitOne({ journal, write }: CommitEntry): CommitOutcome {
		const before = journal && this.#journaled(journal.command.device, journal.command.seq);
		if (before) return { status: 'duplicate', result: before };
		const held = write && this.#get(write.record.kind, write.record.id);
		if (write && (held?.rev ?? 0) !== write.expectedRev) return { status: 'stale' };
		if (write?.reserve !== undefined && !this.#reserve(write.reserve, write.record.id))
			return { status: 'stale' };
		if (journal) this.#note(journal);
		return write ? this.#write(write, held) : { status: 'written', touched: [] };
	}

	#note({ command, result, userId, receivedAt }: JournalEntry): void {
		const { device, seq } = command;
		this.#run(
			'INSERT INTO journal VALUES (:device, :seq, :userId, :receivedAt, :command, :result)',
			{
				device,
				seq,
				userId,
				receivedAt,
				command: JSON.stringify(command),
				result: JSON.stringify(result),
			},
		);
		this.#run('UPDATE device SET last_seq = max(last_seq, :seq) WHERE id = :device', {
			device,
			seq,
		});
	}

	#write(write: RecordWrite, held: StoredRecord | undefined): CommitOutcome {
		const { record, search } = this.#numbered(write);
		const { kind, id } = record;
		const seq = this.#next('seq');
		const channels = [...new Set(write.channels)];
		const { left } = departures(held, channels);
		this.#run(
			`INSERT INTO record VALUES (:kind, :id, :rev, :seq, :channels, :reviewAt, :body)
			ON CONFLICT (kind, id) DO UPDATE SET rev = excluded.rev, seq = excluded.seq,
				channels = excluded.channels, review_at = excluded.review_at, body = excluded.body`,
			{
				kind,
				id,
				rev: write.expectedRev + 1,
				seq,
				channels: JSON.stringify(channels),
				reviewAt: write.reviewAt ?? null,
				body: JSON.stringify(record),
			},
		);
		for (const channel of left) this.#stamp({ channel, kind, id, seq, gone: true });
		for (const channel of channels) this.#stamp({ channel, kind, id, seq, gone: false });
		if (search) this.#index(record, search);
		return { status: 'written', record, touched: [...channels, ...left] };
	}

	#numbered(write: RecordWrite): Pick<RecordWrite, 'record' | 'search'> {
		if (write.returning) this.#goBehind(write.returning);
		if (!write.numbering) return write;
		const { form, date, apply } = write.numbering;
		const before = date <= this.#floor.upTo ? this.#floor.n : 0;
		return apply(this.#next(`number ${form} ${date}`, before));
	}

	#reserve(number: string, id: string): boolean {
		this.#run('INSERT OR IGNORE INTO reserved_number VALUES (:number, :id)', { number, id });
		return this.#holderOf(number) === id;
	}

	#holderOf(number: string): string | undefined {
		const row = this.#row('SELECT record FROM reserved_number WHERE number = :number', { number });
		return row && String(row['record']);
	}

	async holderOf(number: string): Promise<string | undefined> {
		return this.#holderOf(number);
	}

	#goBehind({ form, date, n }: NumberCounter): void {
		this.#run(
			`INSERT INTO counter VALUES (:name, :n)
			ON CONFLICT (name) DO UPDATE SET value = max(value, excluded.value)`,
			{
				name: `number ${form} ${date}`,
				n: Math.max(n, date <= this.#floor.upTo ? this.#floor.n : 0),
			},
		);
	}

	#stamp({ channel, kind, id, seq, gone }: ChannelRow): void {
		this.#run(
			`INSERT INTO record_channel VALUES (:channel, :kind, :id, :seq, :gone)
			ON CONFLICT (channel, kind, id) DO UPDATE SET seq = excluded.seq, gone = excluded.gone`,
			{ channel, kind, id, seq, gone: gone ? 1 : 0 },
		);
	}

	#index({ kind, id }: RecordKey, { terms, text }: SearchKeys): void {
		const known = this.#row('SELECT text FROM search_text WHERE kind = :kind AND id = :id', {
			kind,
			id,
		});
		// The text holds every term, so an equal text means equal terms.
		if (known?.['text'] === text) return;
		this.#run('DELETE FROM search_term WHERE kind = :kind AND id = :id', { kind, id });
		for (const term of new Set(terms))
			this.#run('INSERT INTO search_term VALUES (:kind, :term, :id)', { kind, term, id });
		this.#run(
			`INSERT INTO search_text VALUES (:kind, :id, :text)
			ON CONFLICT (kind, id) DO UPDATE SET text = excluded.text`,
			{ kind, id, text },
		);
	}

	async journaled(device: string, seq: number): Promise<CommandResult | undefined> {
		return this.#journaled(device, seq);
	}

	#journaled(device: string, seq: number): CommandResult | undefined {
		const row = this.#row('SELECT result FROM journal WHERE device = :device AND seq = :seq', {
			device,
			seq,
		});
		return row && (JSON.parse(String(row['result'])) as CommandResult);
	}

	async head(): Promise<Position> {
		return String(this.#head());
	}

	#head(): number {
		return Number(this.#row("SELECT value FROM counter WHERE name = 'seq'", {})?.['value'] ?? 0);
	}

	async changes({ channels, after, limit }: ChangesQuery): Promise<Changes> {
		const head = this.#head();
		if (channels.length === 0) return changesOf([], head, limit);
		const [first = ''] = channels;
		const rows = this.#rows(channels.length === 1 ? changesOfOne : changesOfSeveral, {
			channels: channels.length === 1 ? first : JSON.stringify(channels),
			after: placeOf(after, head),
			// One more tells whether there is more.
			limit: Math.min(limit + 1, Number.MAX_SAFE_INTEGER),
		});
		const changed = rows.map((row) => ({ ...keyOf(row), seq: Number(row['seq']) }));
		return changesOf(changed, head, limit);
	}

	async present({ channel, kind, after, withFormer, limit }: PresentQuery): Promise<PresentRow[]> {
		const behind = after === undefined ? undefined : splitKey(after);
		const rows = this.#rows(
			`${presentRows} ${kind === undefined ? '' : 'AND c.kind = :kind'} ORDER BY c.kind, c.id LIMIT :limit`,
			{
				channel,
				afterKind: behind?.kind ?? '',
				afterId: behind?.id ?? '',
				goneMax: withFormer ? 1 : 0,
				limit,
				...(kind !== undefined && { kind }),
			},
		);
		return rows.map((row) => ({
			...keyOf(row),
			rev: Number(row['rev']),
			gone: row['gone'] === 1,
		}));
	}

	async dueForReview(now: Instant, limit: number): Promise<RecordKey[]> {
		const rows = this.#rows(
			'SELECT kind, id FROM record WHERE review_at <= :now ORDER BY review_at LIMIT :limit',
			{ now, limit },
		);
		return rows.map(keyOf);
	}

	async search(kind: RecordKind, text: string, limit: number): Promise<string[]> {
		const wanted = searchable(text);
		const words = wanted.split(/\s+/).filter(Boolean);
		if (words.length === 0) return [];
		const byTerm = this.#rows(
			`SELECT DISTINCT id FROM search_term
			WHERE kind = :kind AND term >= :from AND term < :to LIMIT :limit`,
			{ kind, from: wanted, to: wanted + afterAll, limit },
		);
		const found = new Set(byTerm.map((row) => String(row['id'])));
		if (found.size < limit) for (const id of this.#byWords(kind, words, limit)) found.add(id);
		return [...found].slice(0, limit);
	}

	#byWords(kind: RecordKind, words: readonly string[], limit: number): string[] {
		const rows = this.#rows(
			`SELECT id FROM search_text WHERE kind = :kind AND NOT EXISTS
				(SELECT 1 FROM json_each(:words) WHERE instr(text, value) = 0)
			LIMIT :limit`,
			{ kind, words: JSON.stringify(words), limit },
		);
		return rows.map((row) => String(row['id']));
	}

	async registerDevice(
		id: string,
		userId: string,
		codeOf: (n: number) => string,
	): Promise<DeviceRow> {
		return this.#device(id) ?? this.#transaction(() => this.#makeDevice(id, userId, codeOf));
	}

	#makeDevice(id: string, userId: string, codeOf: (n: number) => string): DeviceRow {
		const code = codeOf(this.#next('device') - 1);
		this.#run('INSERT OR IGNORE INTO device VALUES (:id, :userId, :code, 0)', { id, userId, code });
		const row = this.#device(id);
		if (!row) throw new Error('a device just registered is not there');
		return row;
	}

	#device(id: string): DeviceRow | undefined {
		const row = this.#row(
			`SELECT user_id, code, last_seq, public_key FROM device
			LEFT JOIN device_key ON device = id WHERE id = :id`,
			{ id },
		);
		if (!row) return undefined;
		const { user_id, code, last_seq, public_key } = row;
		return {
			id,
			userId: String(user_id),
			code: String(code),
			lastSeq: Number(last_seq),
			...(typeof public_key === 'string' && { publicKey: public_key }),
		};
	}

	async device(id: string): Promise<DeviceRow | undefined> {
		return this.#device(id);
	}

	async userOfCode(code: string): Promise<string | undefined> {
		const row = this.#row('SELECT user_id FROM device WHERE code = :code', { code });
		return row && String(row['user_id']);
	}

	async keepDeviceKey(id: string, publicKey: string): Promise<void> {
		this.#run(
			`INSERT OR IGNORE INTO device_key
			SELECT id, :publicKey FROM device WHERE id = :id`,
			{ id, publicKey },
		);
	}

	async credentialOf(account: string): Promise<Credential | undefined> {
		const row = this.#row(
			'SELECT user_id, account, hash FROM credential WHERE account_key = :key',
			{
				key: searchable(account),
			},
		);
		if (!row) return undefined;
		const { user_id, account: stored, hash } = row;
		return { userId: String(user_id), account: String(stored), hash: String(hash) };
	}

	async setCredential({ userId, account, hash }: Credential): Promise<void> {
		const holder = await this.credentialOf(account);
		if (holder && holder.userId !== userId) throw new AccountTaken(account);
		this.#run(
			`INSERT INTO credential VALUES (:userId, :account, :key, :hash)
			ON CONFLICT (user_id) DO UPDATE SET account = excluded.account,
				account_key = excluded.account_key, hash = excluded.hash`,
			{ userId, account, key: searchable(account), hash },
		);
	}

	async session(tokenHash: string): Promise<SessionRow | undefined> {
		const row = this.#row(
			'SELECT user_id, created_at, expires_at FROM session WHERE token_hash = :tokenHash',
			{ tokenHash },
		);
		if (!row) return undefined;
		return {
			tokenHash,
			userId: String(row['user_id']),
			createdAt: row['created_at'] as Instant,
			expiresAt: row['expires_at'] as Instant,
		};
	}

	async putSession({ tokenHash, userId, createdAt, expiresAt }: SessionRow): Promise<void> {
		this.#run(
			`INSERT INTO session VALUES (:tokenHash, :userId, :createdAt, :expiresAt)
			ON CONFLICT (token_hash) DO UPDATE SET expires_at = excluded.expires_at`,
			{ tokenHash, userId, createdAt, expiresAt },
		);
	}

	async endSession(tokenHash: string): Promise<void> {
		this.#run('DELETE FROM session WHERE token_hash = :tokenHash', { tokenHash });
	}

	async endSessionsOf(userId: string): Promise<void> {
		this.#run('DELETE FROM session WHERE user_id = :userId', { userId });
	}

	async endSessionsBefore(now: Instant): Promise<void> {
		this.#run('DELETE FROM session WHERE expires_at <= :now', { now });
	}

	async blob(sha256: string, recordId: string): Promise<BlobRow | undefined> {
		const row = this.#row(
			`SELECT type, bytes, created_at FROM blob_of_record
			WHERE sha256 = :sha256 AND record_id = :recordId`,
			{ sha256, recordId },
		);
		if (!row) return undefined;
		return {
			sha256,
			recordId,
			type: row['type'] as BlobType,
			bytes: Number(row['bytes']),
			createdAt: row['created_at'] as Instant,
		};
	}

	async putBlob({ sha256, recordId, type, bytes, createdAt }: BlobRow): Promise<void> {
		this.#run(
			`INSERT OR IGNORE INTO blob_of_record
			VALUES (:sha256, :recordId, :type, :bytes, :createdAt)`,
			{ sha256, recordId, type, bytes, createdAt },
		);
	}

	async allRecords(after: string | undefined, limit: number): Promise<StoredRecord[]> {
		const behind = after === undefined ? { kind: '', id: '' } : splitKey(after);
		const rows = this.#rows(
			'SELECT kind, id FROM record WHERE (kind, id) > (:kind, :id) ORDER BY kind, id LIMIT :limit',
			{ kind: behind.kind, id: behind.id, limit },
		);
		return rows.flatMap((row) => this.#get(row['kind'] as RecordKind, String(row['id'])) ?? []);
	}

	async allJournal(
		after: { device: string; seq: number } | undefined,
		limit: number,
	): Promise<JournalEntry[]> {
		const rows = this.#rows(
			`SELECT user_id, received_at, command, result FROM journal
			WHERE (device, seq) > (:device, :seq) ORDER BY device, seq LIMIT :limit`,
			{ device: after?.device ?? '', seq: after?.seq ?? 0, limit },
		);
		return rows.map((row) => ({
			command: JSON.parse(String(row['command'])) as Command,
			result: JSON.parse(String(row['result'])) as CommandResult,
			userId: String(row['user_id']),
			receivedAt: row['received_at'] as Instant,
		}));
	}

	async allDevices(after: string | undefined, limit: number): Promise<DeviceRow[]> {
		const rows = this.#rows('SELECT id FROM device WHERE id > :after ORDER BY id LIMIT :limit', {
			after: after ?? '',
			limit,
		});
		return rows.flatMap((row) => this.#device(String(row['id'])) ?? []);
	}

	async numberCounters(): Promise<NumberCounter[]> {
		const rows = this.#rows("SELECT name, value FROM counter WHERE name LIKE 'number %'", {});
		return rows.map((row) =>
			counterOf(String(row['name']).slice('number '.length), Number(row['value'])),
		);
	}

	async close(): Promise<void> {
		this.#commits.flush();
		this.#db.close();
	}
}

function keyOf(row: Row): RecordKey {
	return { kind: row['kind'] as RecordKind, id: String(row['id']) };
}
