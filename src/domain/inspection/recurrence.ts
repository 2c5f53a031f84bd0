/**
 * How often an inspection comes again. Dates are the organisation's calendar days; the day of the
 * month is that of the first round, or the month's last where it is shorter.
 */
import * as v from 'valibot';
import { addDays, dayNumberOf, type LocalDate } from '../time/local-date.ts';

export const recurrenceKinds = [
	...(['once', 'daily', 'weekly', 'monthly', 'quarterly', 'half_yearly', 'seasonal'] as const),
] as const;
export type RecurrenceKind = (typeof recurrenceKinds)[number];

const Month = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(12));

/** Of a seasonal one: months of the season, both counted, and how many months lie between rounds. */
const SeasonSchema = v.object({ from: Month, to: Month, inside: Month, outside: Month });
export type Season = v.InferOutput<typeof SeasonSchema>;

/** Lightning protection (domain.md): monthly April to August, every four months else. */
export const usualSeason: Season = { from: 4, to: 8, inside: 1, outside: 4 };

export const RecurrenceSchema = v.pipe(
	v.object({ kind: v.picklist(recurrenceKinds), season: v.optional(SeasonSchema) }),
	v.check(({ kind, season }) => (kind === 'seasonal') === (season !== undefined), 'season'),
);
export type Recurrence = v.InferOutput<typeof RecurrenceSchema>;

const monthsOf = { monthly: 1, quarterly: 3, half_yearly: 6 } as const;
const daysOf = { daily: 1, weekly: 7 } as const;

/**
 * The first day of the round after the one that begins on `from`; undefined where there is none.
 * @param first first day of the first round, which says the day of the month
 */
export function nextDate(
	from: LocalDate,
	{ kind, season }: Recurrence,
	first: LocalDate,
): LocalDate | undefined {
	if (kind === 'once') return undefined;
	if (kind === 'daily' || kind === 'weekly') return addDays(from, daysOf[kind]);
	if (kind !== 'seasonal') return addMonths(from, monthsOf[kind], first);
	return season && nextInSeason(from, season, first);
}

/** The same as of today: of rounds whose time has gone by altogether only the last is made. */
export function nextDateBy(
	today: LocalDate,
	from: LocalDate,
	recurrence: Recurrence,
	first: LocalDate,
): LocalDate | undefined {
	let next = nextDate(from, recurrence, first);
	for (let later = next; later && later <= today; later = nextDate(later, recurrence, first))
		next = later;
	return next;
}

/** Outside the season no step goes past its beginning. */
function nextInSeason(from: LocalDate, season: Season, first: LocalDate): LocalDate {
	const steps = isIn(season, monthOf(from)) ? season.inside : season.outside;
	for (let months = 1; months < steps; months++) {
		const passed = addMonths(from, months, first);
		if (monthOf(passed) === season.from) return passed;
	}
	return addMonths(from, steps, first);
}

function isIn({ from, to }: Season, month: number): boolean {
	return from <= to ? month >= from && month <= to : month >= from || month <= to;
}

function monthOf(date: LocalDate): number {
	return Number(date.slice(5, 7));
}

function addMonths(date: LocalDate, months: number, first: LocalDate): LocalDate {
	const monthIndex = Number(date.slice(0, 4)) * 12 + monthOf(date) - 1 + months;
	const day = Math.min(Number(first.slice(8)), daysIn(monthIndex));
	return `${monthText(monthIndex)}-${String(day).padStart(2, '0')}`;
}

function daysIn(monthIndex: number): number {
	return (
		dayNumberOf(`${monthText(monthIndex + 1)}-01`) - dayNumberOf(`${monthText(monthIndex)}-01`)
	);
}

function monthText(monthIndex: number): string {
	const year = String(Math.floor(monthIndex / 12)).padStart(4, '0');
	return `${year}-${String((monthIndex % 12) + 1).padStart(2, '0')}`;
}
