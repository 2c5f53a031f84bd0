/**
 * What to do with field work handed in by someone who had lost the order meanwhile: the desk takes
 * it over or discards it with a reason. Either way the entries stay on the order.
 */
import type { DecisionContext } from '../../command.ts';
import { IdSchema } from '../../record.ts';
import { accept, refuse } from '../../result.ts';
import type { Instant } from '../../time/instant.ts';
import { stopResolution, stopResponse } from '../order-clocks.ts';
import { factCommand, move } from '../order-command.ts';
import { lineSolved, snapshotJson } from '../readiness.ts';
import { setAside } from '../set-aside.ts';
import { endOpenVisit } from '../visit.ts';
import { FilledSchema, type Visit, type WorkOrder } from '../work-order.ts';

type Held = WorkOrder['held'][number];

/** The signed work of someone re-dispatched or cancelled meanwhile becomes the order's result. */
const acceptLate = move('acceptLate', { heldId: IdSchema }, (order, args, context) => {
	const done = order.held.find((entry) => entry.id === args.heldId && isWaiting(entry));
	if (done?.command !== 'workOrder.complete@1') return refuse('nothing-held');
	if (!order.lines.every(lineSolved)) return refuse('lines-open');
	if (!signatureOf(order, done)) return refuse('signature-missing');
	const taken = takeOver(order, done, context);
	const json = snapshotJson(taken);
	const frozen = { ...taken, snapshot: { at: done.at, by: done.engineerId, json } };
	const arrivedAt = heldAt(order, done, 'arrive') ?? done.at;
	const answered = stopResponse(frozen, arrivedAt, context.read);
	return accept(stopResolution(answered, done.at, context.read));
});

/** Kept aside with the reason why it does not count. */
const discardHeld = factCommand(
	'dispatcher',
	{ heldId: IdSchema, reason: FilledSchema },
	(order, args, { now, actor }) => {
		if (!order.held.some((entry) => entry.id === args.heldId && isWaiting(entry)))
			return refuse('nothing-held');
		const retracted = { at: now, by: actor.userId, reason: args.reason };
		const held = order.held.map((entry) =>
			entry.id === args.heldId ? { ...entry, retracted } : entry,
		);
		return accept({ ...order, held });
	},
);

function takeOver(order: WorkOrder, done: Held, context: DecisionContext): WorkOrder {
	const { now } = context;
	const ended = endOpenVisit(order, now, 'superseded');
	const free = setAside(
		ended,
		['suspension', 'returned', 'cancelled', 'closing', 'completedAt', 'snapshot'],
		now,
	);
	const { engineerId, at, minutes } = done;
	const time = { id: context.partId(), at, by: engineerId, late: true };
	return {
		...free,
		assigneeId: engineerId,
		completedAt: at,
		visits: visitsAsHeld(free, done),
		signatures: signaturesOf(free, done, context),
		times: minutes ? [...free.times, { ...time, minutes }] : free.times,
		held: free.held.map((entry) => (partOf(done, entry) ? { ...entry, accepted: true } : entry)),
	};
}

/** His last visit, ended when he lost the order, gets the times that really were. */
function visitsAsHeld(order: WorkOrder, done: Held): Visit[] {
	const own = order.visits.findLast((visit) => visit.engineerId === done.engineerId);
	if (!own) return order.visits;
	const [acceptedAt, departedAt, arrivedAt] = (['accept', 'depart', 'arrive'] as const).map(
		(step) => heldAt(order, done, step),
	);
	const real = {
		...own,
		...(acceptedAt && { acceptedAt }),
		...(departedAt && { departedAt }),
		...(arrivedAt && { arrivedAt }),
		leftAt: done.at,
		outcome: 'completed',
	};
	return order.visits.map((visit) => (visit.id === own.id ? real : visit));
}

function heldAt(
	order: WorkOrder,
	done: Held,
	step: 'accept' | 'depart' | 'arrive',
): Instant | undefined {
	return order.held.find((entry) => partOf(done, entry) && entry.command === `workOrder.${step}@1`)
		?.at;
}

/** His signature stands now, any other is withdrawn. */
function signaturesOf(
	order: WorkOrder,
	done: Held,
	{ now, actor }: DecisionContext,
): WorkOrder['signatures'] {
	const stands = signatureOf(order, done);
	const retracted = { at: now, by: actor.userId, reason: 'superseded' };
	return order.signatures.map((entry) => {
		if (entry.id === stands?.id) return entry.late ? { ...entry, accepted: true } : entry;
		return entry.retracted ? entry : { ...entry, retracted };
	});
}

function signatureOf(order: WorkOrder, done: Held): WorkOrder['signatures'][number] | undefined {
	return order.signatures.findLast((entry) => entry.by === done.engineerId && !entry.retracted);
}

function partOf(done: Held, entry: Held): boolean {
	return isWaiting(entry) && entry.engineerId === done.engineerId && entry.at <= done.at;
}

function isWaiting(entry: Held): boolean {
	return !entry.accepted && !entry.retracted;
}

export const lateCommands = {
	'workOrder.acceptLate@1': acceptLate,
	'workOrder.discardHeld@1': discardHeld,
};
