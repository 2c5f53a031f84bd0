import { m } from './generated/messages.js';
import { getLocale } from './generated/runtime.js';

/** Dates and durations for screens, in the user's language and the organisation's zone. */
const minuteSeconds = 60;
const hourMinutes = 60;
const dayMinutes = 24 * hourMinutes;

/** "22 分", "1 时 10 分", "2 天 3 时"; whole minutes, never "0 分" for something that is still running. */
export function durationText(minutes: number): string {
	const whole = Math.max(1, Math.round(Math.abs(minutes)));
	if (whole < hourMinutes) return m.duration_minutes({ n: whole });
	if (whole < dayMinutes) return hoursText(whole);
	const days = Math.floor(whole / dayMinutes);
	const hours = Math.round((whole % dayMinutes) / hourMinutes);
	return hours === 0 ? m.duration_days({ n: days }) : m.duration_days_hours({ d: days, h: hours });
}

const secondsMax = 90;

/** How long to wait: "30 秒", "2 分"; never less than what it stands for. */
export function waitText(seconds: number): string {
	const whole = Math.max(1, Math.ceil(seconds));
	return whole <= secondsMax
		? m.duration_seconds({ n: whole })
		: durationText(Math.ceil(whole / minuteSeconds));
}

function hoursText(minutes: number): string {
	const hours = Math.floor(minutes / hourMinutes);
	const rest = minutes % hourMinutes;
	return rest === 0
		? m.duration_hours({ n: hours })
		: m.duration_hours_minutes({ h: hours, n: rest });
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Kept, because making one takes longer than using it a thousand times. */
function formatter(
	zone: string,
	options: Intl.DateTimeFormatOptions,
	locale: string = getLocale(),
): Intl.DateTimeFormat {
	const key = `${locale} ${zone} ${JSON.stringify(options)}`;
	const known = formatters.get(key);
	if (known) return known;
	const made = new Intl.DateTimeFormat(locale, { timeZone: zone, ...options });
	formatters.set(key, made);
	return made;
}

const clockOptions: Intl.DateTimeFormatOptions = {
	...{ year: 'numeric', month: '2-digit', day: '2-digit' },
	...{ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
};

/** Calendar and clock in digits, the same in every language: one formatter for dates and times. */
function digitsOf(at: string | number, zone: string): Partial<Record<string, string>> {
	const parts = formatter(zone, clockOptions, 'en-CA').formatToParts(new Date(at));
	return Object.fromEntries(parts.map(({ type, value }) => [type, value]));
}

/** "09:39" */
export function timeText(at: string | number, zone: string): string {
	const { hour, minute } = digitsOf(at, zone);
	return `${hour}:${minute}`;
}

/** "11月21日" or "21 Nov" */
export function dayText(at: string | number, zone: string): string {
	return formatter(zone, { month: 'short', day: 'numeric' }).format(new Date(at));
}

/** "11月21日周六" */
export function weekdayText(at: string | number, zone: string): string {
	return formatter(zone, { month: 'short', day: 'numeric', weekday: 'short' }).format(new Date(at));
}

/** "2026-11-21" in either language: the form used on papers and labels. */
export function dateText(at: string | number, zone: string): string {
	const { year, month, day } = digitsOf(at, zone);
	return `${year}-${month}-${day}`;
}

/** The time alone for today, the day and the time for another day. */
export function whenText(at: string | number, now: number, zone: string): string {
	const time = timeText(at, zone);
	return dateText(at, zone) === dateText(now, zone) ? time : `${dayText(at, zone)} ${time}`;
}

const unitBytes = 1024;
const byteUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** "4.6 MB", "12 GB". */
export function bytesText(bytes: number): string {
	const step = bytes < 1 ? 0 : Math.floor(Math.log(bytes) / Math.log(unitBytes));
	const at = Math.min(step, byteUnits.length - 1);
	const amount = bytes / unitBytes ** at;
	return new Intl.NumberFormat(getLocale(), {
		style: 'unit',
		unit: byteUnits[at] ?? 'byte',
		maximumFractionDigits: amount < 10 && at > 1 ? 1 : 0,
	}).format(amount);
}
