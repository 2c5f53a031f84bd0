import { addMinutes, type Instant } from '#domain/time/instant.ts';
import { addDays } from '#domain/time/local-date.ts';
import { dateOf, instantOfLocal, type Zone } from '#domain/time/zone.ts';

/** A time that has just gone by is today's: the form stood open for a while. */
const graceMinutes = 60;

/**
 * The instant a time of day (`HH:MM` of the organisation's day) means: the next time it comes,
 * where nothing else is said about `grace` (minutes).
 * Undefined where nothing, or no time, was put in.
 */
export function timeOfDay(
	text: string,
	now: Instant,
	zone: Zone,
	grace = graceMinutes,
): Instant | undefined {
	const [hours, minutes] = text.split(':').map(Number);
	if (hours === undefined || minutes === undefined || Number.isNaN(hours + minutes))
		return undefined;
	const today = dateOf(now, zone);
	const at = instantOfLocal(today, hours * 60 + minutes, zone);
	return at > addMinutes(now, -grace)
		? at
		: instantOfLocal(addDays(today, 1), hours * 60 + minutes, zone);
}
