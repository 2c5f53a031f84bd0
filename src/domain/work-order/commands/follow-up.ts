import * as v from 'valibot';
import { hasRole } from '../../access/roles.ts';
import type { CommandDefinition, DecisionContext } from '../../command.ts';
import { parseNumber } from '../../numbering/number.ts';
import { IdSchema } from '../../record.ts';
import { accept, refuse } from '../../result.ts';
import { InstantSchema } from '../../time/instant.ts';
import { LocalDateSchema } from '../../time/local-date.ts';
import { linesHere, openLines } from '../follow-up.ts';
import { pauseResolution, pausesClocks } from '../order-clocks.ts';
import { factCommand } from '../order-command.ts';
import {
	listsMax,
	ShortSchema,
	suspendReasons,
	TextSchema,
	type Line,
	type WorkOrder,
} from '../work-order.ts';
import { lineBarred } from './facts.ts';
import { emptyLists } from './intake.ts';

/** Open lines leave for a follow-up order, so that the rest can be completed; see `follow-up.ts`. */
const splitOff = factCommand(
	'assignee',
	{
		lineIds: v.pipe(v.array(IdSchema), v.minLength(1), v.maxLength(listsMax.lines)),
		followUp: IdSchema,
		/** The follow-up's number, as its paper names it. */
		number: v.optional(ShortSchema),
	},
	(order, { lineIds, followUp, number }, { now, actor }, stamp) => {
		if (order.followUps?.some(({ orderId }) => orderId === followUp)) return accept(order);
		const barred = lineBarred(order, stamp.late);
		if (barred) return barred;
		if (order.state !== 'on_site' && !stamp.late)
			return refuse('wrong-state', { detail: { state: order.state } });
		const going = openLines(order).filter(({ id }) => lineIds.includes(id));
		if (going.length === 0) return refuse('line-missing', { fields: ['lineIds'] });
		if (going.length === linesHere(order).length) return refuse('no-line-left');
		const continues = { order: followUp, at: now, by: actor.userId, ...(number && { number }) };
		return accept({
			...order,
			lines: order.lines.map((line) => (going.includes(line) ? { ...line, continues } : line)),
			followUps: [
				...(order.followUps ?? []),
				{ ...stamp, orderId: followUp, ...(number && { number }) },
			],
		});
	},
);

const followUpEntries = {
	from: IdSchema,
	offlineNumber: v.optional(ShortSchema),
	/** What it waits for, and what the customer was promised. */
	reason: v.picklist(suspendReasons),
	note: v.optional(TextSchema),
	plannedAt: v.optional(InstantSchema),
	expectedOn: v.optional(LocalDateSchema),
};
type FollowUpArgs = v.InferOutput<v.ObjectSchema<typeof followUpEntries, undefined>>;

/**
 * The order that goes on with the lines just split off: at the same place, with the clocks as they
 * run, waiting at its engineer for the visit he promised. Where he had lost the first order
 * meanwhile, it is the desk's to send somebody.
 */
const createFollowUp: CommandDefinition<WorkOrder, FollowUpArgs> = {
	args: v.object(followUpEntries),
	decide(current, args, context) {
		const { actor, command, read } = context;
		if (current) return refuse('already-exists');
		if (!hasRole(actor, ['engineer'])) return refuse('not-allowed');
		if (args.offlineNumber && parseNumber(args.offlineNumber)?.kind !== 'offline')
			return refuse('bad-input', { fields: ['offlineNumber'] });
		const before = read('workOrder', args.from) as WorkOrder | undefined;
		const lines = before?.lines.filter(
			({ continues }) => continues?.order === command.record && continues.by === actor.userId,
		);
		// Alike for an order that is not there: nobody learns of others.
		if (!before || !lines || lines.length === 0) return refuse('not-found');
		const order = followUpOf(before, lines, args, context);
		return accept(before.assigneeId === actor.userId ? waiting(order, args, context) : order);
	},
};

function followUpOf(
	before: WorkOrder,
	lines: readonly Line[],
	args: FollowUpArgs,
	context: DecisionContext,
): WorkOrder {
	const { actor, command, now } = context;
	const { orderKind, channel, requester, customerId, siteId, room, unconfirmedPlace } = before;
	const { summary, symptom, category, serviceItemId, impact, urgency, priority } = before;
	const { demands } = before;
	const { level, clocks, restored, receivedAt, receivedBy, deskId, stationId } = before;
	const number = before.number ?? before.offlineNumber;
	const by = { createdAt: now, createdBy: actor.userId, updatedAt: now, updatedBy: actor.userId };
	const visit = { id: context.partId(), engineerId: actor.userId, acceptedAt: now };
	return {
		...{ id: command.record, kind: 'workOrder', ...by, history: [] },
		...{ orderKind, channel, mode: 'on_site', requester, customerId, summary, impact, urgency },
		...{ priority, receivedAt, receivedBy, state: 'new', reopenCount: 0 },
		...defined({ siteId, room, unconfirmedPlace, symptom, category, serviceItemId, demands }),
		...defined({ level, clocks, restored, deskId, stationId }),
		...defined({ offlineNumber: args.offlineNumber }),
		...emptyLists(),
		lines: lines.map(({ continues: _, ...line }, n) => ({
			...line,
			...{ id: context.partId(n + 1), parts: [], of: line.id },
		})),
		// So that what he still does there is known as his.
		visits: [{ ...visit, outcome: 'superseded' }],
		followUpOf: { order: before.id, ...(number && { number }) },
	};
}

function waiting(order: WorkOrder, args: FollowUpArgs, { now, actor, read }: DecisionContext) {
	const { reason, note, plannedAt, expectedOn } = args;
	const [visit] = order.visits;
	const kept: WorkOrder = {
		...order,
		state: 'suspended',
		assigneeId: actor.userId,
		visits: visit ? [{ ...visit, outcome: 'suspended' }] : [],
		suspension: { reason, at: now, ...defined({ note, plannedAt, expectedOn }) },
	};
	return pausesClocks(reason, read) ? pauseResolution(kept, now, reason) : kept;
}

function defined<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
	const entries = Object.entries(value).filter(([, item]) => item !== undefined);
	return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

export const followUpCommands = {
	'workOrder.splitOff@1': splitOff,
	'workOrder.createFollowUp@1': createFollowUp,
};
