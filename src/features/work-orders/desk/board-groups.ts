import type { ServiceCalendar } from '#domain/sla/calendar.ts';
import { isOpen } from '#domain/work-order/states.ts';
import type { WorkOrder } from '#domain/work-order/work-order.ts';
import { tightestClock, type ClockFace } from '../shared/clock-face.ts';

/** The board's groups, most urgent first; every order stands in exactly one. */
const groupNames = ['overdue', 'toDispatch', 'dueSoon', 'underWay', 'onHold', 'toClose'] as const;
export type GroupName = (typeof groupNames)[number];

export const filterNames = [
	'open',
	'toDispatch',
	'toAccept',
	'travelling',
	'onSite',
	'onHold',
	'toClose',
] as const;
export type FilterName = (typeof filterNames)[number];

export interface BoardOrder {
	order: WorkOrder;
	face: ClockFace | undefined;
	group: GroupName;
}

const waitingForDesk: readonly string[] = ['new', 'returned'];
const waitingForReturnVisit: readonly string[] = ['completed', 'resolved_by_phone'];

const filters: Record<FilterName, (order: WorkOrder) => boolean> = {
	open: (order) => isOpen(order.state),
	toDispatch: (order) => waitingForDesk.includes(order.state),
	toAccept: (order) => order.state === 'dispatched',
	travelling: (order) => order.state === 'accepted' || order.state === 'en_route',
	onSite: (order) => order.state === 'on_site',
	onHold: (order) => order.state === 'suspended',
	toClose: (order) => waitingForReturnVisit.includes(order.state),
};

export function passes(filter: FilterName, order: WorkOrder): boolean {
	return filters[filter](order);
}

function groupOf(order: WorkOrder, face: ClockFace | undefined): GroupName {
	if (waitingForReturnVisit.includes(order.state)) return 'toClose';
	if (order.state === 'suspended') return 'onHold';
	if (waitingForDesk.includes(order.state)) return 'toDispatch';
	if (face?.state === 'late') return 'overdue';
	return face?.state === 'soon' ? 'dueSoon' : 'underWay';
}

/** Orders with their clock and group, the tightest clock of a group first. */
export function boardOf(
	orders: readonly WorkOrder[],
	calendar: ServiceCalendar | undefined,
	nowMs: number,
): BoardOrder[] {
	const placed = orders.map((order) => {
		const face = tightestClock(order, calendar, nowMs);
		return { order, face, group: groupOf(order, face) };
	});
	const rank = (entry: BoardOrder) => groupNames.indexOf(entry.group);
	const left = (entry: BoardOrder) => entry.face?.remainingMinutes ?? Infinity;
	return placed.sort((a, b) => rank(a) - rank(b) || left(a) - left(b));
}

export function countsOf(orders: readonly WorkOrder[]): Record<FilterName, number> {
	const count = (name: FilterName) => orders.filter(filters[name]).length;
	return Object.fromEntries(filterNames.map((name) => [name, count(name)])) as Record<
		FilterName,
		number
	>;
}
