import * as v from 'valibot';
import { DecimalSchema } from '../../catalogue/decimal.ts';
import type { DecisionContext } from '../../command.ts';
import { IdSchema } from '../../record.ts';
import { accept, refuse, type Result } from '../../result.ts';
import { itemOf, workBarred } from '../before-work.ts';
import { ticked, withCheck, withReading, withStep } from '../checks.ts';
import { factCommand, type FactStamp } from '../order-command.ts';
import type { ChecklistItem, WorkOrder } from '../work-order.ts';
import { changeLine } from './facts.ts';

const step = { lineId: IdSchema, key: v.string() };

/** Done, or not after all. A step with a reading is done by what was read. */
const tick = factCommand(
	'assignee',
	{ ...step, done: v.boolean() },
	(order, args, context, stamp) =>
		changeCheck(order, { ...args, isWork: args.done }, { context, stamp }, (item) =>
			args.done && item.reading
				? refuse('reading-missing', { fields: ['value'] })
				: accept(ticked(item, args.done, doneBy(context))),
		),
);

/** What was read, in or out of its limits: a finding is never refused. The latest stands. */
const recordReading = factCommand(
	'assignee',
	{ ...step, value: DecimalSchema },
	(order, args, context, stamp) =>
		changeCheck(order, { ...args, isWork: true }, { context, stamp }, (item) => {
			if (!item.reading) return refuse('not-found', { fields: ['key'] });
			if (item.value === args.value) return accept(item);
			return accept(withReading(item, args.value, doneBy(context)));
		}),
);

function doneBy({ now, actor }: DecisionContext) {
	return { at: now, by: actor.userId };
}

function changeCheck(
	order: WorkOrder,
	{ lineId, key, isWork }: { lineId: string; key: string; isWork: boolean },
	{ context, stamp }: { context: DecisionContext; stamp: FactStamp },
	change: (item: ChecklistItem) => Result<ChecklistItem>,
): Result<WorkOrder> {
	return changeLine(order, lineId, stamp, (line) => {
		const service = itemOf(order, context);
		const barred = isWork ? workBarred(order, line, service) : undefined;
		if (barred) return barred;
		const listed = withStep(line, service, key);
		const item = listed.checklist.find((one) => one.key === key);
		if (!item) return refuse('not-found', { fields: ['key'] });
		const changed = change(item);
		if (!changed.ok) return changed;
		if (changed.value === item) return accept(line);
		return accept({ ...line, checklist: withCheck(listed, key, () => changed.value) });
	});
}

export const checkCommands = {
	'workOrder.tick@1': tick,
	'workOrder.recordReading@1': recordReading,
};
