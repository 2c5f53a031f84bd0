import { earlierOf, laterOf, msOf, type Instant } from '../time/instant.ts';
import type { correctable, Visit, WorkOrder } from './work-order.ts';

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

type Correctable = (typeof correctable)[number];
const steps = ['dispatchedAt', 'acceptedAt', 'departedAt', 'arrivedAt', 'leftAt'] as const;

/**
 * Between which moments one of a visit can have been: after its cause and the visit before, before
 * what followed and before `now`. Undefined where there is nothing to correct; a departure may be
 * told afterwards by who arrived.
 */
export function boundsOf(
	order: WorkOrder,
	visit: Visit,
	field: Correctable,
	now: Instant,
): { earliest: Instant; latest: Instant } | undefined {
	const isTold = field === 'departedAt' && visit.arrivedAt !== undefined;
	if (visit[field] === undefined && !isTold) return undefined;
	const at = steps.indexOf(field);
	const n = order.visits.indexOf(visit);
	const before = order.visits.slice(0, n).map(({ leftAt }) => leftAt);
	const after = order.visits.slice(n + 1).flatMap((next) => steps.map((step) => next[step]));
	const causes = [...before, ...steps.slice(0, at).map((step) => visit[step])];
	const effects = [...steps.slice(at + 1).map((step) => visit[step]), ...after];
	const known = (list: (Instant | undefined)[]) => list.filter((each) => each !== undefined);
	return {
		earliest: known(causes).reduce(laterOf, order.receivedAt),
		latest: known(effects).reduce(earlierOf, now),
	};
}

const minuteMs = 60_000;

function minutesBetween(from: Instant | undefined, to: Instant | undefined): number | undefined {
	return from && to ? Math.max(0, Math.round((msOf(to) - msOf(from)) / minuteMs)) : undefined;
}

/** On the way; undefined while he is, and where nobody noted when he set out. */
export function travelMinutes({ departedAt, arrivedAt }: Visit): number | undefined {
	return minutesBetween(departedAt, arrivedAt);
}

/** On site; undefined while he is there. */
export function onSiteMinutes({ arrivedAt, leftAt }: Visit): number | undefined {
	return minutesBetween(arrivedAt, leftAt);
}
