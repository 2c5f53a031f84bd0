/** A step of a line's checklist as it is done, read or taken back. */
import type { Instant } from '../time/instant.ts';
import type { ChecklistItem, Line, WorkOrder } from './work-order.ts';

interface Done {
	at: Instant;
	by: string;
}

/** Taken back it loses its reading as well; `earlier` keeps what was read. */
export function ticked(item: ChecklistItem, done: boolean, { at, by }: Done): ChecklistItem {
	const { doneAt: _, doneBy: __, value: ___, ...open } = item;
	return done ? { ...open, doneAt: at, doneBy: by } : open;
}

export function withReading(item: ChecklistItem, value: string, { at, by }: Done): ChecklistItem {
	return { ...item, value, doneAt: at, doneBy: by };
}

/** The checklist with that step changed. */
export function withCheck(
	{ checklist }: Line,
	key: unknown,
	change: (item: ChecklistItem) => ChecklistItem,
): ChecklistItem[] {
	return checklist.map((item) => (item.key === key ? change(item) : item));
}

/** Steps that ask for a photo of which there is none. */
export function checksWithoutPhoto({ photos }: WorkOrder, line: Line): ChecklistItem[] {
	return line.checklist.filter(
		({ key, photoRequired }) =>
			photoRequired &&
			!photos.some(
				(photo) => !photo.retracted && photo.lineId === line.id && photo.checkKey === key,
			),
	);
}
