/** Devices, accounts, sessions, and what blobs were uploaded for. */
import type { BlobType } from '#domain/protocol/blob.ts';
import type { Instant } from '#domain/time/instant.ts';
import {
	AccountTaken,
	searchable,
	type BlobRow,
	type Credential,
	type DeviceRow,
	type SessionRow,
} from './port.ts';
import type { SqliteRows } from './sqlite-rows.ts';

export class SqliteAccounts {
	readonly #db: SqliteRows;

	constructor(db: SqliteRows) {
		this.#db = db;
	}

	registerDevice(id: string, userId: string, codeOf: (n: number) => string): DeviceRow {
		return this.device(id) ?? this.#db.transaction(() => this.#makeDevice(id, userId, codeOf));
	}

	#makeDevice(id: string, userId: string, codeOf: (n: number) => string): DeviceRow {
		const code = codeOf(this.#db.next('device') - 1);
		this.#db.run('INSERT OR IGNORE INTO device VALUES (:id, :userId, :code, 0)', {
			id,
			userId,
			code,
		});
		const row = this.device(id);
		if (!row) throw new Error('a device just registered is not there');
		return row;
	}

	device(id: string): DeviceRow | undefined {
		const row = this.#db.row(
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

	userOfCode(code: string): string | undefined {
		const row = this.#db.row('SELECT user_id FROM device WHERE code = :code', { code });
		return row && String(row['user_id']);
	}

	keepDeviceKey(id: string, publicKey: string): void {
		this.#db.run(
			`INSERT OR IGNORE INTO device_key
			SELECT id, :publicKey FROM device WHERE id = :id`,
			{ id, publicKey },
		);
	}

	credentialOf(account: string): Credential | undefined {
		const row = this.#db.row(
			'SELECT user_id, account, hash FROM credential WHERE account_key = :key',
			{
				key: searchable(account),
			},
		);
		if (!row) return undefined;
		const { user_id, account: stored, hash } = row;
		return { userId: String(user_id), account: String(stored), hash: String(hash) };
	}

	setCredential({ userId, account, hash }: Credential): void {
		const holder = this.credentialOf(account);
		if (holder && holder.userId !== userId) throw new AccountTaken(account);
		this.#db.run(
			`INSERT INTO credential VALUES (:userId, :account, :key, :hash)
			ON CONFLICT (user_id) DO UPDATE SET account = excluded.account,
				account_key = excluded.account_key, hash = excluded.hash`,
			{ userId, account, key: searchable(account), hash },
		);
	}

	session(tokenHash: string): SessionRow | undefined {
		const row = this.#db.row(
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

	putSession({ tokenHash, userId, createdAt, expiresAt }: SessionRow): void {
		this.#db.run(
			`INSERT INTO session VALUES (:tokenHash, :userId, :createdAt, :expiresAt)
			ON CONFLICT (token_hash) DO UPDATE SET expires_at = excluded.expires_at`,
			{ tokenHash, userId, createdAt, expiresAt },
		);
	}

	endSession(tokenHash: string): void {
		this.#db.run('DELETE FROM session WHERE token_hash = :tokenHash', { tokenHash });
	}

	endSessionsOf(userId: string): void {
		this.#db.run('DELETE FROM session WHERE user_id = :userId', { userId });
	}

	endSessionsBefore(now: Instant): void {
		this.#db.run('DELETE FROM session WHERE expires_at <= :now', { now });
	}

	blob(sha256: string, recordId: string): BlobRow | undefined {
		const row = this.#db.row(
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

	putBlob({ sha256, recordId, type, bytes, createdAt }: BlobRow): void {
		this.#db.run(
			`INSERT OR IGNORE INTO blob_of_record
			VALUES (:sha256, :recordId, :type, :bytes, :createdAt)`,
			{ sha256, recordId, type, bytes, createdAt },
		);
	}
}
