import * as v from 'valibot';

const dayMs = 86_400_000;

/**
 * A day of the calendar, `2026-11-21`, without zone or time. String order is date order. Not branded:
 * calendars and templates are written with literals.
 */
export const LocalDateSchema = v.pipe(
	v.string(),
	v.regex(/^\d{4}-\d\d-\d\d$/),
	v.check(isRealDate, 'no such day'),
);
export type LocalDate = v.InferOutput<typeof LocalDateSchema>;

/** 1 = Monday … 7 = Sunday, as ISO 8601 counts. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** Days since 1970-01-01. */
export function dayNumberOf(date: LocalDate): number {
	return Date.parse(date) / dayMs;
}

/** The date of a day number. Throws a RangeError outside the years 0000–9999. */
export function dateOfDay(dayNumber: number): LocalDate {
	const text = new Date(dayNumber * dayMs).toISOString();
	if (text.length !== 24) throw new RangeError(`no date for day ${dayNumber}`);
	return text.slice(0, 10);
}

export function addDays(date: LocalDate, days: number): LocalDate {
	return dateOfDay(dayNumberOf(date) + days);
}

export function weekdayOf(date: LocalDate): Weekday {
	const sundayFirst = new Date(date).getUTCDay();
	return (sundayFirst === 0 ? 7 : sundayFirst) as Weekday;
}

function isRealDate(text: string): boolean {
	const ms = Date.parse(text);
	return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
}
