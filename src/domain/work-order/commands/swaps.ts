import { swapBarred, swapEntries, swapsMax } from '../../asset/swap.ts';
import { IdSchema } from '../../record.ts';
import { accept, refuse } from '../../result.ts';
import { factCommand } from '../order-command.ts';
import { changeLine } from './facts.ts';

/** What was exchanged on a line's machine, or the machine itself; `asset.swap` is its companion. */
const recordSwap = factCommand(
	'assignee',
	{ lineId: IdSchema, ...swapEntries },
	(order, { lineId, ...swap }, _, stamp) => {
		const barred = swapBarred(swap);
		if (barred) return barred;
		return changeLine(order, lineId, stamp, (line) => {
			const swaps = line.swaps ?? [];
			if (swaps.some(({ swapId }) => swapId === swap.swapId)) return accept(line);
			if (swaps.length >= swapsMax) return refuse('too-many', { fields: ['swaps'] });
			return accept({ ...line, swaps: [...swaps, { ...stamp, ...swap }] });
		});
	},
);

export const orderSwapCommands = { 'workOrder.recordSwap@1': recordSwap };
