import * as v from 'valibot';
import { confirmed } from '../../access/known-places.ts';
import { hasRole } from '../../access/roles.ts';
import type { DecisionContext } from '../../command.ts';
import { mergeInto } from '../../conflict.ts';
import type { User } from '../../organisation/records.ts';
import { IdSchema } from '../../record.ts';
import { accept, refuse, type Result } from '../../result.ts';
import { PackedSignatureSchema } from '../../signature/strokes.ts';
import { GradeSchema, priorityOf } from '../../sla/level.ts';
import { addMinutes, InstantSchema } from '../../time/instant.ts';
import {
	pauseBoth,
	reopenResolution,
	resumeBoth,
	resumeResolution,
	stopResolution,
	stopResponse,
} from '../order-clocks.ts';
import { itemOf, workBarred } from '../before-work.ts';
import { factCommand, move, type OrderCommand } from '../order-command.ts';
import { withHand } from '../own-hands.ts';
import { isDispatcher } from '../parties.ts';
import { isElsewhere } from '../follow-up.ts';
import { lineSolved } from '../line-solved.ts';
import { isFrozen } from '../readiness.ts';
import { setAside } from '../set-aside.ts';
import { addVisit, endOpenVisit, planNextVisit } from '../visit.ts';
import {
	dispatchReasons,
	escalationTargets,
	FilledSchema,
	MinutesSchema,
	returnVisitOutcomes,
	ShortSchema,
	SummarySchema,
	TextSchema,
	type WorkOrder,
} from '../work-order.ts';

const dayMinutes = 24 * 60;
/** A closed order may be reopened for a week; later it is a follow-up order. */
export const reopenDaysMax = 7;
/** A rating counts within a fortnight of the work. */
export const ratingDaysMax = 14;
/** So many tries before "not reached" closes an order. */
export const returnVisitTriesMin = 3;
/** Only these say that the first dispatch was wrong. */
const wrongDispatchReasons: readonly string[] = ['wrong_skill', 'wrong_facts'];

const dispatch = move(
	'dispatch',
	{
		assigneeId: IdSchema,
		plannedAt: v.optional(InstantSchema),
		reason: v.optional(v.picklist(dispatchReasons)),
		note: v.optional(TextSchema),
	},
	(order, args, context) => {
		if (dispatchNeedsReason(order) && !args.reason)
			return refuse('reason-missing', { fields: ['reason'] });
		const unfit = engineerUnfit(args.assigneeId, context);
		if (unfit) return unfit;
		const free = endOpenVisit(order, context.now, 'superseded');
		const rest = setAside(free, ['suspension', 'returned'], context.now);
		const visit = {
			id: context.partId(),
			engineerId: args.assigneeId,
			dispatchedAt: context.now,
			...(args.plannedAt && { plannedAt: args.plannedAt }),
			...(args.reason && { reason: args.reason }),
			...(args.note && { note: args.note }),
		};
		const sent = addVisit({ ...rest, assigneeId: args.assigneeId }, visit);
		const judged = { ...sent, firstDispatchCorrect: firstDispatchCorrect(order, args.reason) };
		return accept(resumeResolution(judged, context.now, context.read));
	},
);

/** Somebody was set before: also where he returned the order himself. */
export function dispatchNeedsReason(order: WorkOrder): boolean {
	return order.assigneeId !== undefined || order.state === 'returned';
}

function engineerUnfit(userId: string, { read }: DecisionContext): Result<never> | undefined {
	const user = read('user', userId) as User | undefined;
	if (user && hasRole(user, ['engineer']) && !user.disabled) return undefined;
	return refuse('assignee-unfit', { fields: ['assigneeId'] });
}

function firstDispatchCorrect(order: WorkOrder, reason: string | undefined): boolean {
	return (order.firstDispatchCorrect ?? true) && !(reason && wrongDispatchReasons.includes(reason));
}

const claim = move('claim', {}, (order, _, context) => {
	const visit = { id: context.partId(), engineerId: context.actor.userId, acceptedAt: context.now };
	return accept(addVisit({ ...order, assigneeId: context.actor.userId }, visit));
});

const resolveRemotely = move(
	'resolveRemotely',
	{
		solution: v.optional(TextSchema),
		cause: v.optional(TextSchema),
		mode: v.picklist(['phone', 'remote']),
		minutes: v.optional(MinutesSchema),
	},
	(order, args, context) => {
		if (!args.solution?.trim()) return refuse('solution-missing', { fields: ['solution'] });
		const barred = workBarred(order, undefined, itemOf(order, context));
		if (barred) return barred;
		const solution = args.solution;
		const lines = order.lines.map((line) =>
			lineSolved(line) || isElsewhere(line)
				? line
				: {
						...line,
						solution,
						result: 'solved' as const,
						...(args.cause && { cause: args.cause }),
					},
		);
		const help = { at: context.now, by: context.actor.userId, mode: args.mode };
		const helped: WorkOrder = {
			...endOpenVisit(order, context.now, 'resolved'),
			...{ lines, mode: args.mode, completedAt: context.now },
			remoteHelp: args.minutes === undefined ? help : { ...help, minutes: args.minutes },
		};
		const answered = stopResponse(helped, context.now, context.read);
		return accept(stopResolution(answered, context.now, context.read));
	},
);

const replan = move('replan', { plannedAt: InstantSchema, reason: FilledSchema }, (order, args) =>
	accept(planNextVisit({ ...order, planReason: args.reason }, args.plannedAt)),
);

/** Ends the desk's ten minutes after a reported delay. */
const customerTold = factCommand('dispatcher', {}, (order, _, context) => {
	if (order.delays.every((delay) => delay.toldAt)) return accept(order);
	const delays = order.delays.map((delay) =>
		delay.toldAt ? delay : { ...delay, toldAt: context.now },
	);
	return accept({ ...order, delays });
});

/** The sheet lacks something; the user was helped, so the clocks stay as they stopped. */
const sendBack = move('sendBack', { missing: FilledSchema }, (order, args, context) => {
	const by = context.actor.userId;
	const withdrawn = withdrawSignatures(order, context, 'sent-back');
	const again = setAside(withdrawn, ['completedAt', 'sentBack'], context.now);
	const visit = {
		id: context.partId(),
		engineerId: order.assigneeId ?? by,
		acceptedAt: context.now,
	};
	const sentBack = { missing: args.missing, at: context.now, by };
	return accept({ ...addVisit(again, visit), sentBack });
});

/** The desk says how the return visit went; the requester's own "solved" is one that reached him. */
const close = move(
	'close',
	{
		outcome: v.optional(v.picklist(returnVisitOutcomes)),
		tries: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(99)), 1),
		note: v.optional(TextSchema),
		code: v.optional(ShortSchema),
		strokes: v.optional(PackedSignatureSchema),
	},
	(order, args, context) => {
		const outcome = args.outcome ?? (isDispatcher(context.actor) ? undefined : 'reached');
		if (!outcome) return refuse('reason-missing', { fields: ['outcome'] });
		if (outcome === 'not_reached' && args.tries < returnVisitTriesMin)
			return refuse('tries-missing', {
				fields: ['tries'],
				detail: { triesMin: returnVisitTriesMin },
			});
		const returnVisit = {
			outcome,
			tries: args.tries,
			...(args.note && { note: args.note }),
		};
		const closing = {
			returnVisit,
			at: context.now,
			by: context.actor.userId,
			...(args.code && { code: args.code }),
		};
		const { now: at, actor } = context;
		const hand = isDispatcher(actor) ? args.strokes : undefined;
		const stamp = { id: context.partId(), at, by: actor.userId, role: 'desk' } as const;
		return accept(withHand({ ...order, closing }, hand, stamp));
	},
);

const rate = move(
	'rate',
	{
		stars: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(5)),
		comment: v.optional(TextSchema),
		solved: v.boolean(),
	},
	(order, args, context) => {
		if (order.rating) return refuse('already-rated');
		if (pastDays(order, context, ratingDaysMax))
			return refuse('too-late', { detail: { days: ratingDaysMax } });
		const { comment, ...scores } = args;
		const rating = {
			...scores,
			...(comment && { comment }),
			at: context.now,
			by: context.actor.userId,
		};
		return accept({ ...order, rating });
	},
);

const reopen = move('reopen', { reason: FilledSchema }, (order, args, context) => {
	if (pastDays(order, context, reopenDaysMax))
		return refuse('too-late', { detail: { days: reopenDaysMax } });
	const withdrawn = withdrawSignatures(order, context, 'reopened');
	const { assigneeId: _, ...rest } = setAside(withdrawn, ['closing', 'completedAt'], context.now);
	const lines = rest.lines.map((line) => ({ ...line, result: 'open' as const }));
	const again = { ...rest, lines, reopenCount: order.reopenCount + 1, reopenReason: args.reason };
	return accept(reopenResolution(again, context.now, context.read));
});

const cancel = move(
	'cancel',
	{ reason: FilledSchema, duplicateOf: v.optional(IdSchema) },
	(order, args, context) => {
		const ended = endOpenVisit(order, context.now, 'cancelled');
		const { assigneeId: _, ...rest } = setAside(ended, ['suspension'], context.now);
		const { duplicateOf, reason } = args;
		const cancelled = {
			reason,
			at: context.now,
			by: context.actor.userId,
			...(duplicateOf && { duplicateOf }),
		};
		return accept(pauseBoth({ ...rest, cancelled }, context.now, 'cancelled'));
	},
);

/** A requester takes back only his own cancelling. */
const revive = move('revive', { reason: v.optional(TextSchema) }, (order, args, context) => {
	const by = context.actor.userId;
	const revived = { at: context.now, by, ...(args.reason && { reason: args.reason }) };
	const again = { ...setAside(order, ['cancelled', 'returned'], context.now), revived };
	return accept(resumeBoth(again, context.now, context.read));
});

const escalate = move(
	'escalate',
	{ to: v.picklist(escalationTargets), reason: FilledSchema },
	(order, args, context) => {
		const entry = { id: context.partId(), at: context.now, by: context.actor.userId, ...args };
		return accept({ ...order, escalations: [...order.escalations, entry] });
	},
);

/** Ends the desk's twenty minutes to pass an anomaly on. */
const supervisorInformed = factCommand(
	'dispatcher',
	{ escalationId: IdSchema },
	(order, args, context) => {
		if (!order.escalations.some((entry) => entry.id === args.escalationId))
			return refuse('not-found');
		const escalations = order.escalations.map((entry) =>
			entry.id === args.escalationId
				? { ...entry, informedAt: entry.informedAt ?? context.now }
				: entry,
		);
		return accept({ ...order, escalations });
	},
);

const requestFields = {
	summary: v.optional(SummarySchema),
	symptom: v.optional(TextSchema),
	category: v.optional(ShortSchema),
	room: v.optional(ShortSchema),
	impact: v.optional(GradeSchema),
	urgency: v.optional(GradeSchema),
};

/**
 * Corrects the request; the same field changed on both sides is a conflict. Confirms its place and
 * assets, also where nothing else is set.
 */
const editRequest: OrderCommand<{
	set: v.InferOutput<v.ObjectSchema<typeof requestFields, undefined>>;
}> = {
	args: v.object({ set: v.object(requestFields) }),
	decide(order, args, context) {
		if (!order) return refuse('not-found');
		if (!isDispatcher(context.actor)) return refuse('not-allowed');
		if (isFrozen(order)) return refuse('frozen');
		const set = args.set as Partial<WorkOrder>;
		return rewriteRequest(order, set, context.command.base, context);
	},
};

/** Takes what nobody else changed meanwhile and parks what clashes. */
export function rewriteRequest(
	order: WorkOrder,
	set: Partial<WorkOrder>,
	base: Readonly<Record<string, unknown>> | undefined,
	context: DecisionContext,
): Result<WorkOrder> {
	const merged = mergeInto(confirmed(order), set, base, context);
	if (!merged.ok || merged.value === order) return merged;
	const { impact, urgency } = merged.value;
	return accept({ ...merged.value, priority: priorityOf(impact, urgency) });
}

function withdrawSignatures(order: WorkOrder, context: DecisionContext, reason: string): WorkOrder {
	const retracted = { at: context.now, by: context.actor.userId, reason };
	return {
		...order,
		signatures: order.signatures.map((entry) =>
			entry.retracted ? entry : { ...entry, retracted },
		),
	};
}

function pastDays(order: WorkOrder, context: DecisionContext, days: number): boolean {
	const ended = order.closing?.at ?? order.completedAt ?? order.updatedAt;
	return context.now > addMinutes(ended, days * dayMinutes);
}

export const deskCommands = {
	'workOrder.dispatch@1': dispatch,
	'workOrder.claim@1': claim,
	'workOrder.resolveRemotely@1': resolveRemotely,
	'workOrder.replan@1': replan,
	'workOrder.customerTold@1': customerTold,
	'workOrder.sendBack@1': sendBack,
	'workOrder.close@1': close,
	'workOrder.rate@1': rate,
	'workOrder.reopen@1': reopen,
	'workOrder.cancel@1': cancel,
	'workOrder.revive@1': revive,
	'workOrder.escalate@1': escalate,
	'workOrder.supervisorInformed@1': supervisorInformed,
	'workOrder.editRequest@1': editRequest,
};
