import { isEmptySignature, type PackedSignature } from '../signature/strokes.ts';
import type { Hand, WorkOrder } from './work-order.ts';

/**
 * The hands of our side on the service sheet: the engineer's goes with his completion, the desk's
 * with the return visit. Each is found by the moment it signed for, so that none of an earlier
 * completion or of somebody else is printed under a later one.
 */
export function withHand(
	order: WorkOrder,
	strokes: PackedSignature | undefined,
	hand: Pick<Hand, 'id' | 'at' | 'by' | 'role'>,
): WorkOrder {
	if (!strokes || isEmptySignature(strokes)) return order;
	return { ...order, hands: [...(order.hands ?? []), { ...hand, strokes }] };
}

export function handOf(
	{ hands, completedAt, closing }: WorkOrder,
	wanted: Hand['role'],
): PackedSignature | undefined {
	const signedAt = wanted === 'engineer' ? completedAt : closing?.at;
	return hands?.findLast(({ role, at }) => role === wanted && at === signedAt)?.strokes;
}
