/**
 * Time that counts: only what lies inside the service window. Exact to the millisecond, one step per
 * day, and never more than `serviceDaysMax` steps: what lies beyond is answered with the limit.
 */
import { daySpans, type OpenSpan, type ServiceCalendar, type ServiceWindow } from './calendar.ts';
import { instantMsMax, instantOf, msOf, type Instant } from '../time/instant.ts';
import { dayNumberOf } from '../time/local-date.ts';
import { dateOf } from '../time/zone.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** Ten years: farther than any due time or open order. */
export const serviceDaysMax = 3_660;

/**
 * The first instant, not before `from`, at which so many service minutes have run. Zero minutes give
 * `from` itself, and a target used up at closing time falls due at closing time, not next morning.
 * A due time farther than `serviceDaysMax` days is answered with `from` plus that many days.
 * Throws a RangeError for a negative or unreal number of minutes.
 */
export function addServiceMinutes(
	calendar: ServiceCalendar,
	window: ServiceWindow,
	from: Instant,
	minutes: number,
): Instant {
	return addServiceMs(calendar, window, from, Math.round(minutes * minuteMs));
}

/**
 * Service minutes from one instant to another, with fractions; 0 when `to` is not after `from`.
 * Of a span longer than `serviceDaysMax` days only those first days are counted.
 */
export function serviceMinutesBetween(
	calendar: ServiceCalendar,
	window: ServiceWindow,
	from: Instant,
	to: Instant,
): number {
	return serviceMsBetween(calendar, window, from, to) / minuteMs;
}

/** `addServiceMinutes` in whole milliseconds, free of rounding. */
export function addServiceMs(
	calendar: ServiceCalendar,
	window: ServiceWindow,
	from: Instant,
	serviceMs: number,
): Instant {
	if (!(serviceMs >= 0)) throw new RangeError(`cannot add ${serviceMs} ms of service`);
	if (serviceMs === 0) return from;
	let leftMs = serviceMs;
	for (const { fromMs, toMs } of spansFrom(calendar, window, from)) {
		if (leftMs <= toMs - fromMs) return instantOf(fromMs + leftMs);
		leftMs -= toMs - fromMs;
	}
	return instantOf(limitMs(from));
}

/** `serviceMinutesBetween` in whole milliseconds, free of rounding. */
export function serviceMsBetween(
	calendar: ServiceCalendar,
	window: ServiceWindow,
	from: Instant,
	to: Instant,
): number {
	const endMs = msOf(to);
	let sumMs = 0;
	if (to <= from) return sumMs;
	for (const { fromMs, toMs } of spansFrom(calendar, window, from)) {
		if (fromMs >= endMs) break;
		sumMs += Math.min(toMs, endMs) - fromMs;
	}
	return sumMs;
}

/** Open spans from that instant on, the first one cut to begin there, the last one cut at the limit. */
function* spansFrom(
	calendar: ServiceCalendar,
	window: ServiceWindow,
	from: Instant,
): Generator<OpenSpan> {
	const spansOn = daySpans(calendar, window);
	const startMs = msOf(from);
	const endMs = limitMs(from);
	const firstDay = dayNumberOf(dateOf(from, calendar.zone));
	for (let day = firstDay; day <= firstDay + serviceDaysMax; day++) {
		for (const span of spansOn(day)) {
			const fromMs = Math.max(span.fromMs, startMs);
			const toMs = Math.min(span.toMs, endMs);
			if (fromMs < toMs) yield { fromMs, toMs };
		}
	}
}

function limitMs(from: Instant): number {
	return Math.min(msOf(from) + serviceDaysMax * dayMs, instantMsMax);
}
