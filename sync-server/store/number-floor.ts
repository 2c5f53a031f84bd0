import type { DatabaseSync } from 'node:sqlite';
import * as v from 'valibot';
import { msOf, type Instant } from '#domain/time/instant.ts';

/** Numbers of one day left out at least; twice the busiest day where that is more. */
const numberGapMin = 1_000;
/** More would use up a day's numbers after a few restores. */
const numberGapMax = 20_000;
/**
 * Left out besides, by the time of the day: one backup put back twice goes on behind what was given
 * between the two, if that was less than one number in two seconds.
 */
const numberSpreadMax = 40_000;
/** Installations that may have been given a code since a backup. */
const deviceCodeGapMin = 4_096;
const dayMs = 24 * 60 * 60_000;
const minuteMs = 60_000;
/** Where a day begins first on Earth. */
const earliestZoneMs = 14 * 60 * 60_000;

/** Days up to `upTo`, `yyyy-mm-dd`, that have no counter yet begin behind `n`: lower numbers may have been given. */
const NumberFloor = v.object({ upTo: v.string(), n: v.number() });
export type NumberFloor = v.InferOutput<typeof NumberFloor>;

export const noFloor: NumberFloor = { upTo: '', n: 0 };

/** The lowest number that day may have been given already; 0 where none. */
export function floorOn({ upTo, n }: NumberFloor, date: string): number {
	return date <= upTo ? n : 0;
}

/** None in a database that was never restored. */
export function readFloor(db: DatabaseSync): NumberFloor {
	const row = db.prepare("SELECT value FROM meta WHERE key = 'numberFloor'").get();
	return row ? v.parse(NumberFloor, JSON.parse(String(row['value']))) : noFloor;
}

/** How far numbers go behind those of a backup, by the highest of any day in it. */
export function numberGapOf(busiest: number, now: Instant): number {
	const spread = Math.floor(((msOf(now) % dayMs) / dayMs) * numberSpreadMax);
	return Math.min(numberGapMax, Math.max(numberGapMin, 2 * busiest)) + spread;
}

/** How far codes go behind those of a backup: further with every minute, for one put back twice. */
export function deviceCodeGapOf(now: Instant): number {
	return deviceCodeGapMin + (Math.floor(msOf(now) / minuteMs) % deviceCodeGapMin);
}

/** Days nobody had a number of in the backup begin behind the gap too, up to the day of the restore. */
export function floorAfter(before: NumberFloor, gap: number, now: Instant): NumberFloor {
	const upTo = new Date(msOf(now) + earliestZoneMs).toISOString().slice(0, 'yyyy-mm-dd'.length);
	return { upTo, n: before.n + gap };
}
