import type { WorkOrder } from './work-order.ts';

/** Whether the order is his because he took it himself, and nobody gave it to anyone since. */
export function isClaimedBy(
	{ assigneeId, history }: Pick<WorkOrder, 'assigneeId' | 'history'>,
	userId: string,
): boolean {
	const given = history.findLast(({ changes }) =>
		changes.some(({ field }) => field === 'assigneeId'),
	);
	return assigneeId === userId && given?.command === 'workOrder.claim@1';
}
