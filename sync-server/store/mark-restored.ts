/**
 * What a database taken from a backup needs before it serves anyone again. Between the backup and the
 * restore numbers and codes were given that it knows nothing of, and they stay given.
 */
import { randomUUID } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import type { Instant } from '#domain/time/instant.ts';
import { deviceCodeGapOf, floorAfter, numberGapOf, readFloor } from './number-floor.ts';

/** Gives it a new epoch, so that devices hand in what it lacks, and goes behind whatever was given. */
export function markRestored(file: string, now: Instant): void {
	const db = new DatabaseSync(file);
	try {
		db.exec('BEGIN IMMEDIATE');
		const gap = numberGapOf(busiestOf(db), now);
		db.prepare("UPDATE counter SET value = value + ? WHERE name LIKE 'number %'").run(gap);
		db.prepare(
			`INSERT INTO counter VALUES ('device', :gap)
			ON CONFLICT (name) DO UPDATE SET value = value + :gap`,
		).run({ gap: deviceCodeGapOf(now) });
		setMeta(db, 'numberFloor', JSON.stringify(floorAfter(readFloor(db), gap, now)));
		setMeta(db, 'epoch', randomUUID());
		db.exec('COMMIT');
	} finally {
		db.close();
	}
}

function busiestOf(db: DatabaseSync): number {
	const busiest = db
		.prepare("SELECT max(value) AS n FROM counter WHERE name LIKE 'number %'")
		.get();
	return Number(busiest?.['n'] ?? 0);
}

function setMeta(db: DatabaseSync, key: string, value: string): void {
	db.prepare(
		`INSERT INTO meta VALUES (:key, :value)
		ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
	).run({ key, value });
}
