import { IdSchema } from '../../record.ts';
import { accept } from '../../result.ts';
import { factCommand } from '../order-command.ts';

/** A vendor repair about this order; `repair.request` is its companion. */
const linkRepair = factCommand(
	'assignee',
	{ repairId: IdSchema },
	(order, { repairId }, _, stamp) => {
		const repairs = order.repairs ?? [];
		if (repairs.some((entry) => entry.repairId === repairId)) return accept(order);
		return accept({ ...order, repairs: [...repairs, { ...stamp, repairId }] });
	},
);

export const orderRepairCommands = { 'workOrder.linkRepair@1': linkRepair };
