/**
 * When service is open. Rules (domain: "Service level (SLA)"):
 *  - the first digit of a window says the days, the second the hours;
 *  - 5x…: Monday to Friday without public holidays, and every make-up working day (调休);
 *  - 6x…: the same with Saturday. A holiday on a Saturday closes it, a make-up Sunday opens it; a
 *    make-up Saturday changes nothing, it is open anyway;
 *  - 7x…: every day; holidays and make-up days mean nothing to it;
 *  - …x24: the whole day from midnight to midnight, 23 or 25 hours when the zone changes its clocks.
 */
import * as v from 'valibot';
import { instantOf, type Instant } from '../time/instant.ts';
import {
	dateOfDay,
	dayNumberOf,
	LocalDateSchema,
	weekdayOf,
	type LocalDate,
} from '../time/local-date.ts';
import { msOfLocal, ZoneSchema, type Zone } from '../time/zone.ts';

const dayMinutes = 1_440;
const openingsMax = 12;
/** Special days of each kind in one calendar: some thirty a year, for thirty years. */
const specialDaysMax = 1_000;

export const ServiceWindowSchema = v.picklist(['5x8', '5x9', '5x24', '6x9', '6x24', '7x9', '7x24']);
export type ServiceWindow = v.InferOutput<typeof ServiceWindowSchema>;

const MinuteSchema = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(dayMinutes));

/** From this minute of the day to before that one, by the wall clock of the calendar's zone. */
const OpeningSchema = v.looseObject({ fromMinute: MinuteSchema, toMinute: MinuteSchema });

type Opening = Readonly<{ fromMinute: number; toMinute: number }>;

const OpeningsSchema = v.pipe(
	v.array(OpeningSchema),
	v.minLength(1),
	v.maxLength(openingsMax),
	v.check((openings) => areInOrder(openings), 'openings must follow one another without overlap'),
);

const SpecialDaysSchema = v.pipe(v.array(LocalDateSchema), v.maxLength(specialDaysMax));

/**
 * What a service calendar says; its entries are spread into the record. A day in both lists is worked:
 * making up for a holiday is decided day by day, holidays come in whole blocks.
 */
export const ServiceCalendarSchema = v.looseObject({
	zone: ZoneSchema,
	/** Opening hours of the …x8 and …x9 windows where they are not the usual ones; …x24 needs none. */
	openings: v.optional(v.looseObject({ eightHours: OpeningsSchema, nineHours: OpeningsSchema })),
	holidays: SpecialDaysSchema,
	/** Weekend days worked in exchange for a holiday (调休). */
	makeUpWorkdays: SpecialDaysSchema,
});

/** The part of the calendar record the rules read. */
export interface ServiceCalendar {
	zone: Zone;
	openings?: { eightHours: readonly Opening[]; nineHours: readonly Opening[] } | undefined;
	holidays: readonly LocalDate[];
	makeUpWorkdays: readonly LocalDate[];
}

const hour = 60;
/** The usual hours: 5×8 from 09:00 to 12:00 and 13:00 to 18:00, nine hours from 09:00 to 18:00. */
const usualOpenings = {
	eightHours: [
		{ fromMinute: 9 * hour, toMinute: 12 * hour },
		{ fromMinute: 13 * hour, toMinute: 18 * hour },
	],
	nineHours: [{ fromMinute: 9 * hour, toMinute: 18 * hour }],
} as const satisfies ServiceCalendar['openings'];

/** From an instant to before another one. */
export interface OpenInterval {
	from: Instant;
	to: Instant;
}

/** The hours of service on one local day, earliest first; none on a closed day. */
export function openIntervals(
	calendar: ServiceCalendar,
	window: ServiceWindow,
	date: LocalDate,
): OpenInterval[] {
	const spans = daySpans(calendar, window)(dayNumberOf(date));
	return spans.map(({ fromMs, toMs }) => ({ from: instantOf(fromMs), to: instantOf(toMs) }));
}

export interface OpenSpan {
	fromMs: number;
	toMs: number;
}

/** The same prepared once for many days, in numbers: day number -> spans in ms, earliest first. */
export function daySpans(
	calendar: ServiceCalendar,
	window: ServiceWindow,
): (dayNumber: number) => OpenSpan[] {
	const isOpen = dayRule(calendar, window);
	const openings = openingsOf(calendar, window);
	return (dayNumber) => (isOpen(dayNumber) ? spansOf(dayNumber, openings, calendar.zone) : []);
}

function dayRule(calendar: ServiceCalendar, window: ServiceWindow): (dayNumber: number) => boolean {
	const daysOpen = Number(window[0]);
	if (daysOpen === 7) return () => true;
	const closed = new Set(calendar.holidays);
	const opened = new Set(calendar.makeUpWorkdays);
	return (dayNumber) => {
		const date = dateOfDay(dayNumber);
		return opened.has(date) || (weekdayOf(date) <= daysOpen && !closed.has(date));
	};
}

const wholeDay: readonly Opening[] = [{ fromMinute: 0, toMinute: dayMinutes }];

function openingsOf(calendar: ServiceCalendar, window: ServiceWindow): readonly Opening[] {
	if (window.endsWith('x24')) return wholeDay;
	const openings = calendar.openings ?? usualOpenings;
	return window.endsWith('x8') ? openings.eightHours : openings.nineHours;
}

/** An opening that a change of clocks skipped whole has no length and is left out. */
function spansOf(dayNumber: number, openings: readonly Opening[], zone: Zone): OpenSpan[] {
	return openings
		.map(({ fromMinute, toMinute }) => ({
			fromMs: msOfLocal(dayNumber, fromMinute, zone),
			toMs: msOfLocal(dayNumber, toMinute, zone),
		}))
		.filter(({ fromMs, toMs }) => fromMs < toMs);
}

function areInOrder(openings: readonly Opening[]): boolean {
	return openings.every(
		({ fromMinute, toMinute }, at) =>
			fromMinute < toMinute && fromMinute >= (openings[at - 1]?.toMinute ?? 0),
	);
}
