/** A step of a line's checklist as it is done, read or taken back. */
import type { Instant } from '../time/instant.ts';
import type { CatalogueStep, ServiceItem } from '../catalogue/service-item.ts';
import type { ChecklistItem, Line, WorkOrder } from './work-order.ts';

interface Done {
	at: Instant;
	by: string;
}

/** A step of the catalogue as an order carries it. */
export function asCheck({ retired: _, ...step }: CatalogueStep): ChecklistItem {
	return step;
}

/** For another line of an order that is taken already: the steps its lines began with. */
export function stepsBegun(
	{ lines }: WorkOrder,
	item: ServiceItem | undefined,
): Pick<ServiceItem, 'checklist'> | undefined {
	const begun = new Set(lines.flatMap(({ checklist }) => checklist.map(({ key }) => key)));
	const checklist = item?.checklist.filter(({ key }) => begun.has(key)) ?? [];
	return checklist.length > 0
		? { checklist: checklist.map((step) => ({ ...step, retired: false })) }
		: item;
}

/** With a step the order has not, but its service has or once had: it was on the list its author saw. */
export function withStep(line: Line, item: ServiceItem | undefined, key: unknown): Line {
	const step = item?.checklist.find((one) => one.key === key);
	if (!step || line.checklist.some((one) => one.key === key)) return line;
	return { ...line, checklist: [...line.checklist, asCheck(step)] };
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
