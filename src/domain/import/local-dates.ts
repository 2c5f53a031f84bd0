import * as v from 'valibot';
import { instantOfLocal, type Zone } from '../time/zone.ts';
import { LocalDateSchema, type LocalDate } from '../time/local-date.ts';
import type { Instant } from '../time/instant.ts';
import type { DateReading } from './report.ts';

export type DateOrder = DateReading['order'];

const yearFirst = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/u;
const yearFirstBare = /^((?:19|20)\d{2})(\d{2})(\d{2})$/u;
/** `5 Mar 2024`, `05-Mar-24`, `Mar 5, 2024`: no doubt about the month. */
const monthNamed = /^(\d{1,2})[- ./]([a-z]{3})[a-z]*[- .,/]+(\d{2}|\d{4})$/iu;
const monthNamedFirst = /^([a-z]{3})[a-z]*[- .]+(\d{1,2}),?[- ](\d{4})$/iu;
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const yearLast = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{2}|\d{4})$/u;
const timeText = /^(\d{1,2}):(\d\d)(?::\d\d(?:\.\d+)?)?$/u;
/** Two digits from here on mean the last century. */
const lastCenturyFrom = 70;
const monthMax = 12;

/**
 * Whether day or month comes first in a column, decided by all its values: one with a part past 12
 * settles it. Where both are found, the more frequent counts and the others will be refused. Undefined
 * where every value could be either.
 */
export function dateOrderOf(values: readonly string[]): DateOrder | undefined {
	let dayFirst = 0;
	let monthFirst = 0;
	for (const value of values) {
		const [, first, second] = yearLast.exec(datePart(value)) ?? [];
		if (Number(first) > monthMax) dayFirst++;
		else if (Number(second) > monthMax) monthFirst++;
	}
	if (dayFirst === monthFirst) return undefined;
	return dayFirst > monthFirst ? 'day-month' : 'month-day';
}

/** Whether any of them means another day by the other order. */
export function hasUnclearDate(values: readonly string[]): boolean {
	return values.some((value) => {
		const [, first, second] = yearLast.exec(datePart(value)) ?? [];
		return first !== undefined && Number(first) !== Number(second);
	});
}

/**
 * One reading for columns that were written by one program: what any of them shows holds for all.
 * `assumed` is what the source is known to write.
 */
export function readingOf(
	columns: readonly string[],
	values: readonly string[],
	assumed: DateOrder,
): DateReading {
	const order = dateOrderOf(values);
	return {
		columns: [...columns],
		order: order ?? assumed,
		decidedBy: order ? 'values' : 'assumption',
	};
}

/** The day a text names, a time after it left out; undefined where there is no such day. */
export function localDateOf(text: string, order: DateOrder): LocalDate | undefined {
	const named = namedDate(text.trim());
	if (named) return named;
	const day = datePart(text);
	const [, year, month, date] = yearFirst.exec(day) ?? yearFirstBare.exec(day) ?? [];
	if (year) return realDate(Number(year), Number(month), Number(date));
	const [, first, second, last] = yearLast.exec(day) ?? [];
	if (!last) return undefined;
	const [dd, mm] = order === 'day-month' ? [first, second] : [second, first];
	return realDate(fullYear(last), Number(mm), Number(dd));
}

/** The moment a text names on the wall clock of the zone; midnight where it gives no time. */
export function instantOfText(text: string, order: DateOrder, zone: Zone): Instant | undefined {
	const date = localDateOf(text, order);
	const time = text.trim().split(/[ T]+/u)[1] ?? '0:00';
	const [, hours, minutes] = timeText.exec(time) ?? [];
	if (!date || hours === undefined || Number(hours) > 23 || Number(minutes) > 59) return undefined;
	return instantOfLocal(date, Number(hours) * 60 + Number(minutes), zone);
}

function namedDate(text: string): LocalDate | undefined {
	const [, day, month = '', year] = monthNamed.exec(text) ?? [];
	const [, monthAhead = '', dayBehind, yearBehind] = monthNamedFirst.exec(text) ?? [];
	const n = months.indexOf((month || monthAhead).toLowerCase()) + 1;
	return n > 0
		? realDate(fullYear(year ?? yearBehind ?? ''), n, Number(day ?? dayBehind))
		: undefined;
}

function datePart(text: string): string {
	return text.trim().split(/[ T]/u)[0] ?? '';
}

function fullYear(digits: string): number {
	if (digits.length > 2) return Number(digits);
	return Number(digits) + (Number(digits) < lastCenturyFrom ? 2000 : 1900);
}

function realDate(year: number, month: number, day: number): LocalDate | undefined {
	const pad = (n: number) => String(n).padStart(2, '0');
	const text = `${year}-${pad(month)}-${pad(day)}`;
	return v.is(LocalDateSchema, text) ? text : undefined;
}
