import type { DatabaseSync } from 'node:sqlite';
import type { Transactions } from './group-commit.ts';

/** SQLite's transactions and savepoints. */
export function sqliteTransactions(db: DatabaseSync): Transactions {
	return {
		whole(work) {
			db.exec('BEGIN IMMEDIATE');
			try {
				work();
				db.exec('COMMIT');
			} catch (error) {
				if (db.isTransaction) db.exec('ROLLBACK');
				throw error;
			}
		},
		part(work) {
			db.exec('SAVEPOINT part');
			try {
				const done = work();
				db.exec('RELEASE part');
				return done;
			} catch (error) {
				// A full disk has ended the whole transaction already.
				if (db.isTransaction) db.exec('ROLLBACK TO part; RELEASE part');
				throw error;
			}
		},
	};
}
