/**
 * What to do with field work handed in by someone who had lost the order meanwhile: the desk takes
 * it over, keeps it as facts, or discards it with a reason. Either way the entries stay on the order.
 */
import * as v from 'valibot';
import { markedRef } from '../../access/known-places.ts';
import type { AssetRef } from '../../asset/asset.ts';
import type { ServiceItem } from '../../catalogue/service-item.ts';
import type { DecisionContext } from '../../command.ts';
import { IdSchema } from '../../record.ts';
import { accept, refuse } from '../../result.ts';
import type { Part } from '../../stock/part.ts';
import { PackedSignatureSchema } from '../../signature/strokes.ts';
import { withHeldFacts } from '../held-facts.ts';
import { itemOf, openInterruption, workBarred } from '../before-work.ts';
import {
	heldBefore,
	isUndecided,
	lateLists,
	lateSignature,
	mayTakeOver,
	undecidedFacts,
	type LateList,
} from '../late-work.ts';
import { stopResolution, stopResponse } from '../order-clocks.ts';
import { factCommand, move } from '../order-command.ts';
import { linesHere } from '../follow-up.ts';
import { lineSolved } from '../line-solved.ts';
import { snapshotJson } from '../readiness.ts';
import { setAside } from '../set-aside.ts';
import { endOpenVisit } from '../visit.ts';
import { withHand } from '../own-hands.ts';
import { FilledSchema, type Held, type Visit, type WorkOrder } from '../work-order.ts';

/** Entries decided by one command: all the lists of an order together hold fewer late ones. */
const lateIdsMax = 2_000;

/** The signed work of someone re-dispatched or cancelled meanwhile becomes the order's result. */
const acceptLate = move('acceptLate', { heldId: IdSchema }, (order, args, context) => {
	const done = order.held.find((entry) => entry.id === args.heldId && isUndecided(entry));
	if (done?.command !== 'workOrder.complete@1') return refuse('nothing-held');
	const told = withHeldFacts(order, heldBefore(order, done), surroundingsOf(order, context));
	if (!linesHere(told.order).every(lineSolved)) return refuse('lines-open');
	const barred = workBarred(told.order, undefined, itemOf(told.order, context));
	if (barred) return barred;
	if (openInterruption(told.order)) return refuse('interruption-open');
	if (!mayTakeOver(order, done)) return refuse('signature-missing');
	const taken = takeOver(told.order, done, told.taken, context);
	const json = snapshotJson(taken);
	// His device's seal names the completion that was held.
	const of = done.id.slice(0, done.id.lastIndexOf('.'));
	const frozen = { ...taken, snapshot: { at: done.at, by: done.engineerId, json, of } };
	const arrivedAt = heldStep(order, done, 'arrive')?.at ?? done.at;
	const answered = stopResponse(frozen, arrivedAt, context.read);
	return accept(stopResolution(answered, done.at, context.read));
});

/**
 * What was done counts as a fact and no more: his visit gets its real times, his minutes are booked,
 * the order stays where it is and his signature does not stand. What is decided already is skipped.
 */
const acceptFacts = factCommand(
	'dispatcher',
	{ ids: v.pipe(v.array(IdSchema), v.minLength(1), v.maxLength(lateIdsMax)) },
	(order, { ids }, context) => {
		const named = new Set(ids);
		const held = order.held.filter((entry) => named.has(entry.id) && isUndecided(entry));
		const facts = undecidedFacts(order).filter(({ id }) => named.has(id));
		if (held.length + facts.length === 0)
			return hasAny(order, named) ? accept(order) : refuse('nothing-held');
		const last = held.at(-1);
		const visits = last ? visitsAsHeld(order, last) : order.visits;
		const times = [...order.times, ...held.flatMap((entry, n) => minutesOf(entry, context, n))];
		const booked = noteFacts({ ...order, visits, times }, named, context);
		const noted = { at: context.now, by: context.actor.userId };
		return accept({
			...booked,
			held: order.held.map((entry) => (held.includes(entry) ? { ...entry, noted } : entry)),
		});
	},
);

function hasAny(order: WorkOrder, ids: ReadonlySet<string>): boolean {
	const lists = (['held', ...lateLists] as const).flatMap(
		(list): { id: string }[] => order[list] ?? [],
	);
	return lists.some(({ id }) => ids.has(id));
}

/** Kept aside with the reason why it does not count. */
const discardHeld = factCommand(
	'dispatcher',
	{ heldId: IdSchema, reason: FilledSchema },
	(order, args, { now, actor }) => {
		if (!order.held.some((entry) => entry.id === args.heldId && isUndecided(entry)))
			return refuse('nothing-held');
		const retracted = { at: now, by: actor.userId, reason: args.reason };
		const held = order.held.map((entry) =>
			entry.id === args.heldId ? { ...entry, retracted } : entry,
		);
		return accept({ ...order, held });
	},
);

/** `written`: what of it is in the order already. What has no place there is kept as facts, and says so. */
function takeOver(
	order: WorkOrder,
	done: Held,
	written: ReadonlySet<string>,
	context: DecisionContext,
): WorkOrder {
	const { now, actor } = context;
	const ended = endOpenVisit(order, now, 'superseded');
	const free = setAside(
		ended,
		['suspension', 'returned', 'cancelled', 'closing', 'completedAt', 'snapshot'],
		now,
	);
	const { engineerId, at } = done;
	// Also what came behind the completion: the sheet it made, a note from the way home.
	const his = undecidedFacts(free).filter((fact) => fact.by === engineerId);
	const noted = noteFacts(free, new Set(his.map(({ id }) => id)), context);
	const steps = steplike.map((step) => heldStep(order, done, step)?.id);
	const taken = new Set([done.id, ...written, ...steps]);
	const parts = heldBefore(order, done);
	const as = (entry: Held): Held => {
		if (!parts.includes(entry)) return entry;
		return taken.has(entry.id)
			? { ...entry, accepted: true }
			: { ...entry, noted: { at: now, by: actor.userId } };
	};
	const drawn = v.safeParse(PackedSignatureSchema, done.args?.['strokes']);
	const hand = { id: done.id, at, by: engineerId, role: 'engineer' } as const;
	return {
		...withHand(noted, drawn.success ? drawn.output : undefined, hand),
		assigneeId: engineerId,
		completedAt: at,
		visits: visitsAsHeld(noted, done, { leftAt: done.at, outcome: 'completed' }),
		signatures: signaturesOf(noted, done, context),
		times: [...noted.times, ...parts.flatMap((entry, n) => minutesOf(entry, context, n))],
		held: noted.held.map(as),
	};
}

/** The asset is named by the desk now, which knows every place. */
function surroundingsOf(order: WorkOrder, context: DecisionContext) {
	const { serviceItemId, customerId } = order;
	const item = serviceItemId ? context.read('serviceItem', serviceItemId) : undefined;
	return {
		marked: (ref: AssetRef) => markedRef(ref, customerId, context),
		item: item as ServiceItem | undefined,
		part: (id: string) => context.read('part', id) as Part | undefined,
	};
}

function minutesOf(
	{ at, engineerId, minutes }: Held,
	context: DecisionContext,
	n: number,
): WorkOrder['times'] {
	if (!minutes) return [];
	const noted = { at: context.now, by: context.actor.userId };
	return [{ id: context.partId(n), at, by: engineerId, late: true, noted, minutes }];
}

/** A signature is left out where it shall stand; there it is accepted instead. */
function noteFacts(
	order: WorkOrder,
	ids: ReadonlySet<string>,
	{ now, actor }: DecisionContext,
): WorkOrder {
	const noted = { at: now, by: actor.userId };
	const note = (list: LateList) =>
		(order[list] as { id: string }[]).map((fact) => (ids.has(fact.id) ? { ...fact, noted } : fact));
	const there = lateLists.filter((list) => order[list] !== undefined);
	return { ...order, ...Object.fromEntries(there.map((list) => [list, note(list)])) };
}

/** His last visit, ended when he lost the order, gets the times that really were; `end` how it ended. */
function visitsAsHeld(order: WorkOrder, done: Held, end: Partial<Visit> = {}): Visit[] {
	const own = order.visits.findLast((visit) => visit.engineerId === done.engineerId);
	if (!own) return order.visits;
	const [accepted, departed, arrived] = steplike.map((step) => heldStep(order, done, step));
	const scan = arrived?.args?.['scan'] as Visit['arrivalScan'];
	const real = {
		...own,
		...(accepted && { acceptedAt: accepted.at }),
		...(departed && { departedAt: departed.at }),
		...(arrived && { arrivedAt: arrived.at }),
		...(scan && { arrivalScan: scan }),
		...end,
	};
	return order.visits.map((visit) => (visit.id === own.id ? real : visit));
}

/** Moves that a visit has a time for. */
const steplike = ['accept', 'depart', 'arrive'] as const;

function heldStep(order: WorkOrder, done: Held, step: (typeof steplike)[number]): Held | undefined {
	return heldBefore(order, done).find(({ command }) => command === `workOrder.${step}@1`);
}

/** His signature stands now, any other is withdrawn. */
function signaturesOf(
	order: WorkOrder,
	done: Held,
	{ now, actor }: DecisionContext,
): WorkOrder['signatures'] {
	const stands = lateSignature(order, done);
	const retracted = { at: now, by: actor.userId, reason: 'superseded' };
	return order.signatures.map((entry) => {
		if (entry.id === stands?.id) return entry.late ? { ...entry, accepted: true } : entry;
		return entry.retracted ? entry : { ...entry, retracted };
	});
}

export const lateCommands = {
	'workOrder.acceptLate@1': acceptLate,
	'workOrder.acceptFacts@1': acceptFacts,
	'workOrder.discardHeld@1': discardHeld,
};
