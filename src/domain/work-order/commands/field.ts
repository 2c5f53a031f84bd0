import * as v from 'valibot';
import { commandId } from '../../command.ts';
import { Sha256Schema } from '../../protocol/blob.ts';
import { accept, refuse, type RefusalKind } from '../../result.ts';
import { PackedSignatureSchema } from '../../signature/strokes.ts';
import { InstantSchema, type Instant } from '../../time/instant.ts';
import { LocalDateSchema, type LocalDate } from '../../time/local-date.ts';
import {
	pausesClocks,
	pauseResolution,
	resumeResolution,
	stopResolution,
	stopResponse,
} from '../order-clocks.ts';
import { itemOf } from '../before-work.ts';
import { move } from '../order-command.ts';
import { isAssignee } from '../parties.ts';
import { withHand } from '../own-hands.ts';
import { gapsOf, snapshotJson, type Gap } from '../readiness.ts';
import { setAside } from '../set-aside.ts';
import { addVisit, changeOpenVisit, endOpenVisit, planNextVisit } from '../visit.ts';
import {
	FilledSchema,
	MinutesSchema,
	returnReasons,
	ScanProofSchema,
	suspendReasons,
	TextSchema,
	type WorkOrder,
} from '../work-order.ts';

const acceptOrder = move('accept', {}, (order, _, { now }) =>
	accept(changeOpenVisit(order, { acceptedAt: now })),
);

const depart = move('depart', {}, (order, _, { now }) =>
	accept(changeOpenVisit(order, { departedAt: now })),
);

/** Arrival opens the work on site, may carry a scan as proof of presence, and stops the response clock. */
const arrive = move(
	'arrive',
	{ scan: v.optional(ScanProofSchema) },
	(order, args, { now, read }) => {
		const arrival = { arrivedAt: now, ...(args.scan && { arrivalScan: args.scan }) };
		return accept(stopResponse(changeOpenVisit(order, arrival), now, read));
	},
);

/** The order leaves his hands; what he recorded stays. */
const returnEntries = { reason: FilledSchema, code: v.optional(v.picklist(returnReasons)) };

const returnOrder = move('return', returnEntries, (order, args, { now, actor }) => {
	const { reason, code } = args;
	const { assigneeId: _, ...rest } = setAside(
		endOpenVisit(order, now, 'returned'),
		['returned'],
		now,
	);
	const returned = { reason, at: now, by: actor.userId, ...(code && { code }) };
	return accept({ ...rest, returned });
});

const evidence = v.variant('kind', [
	v.object({ kind: v.literal('photo'), sha256: Sha256Schema }),
	v.object({ kind: v.literal('scan'), scan: ScanProofSchema }),
	v.object({ kind: v.literal('call'), text: FilledSchema }),
]);

/** Nobody let him in: counts as response, with a photo, a scan or a call log as proof. */
const noAccess = move(
	'noAccess',
	{ evidence: v.optional(evidence), note: v.optional(TextSchema) },
	(order, args, { now, read }) => {
		if (!args.evidence) return refuse('evidence-missing', { fields: ['evidence'] });
		const left = changeOpenVisit(order, {
			leftAt: now,
			outcome: 'no_access',
			evidence: args.evidence,
		});
		return accept(
			suspendFor(stopResponse(left, now, read), 'access', { note: args.note }, { now, read }),
		);
	},
);

/** What the customer is told when work stops: why, when somebody comes again, when the part arrives. */
const promiseEntries = {
	note: v.optional(TextSchema),
	plannedAt: v.optional(InstantSchema),
	expectedOn: v.optional(LocalDateSchema),
};
interface Promised {
	note?: string | undefined;
	plannedAt?: Instant | undefined;
	expectedOn?: LocalDate | undefined;
}

const suspend = move(
	'suspend',
	{ reason: v.picklist(suspendReasons), ...promiseEntries },
	(order, args, { now, read }) => {
		const { reason, ...promise } = args;
		return accept(
			suspendFor(endOpenVisit(order, now, 'suspended'), reason, promise, { now, read }),
		);
	},
);

type At = { now: WorkOrder['createdAt']; read: Parameters<typeof pausesClocks>[1] };

function suspendFor(
	order: WorkOrder,
	reason: (typeof suspendReasons)[number],
	{ note, plannedAt, expectedOn }: Promised,
	{ now, read }: At,
): WorkOrder {
	const suspension = {
		...{ reason, at: now },
		...(note && { note }),
		...(plannedAt && { plannedAt }),
		...(expectedOn && { expectedOn }),
	};
	const suspended = { ...setAside(order, ['suspension'], now), suspension };
	return pausesClocks(reason, read) ? pauseResolution(suspended, now, reason) : suspended;
}

/** The assignee goes on where he is or plans to come again; the desk only puts it back to accepted. */
const resume = move(
	'resume',
	{ to: v.optional(v.picklist(['accepted', 'on_site']), 'accepted') },
	(order, args, context) => {
		if (args.to === 'on_site' && !isAssignee(order, context.actor)) return refuse('not-assignee');
		const { now } = context;
		const plannedAt = order.suspension?.plannedAt;
		const visit = {
			id: context.partId(),
			engineerId: order.assigneeId ?? context.actor.userId,
			acceptedAt: now,
			...(args.to === 'on_site' && { arrivedAt: now }),
			...(args.to === 'accepted' && plannedAt && { plannedAt }),
		};
		const rest = setAside(order, ['suspension'], now);
		const going = { ...addVisit(rest, visit), state: args.to };
		return accept(resumeResolution(going, now, context.read));
	},
);

/** The user can work again by a loan device, a spare or a workaround: stops the resolution clock. */
const restore = move(
	'restore',
	{ how: v.picklist(['loan', 'spare', 'workaround']), note: v.optional(TextSchema) },
	(order, args, { now, read, actor }) => {
		const { how, note } = args;
		const restored = { how, at: now, by: actor.userId, ...(note && { note }) };
		const before = setAside(order, ['restored'], now);
		return accept(stopResolution({ ...before, restored }, now, read));
	},
);

const reportDelay = move(
	'reportDelay',
	{ reason: FilledSchema, plannedAt: v.optional(InstantSchema) },
	(order, args, context) => {
		const { plannedAt, reason } = args;
		const delay = {
			...{ id: context.partId(), at: context.now, by: context.actor.userId, reason },
			...(plannedAt && { plannedAt }),
		};
		const replanned = plannedAt ? planNextVisit(order, plannedAt) : order;
		return accept({ ...replanned, delays: [...order.delays, delay] });
	},
);

const refusalOfGap: Record<Gap, RefusalKind> = {
	cause: 'lines-open',
	solution: 'lines-open',
	photo: 'photo-missing',
	consent: 'consent-missing',
	notice: 'notice-missing',
	recovery: 'interruption-open',
	signature: 'signature-missing',
};

/** Every line solved or worked around, consent where due, signature or the reason why none; then frozen. */
const complete = move(
	'complete',
	{ minutes: v.optional(MinutesSchema), strokes: v.optional(PackedSignatureSchema) },
	(order, args, context) => {
		const [gap] = gapsOf(order, itemOf(order, context));
		if (gap) return refuse(refusalOfGap[gap], { fields: [gap] });
		const { now, actor } = context;
		const time = { id: context.partId(), at: now, by: actor.userId, minutes: args.minutes ?? 0 };
		const signed = withHand(order, args.strokes, {
			...{ id: context.partId(), at: now, by: actor.userId, role: 'engineer' },
		});
		const done: WorkOrder = {
			...endOpenVisit(setAside(signed, ['completedAt', 'snapshot'], now), now, 'completed'),
			completedAt: now,
			times: args.minutes ? [...order.times, time] : order.times,
		};
		const snapshot = { at: now, by: actor.userId, json: snapshotJson(done) };
		const of = commandId(context.command);
		const frozen = { ...done, snapshot: { ...snapshot, of } };
		return accept(stopResolution(frozen, now, context.read));
	},
);

export const fieldCommands = {
	'workOrder.accept@1': acceptOrder,
	'workOrder.depart@1': depart,
	'workOrder.arrive@1': arrive,
	'workOrder.return@1': returnOrder,
	'workOrder.noAccess@1': noAccess,
	'workOrder.suspend@1': suspend,
	'workOrder.resume@1': resume,
	'workOrder.restore@1': restore,
	'workOrder.reportDelay@1': reportDelay,
	'workOrder.complete@1': complete,
};
