import { msOf, type Instant } from '#domain/time/instant.ts';
import { instantOfLocal, type Zone } from '#domain/time/zone.ts';
import { dateText, timeText } from '#i18n/format.ts';

/** How a field for day and time writes a moment: `2026-11-24T09:30` in the organisation's zone. */
export function localInput(at: number | string, zone: Zone): string {
	return `${dateText(at, zone)}T${timeText(at, zone)}`;
}

/** What a field for day and time holds. */
export function instantOfInput(text: string, zone: Zone): Instant {
	const [date = '', clock = ''] = text.split('T');
	const [hours = 0, minutes = 0] = clock.split(':').map(Number);
	return instantOfLocal(date, hours * 60 + minutes, zone);
}

/** Something stands there, and it has gone by. */
export function isPastInput(text: string, zone: Zone): boolean {
	return text !== '' && msOf(instantOfInput(text, zone)) < Date.now();
}
