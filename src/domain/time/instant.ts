import * as v from 'valibot';

const minuteMs = 60_000;
/** 1900-01-01T00:00:00.000Z, the first instant taken. */
export const instantMsMin = -2_208_988_800_000;
/**
 * 2999-12-31T23:59:59.999Z, the last one: far enough from year 10000 that local days and due times
 * reckoned from any instant still have four-digit years.
 */
export const instantMsMax = 32_503_679_999_999;

const instantText = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/**
 * A moment in UTC with milliseconds, in one spelling only: `2026-11-21T02:58:00.000Z`.
 * One spelling means that plain string order is the order of time, in code and in an index.
 */
export const InstantSchema = v.pipe(
	v.string(),
	v.regex(instantText),
	v.check(isRealInstant, 'no such moment'),
	v.brand('Instant'),
);
export type Instant = v.InferOutput<typeof InstantSchema>;

/** The instant of so many milliseconds since 1970. Throws a RangeError outside the years 1900–2999. */
export function instantOf(ms: number): Instant {
	if (!isInRange(ms)) throw new RangeError(`no instant at ${ms} ms`);
	return new Date(ms).toISOString() as Instant;
}

/** Milliseconds since 1970. */
export function msOf(instant: Instant): number {
	return Date.parse(instant);
}

/** Negative, zero or positive, as `Array.sort` wants it: earliest first. */
export function compareInstants(a: Instant, b: Instant): number {
	if (a === b) return 0;
	return a < b ? -1 : 1;
}

export function earlierOf(a: Instant, b: Instant): Instant {
	return a < b ? a : b;
}

export function laterOf(a: Instant, b: Instant): Instant {
	return a > b ? a : b;
}

/** Plain minutes on the clock, whatever the service window; negative goes back. */
export function addMinutes(instant: Instant, minutes: number): Instant {
	return instantOf(msOf(instant) + Math.round(minutes * minuteMs));
}

/** The engine's parser rolls 30 February over into March; the way back shows it. */
function isRealInstant(text: string): boolean {
	const ms = Date.parse(text);
	return isInRange(ms) && new Date(ms).toISOString() === text;
}

function isInRange(ms: number): boolean {
	return ms >= instantMsMin && ms <= instantMsMax;
}
