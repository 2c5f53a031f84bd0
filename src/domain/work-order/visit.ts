import type { Instant } from '../time/instant.ts';
import type { Visit, WorkOrder } from './work-order.ts';

/** The visit under way: the last one nobody has left yet. */
export function openVisit(order: WorkOrder): Visit | undefined {
	return order.visits.findLast(
		(visit) => visit.leftAt === undefined && visit.outcome === undefined,
	);
}

/** Facts of the open visit, e.g. its arrival. Without one (after a resumption) nothing changes. */
export function changeOpenVisit(order: WorkOrder, change: Partial<Visit>): WorkOrder {
	const open = openVisit(order);
	if (!open) return order;
	return {
		...order,
		visits: order.visits.map((visit) => (visit.id === open.id ? { ...visit, ...change } : visit)),
	};
}

export function endOpenVisit(order: WorkOrder, at: Instant, outcome: string): WorkOrder {
	return changeOpenVisit(order, { leftAt: at, outcome });
}

/** A second visit never overwrites the first: it is another entry. */
export function addVisit(order: WorkOrder, visit: Visit): WorkOrder {
	return { ...order, visits: [...order.visits, visit] };
}

/** The time of the visit under way or, while suspended, of the one to come. */
export function planNextVisit(order: WorkOrder, plannedAt: Instant): WorkOrder {
	if (!order.suspension) return changeOpenVisit(order, { plannedAt });
	return { ...order, suspension: { ...order.suspension, plannedAt } };
}

/** When somebody comes next: as planned for the visit under way or, while suspended, as promised. */
export function nextVisitAt(order: WorkOrder): Instant | undefined {
	if (order.suspension) return order.suspension.plannedAt;
	return order.visits.at(-1)?.plannedAt;
}
