/** Times as papers print them, in the organisation's zone. */
import type { Instant } from '#domain/time/instant.ts';
import { localOf, type Zone } from '#domain/time/zone.ts';

const two = (n: number) => String(n).padStart(2, '0');

/** `09:39` */
export function timeOfDay(at: Instant, zone: Zone): string {
	const { minuteOfDay } = localOf(at, zone);
	return `${two(Math.floor(minuteOfDay / 60))}:${two(minuteOfDay % 60)}`;
}

/** `2026-11-21 09:39` */
export function dateTime(at: Instant, zone: Zone): string {
	return `${localOf(at, zone).date} ${timeOfDay(at, zone)}`;
}
