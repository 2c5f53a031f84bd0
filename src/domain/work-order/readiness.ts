import type { ServiceItem } from '../catalogue/service-item.ts';
import type { Line, Signature, WorkOrder } from './work-order.ts';

/** What completing an order still lacks, in the order an engineer fills it in. */
export const gaps = ['cause', 'solution', 'consent', 'signature'] as const;
export type Gap = (typeof gaps)[number];

export function lineSolved(line: Line): boolean {
	return line.result !== 'open' && Boolean(line.solution?.trim());
}

export function validSignature(order: WorkOrder): Signature | undefined {
	return order.signatures.findLast((signature) => !signature.retracted);
}

/** Signed and not taken back: the work is frozen, only additions may follow. */
export function isFrozen(order: WorkOrder): boolean {
	return validSignature(order)?.strokes !== undefined;
}

export function consentDue(order: WorkOrder, item: ServiceItem | undefined): boolean {
	return item?.consent !== undefined && !order.lines.some((line) => line.consent?.given);
}

export function gapsOf(order: WorkOrder, item: ServiceItem | undefined): Gap[] {
	const missing: Record<Gap, boolean> = {
		cause: order.lines.some((line) => line.result === 'open' && !line.cause?.trim()),
		solution: !order.lines.every(lineSolved),
		consent: consentDue(order, item),
		signature: validSignature(order) === undefined,
	};
	return gaps.filter((gap) => missing[gap]);
}

/** The fields a signature stands for, in a fixed order: canonical JSON of what the customer saw. */
export function snapshotJson(order: WorkOrder): string {
	const { number, offlineNumber, customerId, siteId, room, summary, symptom, requester } = order;
	const { lines, visits, times, notes, photos, signatures } = order;
	return canonicalJson({
		id: order.id,
		...{ number, offlineNumber, customerId, siteId, room, summary, symptom, requester },
		...{ lines, visits, times, notes, photos, signatures },
	});
}

/** JSON with sorted keys and without absent values, so that equal content has equal text. */
export function canonicalJson(value: unknown): string {
	return JSON.stringify(sorted(value));
}

function sorted(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(sorted);
	if (value === null || typeof value !== 'object') return value;
	const entries = Object.entries(value).filter(([, item]) => item !== undefined);
	return Object.fromEntries(
		entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, item]) => [key, sorted(item)]),
	);
}
