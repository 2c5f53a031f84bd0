import { isOpen } from '#domain/work-order/states.ts';
import type { WorkOrder } from '#domain/work-order/work-order.ts';

export interface RequestGroups {
	/** Done, and the requester has not said yet whether it works. */
	toConfirm: WorkOrder[];
	open: WorkOrder[];
	ended: WorkOrder[];
}

/** Newest first; `mayConfirm` tells which ones wait for the reader's word. */
export function groupRequests(
	orders: readonly WorkOrder[],
	mayConfirm: (order: WorkOrder) => boolean,
): RequestGroups {
	const groups: RequestGroups = { toConfirm: [], open: [], ended: [] };
	const newest = [...orders].sort((a, b) => (a.receivedAt < b.receivedAt ? 1 : -1));
	for (const order of newest) {
		if (isOpen(order.state)) groups.open.push(order);
		else if (mayConfirm(order)) groups.toConfirm.push(order);
		else groups.ended.push(order);
	}
	return groups;
}
