import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { RecordKind } from '#domain/record.ts';
import type { RecordKey } from './port.ts';

export type Row = Record<string, unknown>;
type Parameters = Record<string, string | number | null>;

/** One connection with its prepared statements. It is synchronous: nothing comes between two calls. */
export class SqliteRows {
	readonly #db: DatabaseSync;
	readonly #statements = new Map<string, StatementSync>();

	constructor(db: DatabaseSync) {
		this.#db = db;
	}

	#sql(text: string): StatementSync {
		const known = this.#statements.get(text);
		if (known) return known;
		const statement = this.#db.prepare(text);
		this.#statements.set(text, statement);
		return statement;
	}

	row(text: string, parameters: Parameters): Row | undefined {
		return this.#sql(text).get(parameters);
	}

	rows(text: string, parameters: Parameters): Row[] {
		return this.#sql(text).all(parameters);
	}

	run(text: string, parameters: Parameters): void {
		this.#sql(text).run(parameters);
	}

	transaction<T>(work: () => T): T {
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
	next(name: string, before = 0): number {
		const row = this.row(
			`INSERT INTO counter VALUES (:name, :first)
			ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value`,
			{ name, first: before + 1 },
		);
		return Number(row?.['value']);
	}
}

export function keyOf(row: Row): RecordKey {
	return { kind: row['kind'] as RecordKind, id: String(row['id']) };
}
