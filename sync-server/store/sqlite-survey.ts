/** All that is kept, in pages. */
import type { Command } from '#domain/command.ts';
import type { CommandResult } from '#domain/protocol/wire.ts';
import type { RecordKind } from '#domain/record.ts';
import type { Instant } from '#domain/time/instant.ts';
import type { DeviceRow, JournalEntry, NumberCounter, StoredRecord } from './port.ts';
import { counterOf, splitKey } from './sequence.ts';
import type { SqliteAccounts } from './sqlite-accounts.ts';
import type { SqliteReads } from './sqlite-reads.ts';
import type { SqliteRows } from './sqlite-rows.ts';

export class SqliteSurvey {
	readonly #db: SqliteRows;
	readonly #reads: SqliteReads;
	readonly #accounts: SqliteAccounts;

	constructor(db: SqliteRows, reads: SqliteReads, accounts: SqliteAccounts) {
		this.#db = db;
		this.#reads = reads;
		this.#accounts = accounts;
	}

	allRecords(after: string | undefined, limit: number): StoredRecord[] {
		const behind = after === undefined ? { kind: '', id: '' } : splitKey(after);
		const rows = this.#db.rows(
			'SELECT kind, id FROM record WHERE (kind, id) > (:kind, :id) ORDER BY kind, id LIMIT :limit',
			{ kind: behind.kind, id: behind.id, limit },
		);
		return rows.flatMap(
			(row) => this.#reads.get(row['kind'] as RecordKind, String(row['id'])) ?? [],
		);
	}

	allJournal(after: { device: string; seq: number } | undefined, limit: number): JournalEntry[] {
		const rows = this.#db.rows(
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

	allDevices(after: string | undefined, limit: number): DeviceRow[] {
		const rows = this.#db.rows('SELECT id FROM device WHERE id > :after ORDER BY id LIMIT :limit', {
			after: after ?? '',
			limit,
		});
		return rows.flatMap((row) => this.#accounts.device(String(row['id'])) ?? []);
	}

	numberCounters(): NumberCounter[] {
		const rows = this.#db.rows("SELECT name, value FROM counter WHERE name LIKE 'number %'", {});
		return rows.map((row) =>
			counterOf(String(row['name']).slice('number '.length), Number(row['value'])),
		);
	}
}
