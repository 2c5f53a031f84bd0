import * as v from 'valibot';
import { hasRole } from '../../access/roles.ts';
import type { DecisionContext } from '../../command.ts';
import { mergeFields } from '../../merge.ts';
import type { User } from '../../organisation/records.ts';
import { IdSchema } from '../../record.ts';
import { accept, refuse, type Result } from '../../result.ts';
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
import { factCommand, move, type OrderCommand } from '../order-command.ts';
import { isDispatcher } from '../parties.ts';
import { lineSolved, snapshotJson } from '../readiness.ts';
import { addVisit, changeOpenVisit, endOpenVisit } from '../visit.ts';
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
		if (order.assigneeId && !args.reason) return refuse('reason-missing', { fields: ['reason'] });
		const unfit = engineerUnfit(args.assigneeId, context);
		if (unfit) return unfit;
		const { suspension: _, returned: __, ...rest } = endOpenVisit(order, context.now, 'superseded');
		const visit = {
			id: context.partId(),
			engineerId: args.assigneeId,
			dispatchedAt: context.now,
			...(args.plannedAt && { plannedAt: args.plannedAt }),
		};
		const sent = addVisit({ ...rest, assigneeId: args.assigneeId }, visit);
		const judged = { ...sent, firstDispatchCorrect: firstDispatchCorrect(order, args.reason) };
		return accept(resumeResolution(judged, context.now, context.read));
	},
);

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
		const solution = args.solution;
		const lines = order.lines.map((line) =>
			lineSolved(line)
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
	accept(changeOpenVisit({ ...order, planReason: args.reason }, { plannedAt: args.plannedAt })),
);

/** Ends the desk's ten minutes after a reported delay. */
const customerTold = factCommand('dispatcher', {}, (order, _, context) => {
	const last = order.delays.at(-1);
	if (!last || last.toldAt) return accept(order);
	return accept({
		...order,
		delays: [...order.delays.slice(0, -1), { ...last, toldAt: context.now }],
	});
});

const sendBack = move('sendBack', { missing: FilledSchema }, (order, args, context) => {
	const by = context.actor.userId;
	const reopened = withdrawSignatures(order, context, 'sent-back');
	const visit = {
		id: context.partId(),
		engineerId: order.assigneeId ?? by,
		acceptedAt: context.now,
	};
	const sentBack = { missing: args.missing, at: context.now, by };
	return accept(
		reopenResolution({ ...addVisit(reopened, visit), sentBack }, context.now, context.read),
	);
});

const close = move(
	'close',
	{
		outcome: v.optional(v.picklist(returnVisitOutcomes), 'reached'),
		tries: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(99)), 1),
		note: v.optional(TextSchema),
		code: v.optional(ShortSchema),
	},
	(order, args, context) => {
		if (args.outcome === 'not_reached' && args.tries < returnVisitTriesMin)
			return refuse('too-late', { fields: ['tries'], detail: { triesMin: returnVisitTriesMin } });
		const returnVisit = {
			outcome: args.outcome,
			tries: args.tries,
			...(args.note && { note: args.note }),
		};
		const closing = {
			returnVisit,
			at: context.now,
			by: context.actor.userId,
			...(args.code && { code: args.code }),
		};
		return accept({ ...order, closing });
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
	const {
		assigneeId: _,
		closing: __,
		completedAt: ___,
		...rest
	} = withdrawSignatures(order, context, 'reopened');
	const lines = rest.lines.map((line) => ({ ...line, result: 'open' as const }));
	const again = { ...rest, lines, reopenCount: order.reopenCount + 1, reopenReason: args.reason };
	return accept(reopenResolution(again, context.now, context.read));
});

const cancel = move(
	'cancel',
	{ reason: FilledSchema, duplicateOf: v.optional(IdSchema) },
	(order, args, context) => {
		if (!isDispatcher(context.actor) && order.state !== 'new')
			return refuse('wrong-state', { detail: { state: order.state } });
		const { assigneeId: _, ...rest } = endOpenVisit(order, context.now, 'cancelled');
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

const revive = move('revive', { reason: v.optional(TextSchema) }, (order, _, context) => {
	const { cancelled: __, ...rest } = order;
	return accept(resumeBoth(rest, context.now, context.read));
});

/** The signed work of someone re-dispatched or cancelled meanwhile becomes the order's result. */
const acceptLate = move('acceptLate', { heldId: IdSchema }, (order, args, context) => {
	const held = order.held.find((entry) => entry.id === args.heldId && !entry.accepted);
	if (!held || held.command !== 'workOrder.complete@1') return refuse('nothing-held');
	if (!order.lines.every(lineSolved)) return refuse('lines-open');
	const taken: WorkOrder = {
		...endOpenVisit(order, context.now, 'superseded'),
		assigneeId: held.engineerId,
		completedAt: held.at,
		held: order.held.map((entry) => (entry.id === held.id ? { ...entry, accepted: true } : entry)),
	};
	const json = snapshotJson(taken);
	const frozen = { ...taken, snapshot: { at: held.at, by: held.engineerId, json } };
	const answered = stopResponse(frozen, held.at, context.read);
	return accept(stopResolution(answered, held.at, context.read));
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

/** Corrects the request; the same field changed on both sides is a conflict. */
const editRequest: OrderCommand<{
	set: v.InferOutput<v.ObjectSchema<typeof requestFields, undefined>>;
}> = {
	args: v.object({ set: v.object(requestFields) }),
	decide(order, args, context) {
		if (!order) return refuse('not-found');
		if (!isDispatcher(context.actor)) return refuse('not-allowed');
		const merged = mergeFields<WorkOrder>(
			order,
			args.set as Partial<WorkOrder>,
			context.command.base,
		);
		if (!merged.ok || merged.value === order) return merged;
		return accept({
			...merged.value,
			priority: priorityOf(merged.value.impact, merged.value.urgency),
		});
	},
};

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
	'workOrder.acceptLate@1': acceptLate,
	'workOrder.escalate@1': escalate,
	'workOrder.supervisorInformed@1': supervisorInformed,
	'workOrder.editRequest@1': editRequest,
};
