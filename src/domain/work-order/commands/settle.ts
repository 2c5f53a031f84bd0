import { hasRole } from '../../access/roles.ts';
import { settleArgs, settleConflict, type SettleArgs } from '../../conflict.ts';
import type { Actor } from '../../command.ts';
import type { Conflict } from '../../record.ts';
import { refuse } from '../../result.ts';
import { stampOf, type OrderCommand } from '../order-command.ts';
import { isAssignee } from '../parties.ts';
import { isFrozen } from '../readiness.ts';
import type { WorkOrder } from '../work-order.ts';
import { rewriteRequest } from './desk.ts';
import { rewriteLine } from './facts.ts';

/** One tap for a field two people had changed; what was signed stays as it is. */
const settle: OrderCommand<SettleArgs> = {
	args: settleArgs,
	decide(order, args, context) {
		if (!order) return refuse('not-found');
		const conflict = order.conflicts?.find(({ id }) => id === args.conflictId);
		if (!conflict) return refuse('not-found', { fields: ['conflictId'] });
		if (!maySettle(order, conflict, context.actor)) return refuse('not-allowed');
		return settleConflict(order, args, context, (decided, { lineId }, set, base) => {
			if (isFrozen(order)) return refuse('frozen');
			if (lineId === undefined) return rewriteRequest(decided, set, base, context);
			return rewriteLine(decided, lineId, set, context, stampOf(context), base);
		});
	},
};

/** The desk decides all of them, the engineer who has the order those about his work. */
export function maySettle(order: WorkOrder, { lineId }: Conflict, actor: Actor): boolean {
	if (hasRole(actor, ['dispatcher', 'supervisor'])) return true;
	return lineId !== undefined && isAssignee(order, actor);
}

export const settleCommands = { 'workOrder.settleConflict@1': settle };
