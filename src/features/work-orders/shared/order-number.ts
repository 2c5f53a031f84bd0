import type { WorkOrder } from '#domain/work-order/work-order.ts';

/** The number people say: the daily one once the server gave it, the permanent offline one until then. */
export function numberOf(order: Pick<WorkOrder, 'number' | 'offlineNumber' | 'id'>): string {
	return order.number ?? order.offlineNumber ?? order.id.slice(-8);
}
