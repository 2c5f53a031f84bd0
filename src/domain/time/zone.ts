/**
 * Wall time of a zone <-> instants, on the engine's own zone rules (Intl), without reading a clock.
 *
 * Gaps and overlaps (summer time):
 *  - an instant always has exactly one wall time;
 *  - a wall time that came twice means its first coming;
 *  - a wall time that was skipped means the instant of the jump, so a shift from 02:30 to 04:00 in a
 *    night that jumps from 02:00 to 03:00 lasts the hour that really existed.
 * Both rules keep the way from wall time to instant monotone: a later wall time is never earlier.
 */
import * as v from 'valibot';
import { instantOf, msOf, type Instant } from './instant.ts';
import { dateOfDay, dayNumberOf, weekdayOf, type LocalDate, type Weekday } from './local-date.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** Remembered days per zone before the memory is emptied; about 50 years. */
const rememberedDaysMax = 20_000;

/** An IANA zone name this engine knows, such as `Asia/Shanghai`. */
export const ZoneSchema = v.pipe(
	v.string(),
	v.maxLength(64),
	v.check(isZone, 'not a time zone known here'),
);
export type Zone = v.InferOutput<typeof ZoneSchema>;

export interface LocalTime {
	year: number;
	/** 1–12 */
	month: number;
	/** 1–31 */
	day: number;
	weekday: Weekday;
	/** Whole minutes shown by the wall clock since 00:00, 0–1439. */
	minuteOfDay: number;
	date: LocalDate;
}

/** What calendar and wall clock show in the zone at that instant. Throws a RangeError for an unknown zone. */
export function localOf(instant: Instant, zone: Zone): LocalTime {
	const wallMs = wallMsOf(instant, zone);
	const wall = new Date(wallMs);
	const date = dateOfDay(Math.floor(wallMs / dayMs));
	return {
		year: wall.getUTCFullYear(),
		month: wall.getUTCMonth() + 1,
		day: wall.getUTCDate(),
		weekday: weekdayOf(date),
		minuteOfDay: wall.getUTCHours() * 60 + wall.getUTCMinutes(),
		date,
	};
}

/** The day it is in the zone at that instant. */
export function dateOf(instant: Instant, zone: Zone): LocalDate {
	return dateOfDay(Math.floor(wallMsOf(instant, zone) / dayMs));
}

/**
 * The instant at which the zone's clock shows that minute of that day. 1440 is the midnight that ends
 * the day. Skipped and repeated wall times: see the head of this file.
 */
export function instantOfLocal(date: LocalDate, minuteOfDay: number, zone: Zone): Instant {
	return instantOf(msOfLocal(dayNumberOf(date), minuteOfDay, zone));
}

/** The same in numbers, for loops over many days: milliseconds since 1970 from days since 1970. */
export function msOfLocal(dayNumber: number, minuteOfDay: number, zone: Zone): number {
	const wallMs = dayNumber * dayMs + minuteOfDay * minuteMs;
	const before = offsetMsAt(wallMs - dayMs, zone);
	const after = offsetMsAt(wallMs + dayMs, zone);
	if (before === after) return wallMs - before;
	const earliest = wallMs - Math.max(before, after);
	const latest = wallMs - Math.min(before, after);
	if (offsetMsAt(earliest, zone) === wallMs - earliest) return earliest;
	if (offsetMsAt(latest, zone) === wallMs - latest) return latest;
	return changeBetween(earliest, latest, zone);
}

function isZone(text: string): boolean {
	try {
		rulesOf(text);
		return true;
	} catch {
		return false;
	}
}

function wallMsOf(instant: Instant, zone: Zone): number {
	const ms = msOf(instant);
	return ms + offsetMsAt(ms, zone);
}

/** First millisecond after `low`, up to `high`, whose offset is no longer that of `low`. */
function changeBetween(low: number, high: number, zone: Zone): number {
	const old = offsetMsAt(low, zone);
	let [still, changed] = [low, high];
	while (changed - still > 1) {
		const middle = Math.floor((still + changed) / 2);
		if (offsetMsAt(middle, zone) === old) still = middle;
		else changed = middle;
	}
	return changed;
}

interface ZoneRules {
	format: Intl.DateTimeFormat;
	/** Offset in ms of a UTC day that begins and ends with the same one, or `changing`. */
	byDay: Map<number, number | 'changing'>;
}

const rulesByZone = new Map<string, ZoneRules>();

function rulesOf(zone: Zone): ZoneRules {
	const known = rulesByZone.get(zone);
	if (known) return known;
	const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
	const rules: ZoneRules = { format, byDay: new Map() };
	rulesByZone.set(zone, rules);
	return rules;
}

/** Milliseconds the zone is ahead of UTC. Asking Intl costs microseconds, so steady days are remembered. */
function offsetMsAt(ms: number, zone: Zone): number {
	const rules = rulesOf(zone);
	const day = Math.floor(ms / dayMs);
	const offset = rules.byDay.get(day) ?? learnDay(rules, day);
	return offset === 'changing' ? readOffsetMs(rules.format, ms) : offset;
}

function learnDay(rules: ZoneRules, day: number): number | 'changing' {
	const first = readOffsetMs(rules.format, day * dayMs);
	const last = readOffsetMs(rules.format, (day + 1) * dayMs);
	const offset = first === last ? first : 'changing';
	if (rules.byDay.size >= rememberedDaysMax) rules.byDay.clear();
	rules.byDay.set(day, offset);
	return offset;
}

/** Reads `GMT`, `GMT+08:00` or, for the sun times of long ago, `GMT+08:05:43`. */
function readOffsetMs(format: Intl.DateTimeFormat, ms: number): number {
	const name = format.formatToParts(ms).find((part) => part.type === 'timeZoneName')?.value;
	const found = /^GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(name ?? '');
	if (!found) throw new Error(`unreadable zone offset ${name}`);
	const [, sign, hours = '0', minutes = '0', seconds = '0'] = found;
	const size = (Number(hours) * 60 + Number(minutes)) * minuteMs + Number(seconds) * 1000;
	return sign === '-' ? -size : size;
}
