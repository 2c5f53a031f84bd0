import * as v from 'valibot';
import { IdSchema } from '../../record.ts';
import { accept, refuse, type Result } from '../../result.ts';
import type { Part } from '../../stock/part.ts';
import { quantityMax, vanOf } from '../../stock/stock.ts';
import { factCommand } from '../order-command.ts';
import { FilledSchema, type Line, type UsedPart } from '../work-order.ts';
import { changeLine } from './facts.ts';

/** Parts of one line. */
const partsMax = 100;

/** Taken from the engineer's own van for a line; `stock.move` is its companion. */
const usePart = factCommand(
	'assignee',
	{
		lineId: IdSchema,
		partId: IdSchema,
		quantity: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(quantityMax)),
	},
	(order, { lineId, partId, quantity }, { read, actor }, stamp) => {
		const part = read('part', partId) as Part | undefined;
		if (!part) return refuse('not-found', { fields: ['partId'] });
		const { name, unit } = part;
		const used: UsedPart = { ...stamp, partId, name, unit, quantity, storeId: vanOf(actor.userId) };
		return changeLine(order, lineId, stamp, (line) =>
			line.parts.length < partsMax
				? accept({ ...line, parts: [...line.parts, used] })
				: refuse('too-many', { fields: ['parts'] }),
		);
	},
);

/** Not used after all, or recorded by mistake: withdrawn by its author, and back in the van it goes. */
const returnPart = factCommand(
	'assignee',
	{ lineId: IdSchema, factId: IdSchema, reason: FilledSchema },
	(order, { lineId, factId, reason }, { now, actor }, stamp) =>
		changeLine(order, lineId, stamp, (line): Result<Line> => {
			const found = line.parts.find(({ id }) => id === factId);
			if (!found) return refuse('not-found', { fields: ['factId'] });
			if (found.by !== actor.userId) return refuse('not-allowed');
			if (found.retracted) return accept(line);
			const retracted = { at: now, by: actor.userId, reason };
			const parts = line.parts.map((used) => (used === found ? { ...used, retracted } : used));
			return accept({ ...line, parts });
		}),
);

export const orderPartCommands = {
	'workOrder.usePart@1': usePart,
	'workOrder.returnPart@1': returnPart,
};
