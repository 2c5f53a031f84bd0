import type { WorkOrder } from '#domain/work-order/work-order.ts';

/** Once he is on his way there may be no coverage left to fetch with, and no store to go by. */
export function isAhead({ assigneeId, state }: WorkOrder, userId: string): boolean {
	return assigneeId === userId && (state === 'dispatched' || state === 'accepted');
}
