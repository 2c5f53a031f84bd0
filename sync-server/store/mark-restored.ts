/**
 * What a database taken from a backup needs before it serves anyone again. Between the backup and the
 * restore numbers and codes were given that it knows nothing of, and they stay given.
 */
import { randomUUID } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import type { Instant } from '#domain/time/instant.ts';
import { msOf } from '#domain/time/instant.ts';
import { readFloor, type NumberFloor } from './number-floor.ts';

/** Numbers of one day left out at least; twice the busiest day where that is more. */
const numberGapMin = 1_000;
/** More would use up a day's numbers after a few restores. */
const numberGapMax = 20_000;
/** Installations that may have been given a code since. */
const deviceCodeGap = 4_096;
/** Where a day begins first on Earth. */
const earliestZoneMs = 14 * 60 * 60_000;

/** Gives it a new epoch, so that devices hand in what it lacks, and goes behind whatever was given. */
export function markRestored(file: string, now: Instant): void {
	const db = new DatabaseSync(file);
	try {
		db.exec('BEGIN IMMEDIATE');
		const gap = numberGapOf(db);
		db.prepare("UPDATE counter SET value = value + ? WHERE name LIKE 'number %'").run(gap);
		db.prepare(
			`INSERT INTO counter VALUES ('device', :gap)
			ON CONFLICT (name) DO UPDATE SET value = value + :gap`,
		).run({ gap: deviceCodeGap });
		setMeta(db, 'numberFloor', JSON.stringify(floorAfter(readFloor(db), gap, now)));
		setMeta(db, 'epoch', randomUUID());
		db.exec('COMMIT');
	} finally {
		db.close();
	}
}

function numberGapOf(db: DatabaseSync): number {
	const busiest = db
		.prepare("SELECT max(value) AS n FROM counter WHERE name LIKE 'number %'")
		.get();
	return Math.min(numberGapMax, Math.max(numberGapMin, 2 * Number(busiest?.['n'] ?? 0)));
}

/** Days nobody had a number of in the backup begin behind the gap too, up to the day of the restore. */
function floorAfter(before: NumberFloor, gap: number, now: Instant): NumberFloor {
	const upTo = new Date(msOf(now) + earliestZoneMs).toISOString().slice(0, 'yyyy-mm-dd'.length);
	return { upTo, n: before.n + gap };
}

function setMeta(db: DatabaseSync, key: string, value: string): void {
	db.prepare(
		`INSERT INTO meta VALUES (:key, :value)
		ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
	).run({ key, value });
}
