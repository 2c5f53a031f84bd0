import { createReadStream, existsSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { BlobType } from '#domain/protocol/blob.ts';
import type { Instant } from '#domain/time/instant.ts';
import { PlainError } from '#server/plain-error.ts';
import { makeFolder } from './make-folder.ts';
import type { Beginnings, MovedRecord, MoveTarget, ReservedNumber } from './move-port.ts';
import { readFloor } from './number-floor.ts';
import { databaseFile, openSqliteStore } from './open-sqlite.ts';
import {
	searchable,
	type BlobRow,
	type Credential,
	type DeviceRow,
	type JournalEntry,
	type NumberCounter,
	type Store,
} from './port.ts';

const markerKey = 'moving';

/** One end of a move: the embedded store in a data folder, with nobody else at work on it. */
export class SqliteMoving implements MoveTarget {
	readonly store: Store;
	readonly #dataDir: string;
	/** A second connection: what a server never does, such as writing a revision as it was elsewhere. */
	readonly #db: DatabaseSync;

	constructor(dataDir: string) {
		this.#dataDir = dataDir;
		this.store = openSqliteStore(dataDir);
		this.#db = new DatabaseSync(join(dataDir, databaseFile), { timeout: 5_000 });
	}

	async allCredentials(after: string | undefined, limit: number): Promise<Credential[]> {
		const rows = this.#db
			.prepare('SELECT * FROM credential WHERE user_id > ? ORDER BY user_id LIMIT ?')
			.all(after ?? '', limit);
		return rows.map(({ user_id, account, hash }) => ({
			userId: String(user_id),
			account: String(account),
			hash: String(hash),
		}));
	}

	async allBlobs(after: BlobRow | undefined, limit: number): Promise<BlobRow[]> {
		const rows = this.#db
			.prepare(
				`SELECT * FROM blob_of_record WHERE (sha256, record_id) > (?, ?)
				ORDER BY sha256, record_id LIMIT ?`,
			)
			.all(after?.sha256 ?? '', after?.recordId ?? '', limit);
		return rows.map(({ sha256, record_id, type, bytes, created_at }) => ({
			sha256: String(sha256),
			recordId: String(record_id),
			type: type as BlobType,
			bytes: Number(bytes),
			createdAt: created_at as Instant,
		}));
	}

	async allReserved(after: string | undefined, limit: number): Promise<ReservedNumber[]> {
		return this.#db
			.prepare(
				'SELECT number, record FROM reserved_number WHERE number > ? ORDER BY number LIMIT ?',
			)
			.all(after ?? '', limit)
			.map((row) => ({ number: String(row['number']), record: String(row['record']) }));
	}

	async bytesOf(sha256: string): Promise<AsyncIterable<Uint8Array> | undefined> {
		const path = this.#blobPath(sha256);
		return existsSync(path) ? createReadStream(path) : undefined;
	}

	#blobPath(sha256: string): string {
		return join(this.#dataDir, 'blobs', sha256.slice(0, 2), sha256);
	}

	async begin({ epoch, secret }: { epoch: string; secret: Uint8Array }): Promise<void> {
		const marker = this.#db.prepare('SELECT value FROM meta WHERE key = ?').get(markerKey);
		if (marker ? marker['value'] !== epoch : this.#isFilled()) throw notEmpty(this.#dataDir);
		const put = this.#db.prepare('INSERT OR REPLACE INTO meta VALUES (?, ?)');
		put.run(markerKey, epoch);
		put.run('secret', Buffer.from(secret).toString('base64'));
	}

	#isFilled(): boolean {
		const count = '(SELECT count(*) FROM record) + (SELECT count(*) FROM device)';
		return Number(this.#db.prepare(`SELECT ${count} AS n`).get()?.['n']) > 0;
	}

	async putRecords(records: readonly MovedRecord[]): Promise<void> {
		this.#inOne(() => records.forEach((record) => this.#putRecord(record)));
	}

	#inOne(work: () => void): void {
		this.#db.exec('BEGIN IMMEDIATE');
		try {
			work();
			this.#db.exec('COMMIT');
		} catch (error) {
			if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
			throw error;
		}
	}

	#putRecord({ stored, search, reviewAt }: MovedRecord): void {
		const { kind, id, rev, channels, former, json } = stored;
		const seq = this.#raise('seq', this.#counter('seq') + 1);
		this.#db
			.prepare('INSERT OR REPLACE INTO record VALUES (?, ?, ?, ?, ?, ?, ?)')
			.run(kind, id, rev, seq, JSON.stringify(channels), reviewAt ?? null, json);
		this.#db.prepare('DELETE FROM record_channel WHERE kind = ? AND id = ?').run(kind, id);
		const stamp = this.#db.prepare('INSERT INTO record_channel VALUES (?, ?, ?, ?, ?)');
		for (const channel of channels) stamp.run(channel, kind, id, seq, 0);
		for (const channel of former) stamp.run(channel, kind, id, seq, 1);
		if (!search) return;
		const term = this.#db.prepare('INSERT OR REPLACE INTO search_term VALUES (?, ?, ?)');
		for (const one of new Set(search.terms)) term.run(kind, one, id);
		this.#db
			.prepare('INSERT OR REPLACE INTO search_text VALUES (?, ?, ?)')
			.run(kind, id, search.text);
	}

	#counter(name: string): number {
		return Number(
			this.#db.prepare('SELECT value FROM counter WHERE name = ?').get(name)?.['value'] ?? 0,
		);
	}

	#raise(name: string, value: number): number {
		this.#db
			.prepare(
				`INSERT INTO counter VALUES (?, ?)
				ON CONFLICT (name) DO UPDATE SET value = max(value, excluded.value)`,
			)
			.run(name, value);
		return value;
	}

	async putJournal(entries: readonly JournalEntry[]): Promise<void> {
		const put = this.#db.prepare('INSERT OR REPLACE INTO journal VALUES (?, ?, ?, ?, ?, ?)');
		this.#inOne(() => {
			for (const { command, result, userId, receivedAt } of entries) {
				const texts = [JSON.stringify(command), JSON.stringify(result)] as const;
				put.run(command.device, command.seq, userId, receivedAt, ...texts);
			}
		});
	}

	async putDevice({ id, userId, code, lastSeq, publicKey }: DeviceRow, n: number): Promise<void> {
		this.#db
			.prepare('INSERT OR REPLACE INTO device VALUES (?, ?, ?, ?)')
			.run(id, userId, code, lastSeq);
		this.#raise('device', n + 1);
		if (publicKey !== undefined)
			this.#db.prepare('INSERT OR REPLACE INTO device_key VALUES (?, ?)').run(id, publicKey);
	}

	async putCounter({ form, date, n }: NumberCounter): Promise<void> {
		this.#raise(`number ${form} ${date}`, n);
	}

	async settle(): Promise<boolean> {
		return true;
	}

	async beginnings(): Promise<Beginnings> {
		return { codes: this.#counter('device'), floor: readFloor(this.#db) };
	}

	async putBeginnings({ codes, floor }: Beginnings): Promise<void> {
		this.#raise('device', codes);
		const put = this.#db.prepare('INSERT OR REPLACE INTO meta VALUES (?, ?)');
		put.run('numberFloor', JSON.stringify(floor));
	}

	async putReserved({ number, record }: ReservedNumber): Promise<void> {
		this.#db.prepare('INSERT OR IGNORE INTO reserved_number VALUES (?, ?)').run(number, record);
	}

	async putCredential({ userId, account, hash }: Credential): Promise<void> {
		this.#db
			.prepare('INSERT OR REPLACE INTO credential VALUES (?, ?, ?, ?)')
			.run(userId, account, searchable(account), hash);
	}

	putBlob(blob: BlobRow): Promise<void> {
		return this.store.putBlob(blob);
	}

	async putBytes(sha256: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
		const path = this.#blobPath(sha256);
		if (existsSync(path)) return;
		makeFolder(dirname(path));
		await rm(`${path}.new`, { force: true });
		await writeFile(`${path}.new`, bytes, { flush: true, mode: 0o600 });
		await rename(`${path}.new`, path);
	}

	async end(): Promise<void> {
		this.#db.prepare('DELETE FROM meta WHERE key = ?').run(markerKey);
	}

	async close(): Promise<void> {
		this.#db.close();
		await this.store.close();
	}
}

/** Whether a move into that folder was begun and not ended. */
export function isFolderHalfMoved(dataDir: string): boolean {
	const db = new DatabaseSync(join(dataDir, databaseFile), { readOnly: true });
	try {
		return db.prepare('SELECT 1 FROM meta WHERE key = ?').get(markerKey) !== undefined;
	} finally {
		db.close();
	}
}

function notEmpty(dataDir: string): PlainError {
	return new PlainError(
		`There is an organisation in ${dataDir} already. Choose an empty folder.`,
		`${dataDir} 中已有数据。请选择空文件夹。`,
	);
}
