import type { DatabaseSync } from 'node:sqlite';

/**
 * Every change of the tables is one more step at the end; a step that was released never changes.
 * Steps only add, so that an older server can still read what a newer one wrote.
 */
const steps: readonly string[] = [
	`
	CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
	CREATE TABLE counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;
	CREATE TABLE record (
		kind TEXT NOT NULL, id TEXT NOT NULL, rev INTEGER NOT NULL, seq INTEGER NOT NULL,
		channels TEXT NOT NULL, review_at TEXT, body TEXT NOT NULL,
		PRIMARY KEY (kind, id)
	) STRICT;
	CREATE INDEX record_review ON record (review_at) WHERE review_at IS NOT NULL;
	CREATE TABLE record_channel (
		channel TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL,
		seq INTEGER NOT NULL, gone INTEGER NOT NULL,
		PRIMARY KEY (channel, kind, id)
	) STRICT, WITHOUT ROWID;
	CREATE INDEX record_channel_seq ON record_channel (channel, seq);
	CREATE TABLE search_term (
		kind TEXT NOT NULL, term TEXT NOT NULL, id TEXT NOT NULL,
		PRIMARY KEY (kind, term, id)
	) STRICT, WITHOUT ROWID;
	CREATE INDEX search_term_record ON search_term (kind, id);
	CREATE TABLE search_text (
		kind TEXT NOT NULL, id TEXT NOT NULL, text TEXT NOT NULL,
		PRIMARY KEY (kind, id)
	) STRICT, WITHOUT ROWID;
	CREATE TABLE journal (
		device TEXT NOT NULL, seq INTEGER NOT NULL, user_id TEXT NOT NULL, received_at TEXT NOT NULL,
		command TEXT NOT NULL, result TEXT NOT NULL,
		PRIMARY KEY (device, seq)
	) STRICT;
	CREATE TABLE device (
		id TEXT PRIMARY KEY, user_id TEXT NOT NULL, code TEXT NOT NULL UNIQUE, last_seq INTEGER NOT NULL
	) STRICT;
	CREATE TABLE credential (
		user_id TEXT PRIMARY KEY, account TEXT NOT NULL, account_key TEXT NOT NULL UNIQUE, hash TEXT NOT NULL
	) STRICT;
	CREATE TABLE session (
		token_hash TEXT PRIMARY KEY, user_id TEXT NOT NULL, created_at TEXT NOT NULL, expires_at TEXT NOT NULL
	) STRICT;
	CREATE INDEX session_user ON session (user_id);
	CREATE INDEX session_expiry ON session (expires_at);
	CREATE TABLE blob (
		sha256 TEXT PRIMARY KEY, type TEXT NOT NULL, bytes INTEGER NOT NULL, created_at TEXT NOT NULL
	) STRICT;
	`,
	// Which record the bytes were uploaded for; before, any record could name them.
	`
	CREATE TABLE blob_of_record (
		sha256 TEXT NOT NULL, record_id TEXT NOT NULL,
		type TEXT NOT NULL, bytes INTEGER NOT NULL, created_at TEXT NOT NULL,
		PRIMARY KEY (sha256, record_id)
	) STRICT, WITHOUT ROWID;
	INSERT INTO blob_of_record
		SELECT blob.sha256, record.id, blob.type, blob.bytes, blob.created_at
		FROM blob JOIN record ON record.kind = 'workOrder' AND instr(record.body, blob.sha256) > 0;
	`,
	`
	CREATE TABLE device_key (device TEXT PRIMARY KEY, public_key TEXT NOT NULL) STRICT;
	`,
	// Reading a record tells the channels it has left; without this that reads the whole table.
	`
	CREATE INDEX record_channel_left ON record_channel (kind, id) WHERE gone = 1;
	`,
	// Offline numbers, each of one record; those given before are the first one's.
	`
	CREATE TABLE reserved_number (number TEXT PRIMARY KEY, record TEXT NOT NULL) STRICT;
	INSERT OR IGNORE INTO reserved_number
		SELECT json_extract(body, '$.offlineNumber'), id FROM record
		WHERE kind = 'workOrder' AND json_extract(body, '$.offlineNumber') IS NOT NULL
		ORDER BY json_extract(body, '$.createdAt');
	`,
	// When a record was in which channel (`stays.ts`); of records older than this it is not known.
	`
	CREATE TABLE record_stay (
		kind TEXT NOT NULL, id TEXT NOT NULL, stays TEXT NOT NULL,
		PRIMARY KEY (kind, id)
	) STRICT, WITHOUT ROWID;
	`,
];

export const schemaVersion = steps.length;

/** Brings the tables up to date, one transaction per step. Gives the version found before. */
export function migrate(db: DatabaseSync): number {
	const found = Number(db.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
	for (const [at, step] of steps.entries()) {
		if (at < found) continue;
		db.exec(`BEGIN IMMEDIATE; ${step}; PRAGMA user_version = ${at + 1}; COMMIT;`);
	}
	return found;
}
