import { hasRole } from '#domain/access/roles.ts';
import type { User } from '#domain/organisation/records.ts';
import type { WorkOrder } from '#domain/work-order/work-order.ts';

/** An engineer as the desk weighs him: what he has now and whether he is at this site already. */
export interface EngineerLoad {
	user: User;
	openOrders: number;
	onSite: WorkOrder | undefined;
	/** He works at the same site or is planned there. */
	near: boolean;
}

/** Those near first, then the least loaded; the engineer who has the order now comes last. */
export function engineerLoads(
	users: readonly User[],
	open: readonly WorkOrder[],
	order: WorkOrder,
): EngineerLoad[] {
	const engineers = users.filter(
		(user) => hasRole(user, ['engineer']) && !user.disabled && user.account,
	);
	const loads = engineers.map((user) => loadOf(user, open, order));
	const isLast = (load: EngineerLoad) => Number(load.user.id === order.assigneeId);
	return loads.sort(
		(a, b) =>
			isLast(a) - isLast(b) || Number(b.near) - Number(a.near) || a.openOrders - b.openOrders,
	);
}

function loadOf(user: User, open: readonly WorkOrder[], order: WorkOrder): EngineerLoad {
	const own = open.filter((other) => other.assigneeId === user.id && other.id !== order.id);
	return {
		user,
		openOrders: own.length,
		onSite: own.find((other) => other.state === 'on_site'),
		near: own.some((other) => order.siteId !== undefined && other.siteId === order.siteId),
	};
}
