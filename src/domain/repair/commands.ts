/**
 * Commands of a vendor repair. One goes through when the table of states allows it, its giver may, and
 * what it needs is there; every entry is kept, nothing once recorded is replaced.
 *
 * 1. Nobody approves what he asked for.
 * 2. Out of warranty a vendor takes the machine only after the customer chose among quotes.
 * 3. Each round has its own receipt, result, signature and verdict.
 */
import * as v from 'valibot';
import { hasRole } from '../access/roles.ts';
import type { Actor, CommandDefinition, DecisionContext } from '../command.ts';
import { mergeFields } from '../merge.ts';
import { formCodes, relatedNumber } from '../numbering/number.ts';
import { defaultCalendarId, type CalendarRecord } from '../organisation/records.ts';
import { IdSchema } from '../record.ts';
import { accept, refuse, type Result } from '../result.ts';
import { isEmptySignature, PackedSignatureSchema } from '../signature/strokes.ts';
import { addServiceMinutes } from '../sla/service-time.ts';
import { addMinutes, type Instant } from '../time/instant.ts';
import type { WorkOrder } from '../work-order/work-order.ts';
import { NameSchema, repairListMax, requestFields, SaidSchema, type Repair } from './repair.ts';
import { repairMoves, type RepairMove } from './states.ts';

/** Targets in working days of the window 5x8: eight hours each. */
export const repairDays = { thirdParty: 15, betweenReports: 3 } as const;
const workdayMinutes = 8 * 60;
const dayMinutes = 24 * 60;
const reasonArgs = { reason: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200)) };
const signatureArgs = { name: NameSchema, strokes: v.optional(PackedSignatureSchema) };

type Args<E extends v.ObjectEntries> = v.InferOutput<v.ObjectSchema<E, undefined>>;
type RepairCommand<E extends v.ObjectEntries> = CommandDefinition<Repair, Args<E>>;

function move<E extends v.ObjectEntries>(
	name: RepairMove,
	entries: E,
	effect: (repair: Repair, args: Args<E>, context: DecisionContext) => Result<Repair>,
): RepairCommand<E> {
	const { from, to, who } = repairMoves[name];
	return {
		args: v.object(entries),
		decide(repair, args, context) {
			if (!repair) return refuse('not-found');
			if (!may(who, repair, context.actor)) return refuse('not-allowed');
			if (!(from as readonly string[]).includes(repair.state))
				return refuse('wrong-state', { detail: { state: repair.state } });
			const result = effect(repair, args, context);
			return result.ok ? withinLimits({ ...result.value, state: to }) : result;
		},
	};
}

export function may(
	who: (typeof repairMoves)[RepairMove]['who'],
	repair: Repair,
	actor: Actor,
): boolean {
	if (who === 'supervisor')
		return hasRole(actor, ['supervisor']) && actor.userId !== repair.createdBy;
	const isEngineer = hasRole(actor, ['engineer']) && actor.userId === repair.engineerId;
	return isEngineer || (who === 'own' && hasRole(actor, ['dispatcher']));
}

/** What a person may do with it now: what a screen offers. */
export function repairMovesFor(repair: Repair, actor: Actor): RepairMove[] {
	const names = Object.keys(repairMoves) as RepairMove[];
	return names.filter((name) => {
		const { from, who } = repairMoves[name];
		return (from as readonly string[]).includes(repair.state) && may(who, repair, actor);
	});
}

function withinLimits(repair: Repair): Result<Repair> {
	const { quotes, progress, decisions, results, receipts } = repair;
	const lists = { quotes, progress, decisions, results, receipts };
	const full = Object.entries(lists).filter(([, list]) => list.length > repairListMax);
	return full.length > 0
		? refuse('too-many', { fields: full.map(([name]) => name) })
		: accept(repair);
}

function stamp({ now, actor, partId }: DecisionContext) {
	return { id: partId(), at: now, by: actor.userId };
}

const request: RepairCommand<
	{
		orderId: typeof IdSchema;
		lineId: v.OptionalSchema<typeof IdSchema, undefined>;
	} & typeof requestFields
> = {
	args: v.object({ orderId: IdSchema, lineId: v.optional(IdSchema), ...requestFields }),
	decide(current, { orderId, lineId, ...asked }, context) {
		if (current) return refuse('already-exists');
		const { actor, command, now } = context;
		const order = context.read('workOrder', orderId) as WorkOrder | undefined;
		// An order that is not his and one that does not exist are the same to him.
		const isHis = hasRole(actor, ['engineer']) && order?.assigneeId === actor.userId;
		if (!isHis) return refuse('not-assignee');
		const number = order.number ?? order.offlineNumber;
		if (!number) return refuse('not-found', { fields: ['number'] });
		const { asset } = order.lines.find(({ id }) => id === lineId) ?? order.lines[0] ?? {};
		return accept({
			...{ id: command.record, kind: 'repair' as const, orderId, engineerId: actor.userId },
			...{ createdAt: now, createdBy: actor.userId, updatedAt: now, updatedBy: actor.userId },
			...asked,
			number: relatedNumber(formCodes.repair, number),
			...{ summary: order.summary, customerId: order.customerId, history: [] },
			...(order.siteId && { siteId: order.siteId }),
			...(asset && { asset }),
			...{ state: 'requested' as const, round: 1, decisions: [], quotes: [], receipts: [] },
			...{ progress: [], results: [], signatures: [], verdicts: [] },
		});
	},
};

const resubmit = move('resubmit', { set: v.partial(v.object(requestFields)) }, (repair, { set }) =>
	accept(mergeFields(repair, set as Partial<Repair>, undefined).value),
);

const decision = (
	name: 'approve' | 'askChange' | 'refuseVendor',
	how: Repair['decisions'][number]['how'],
) =>
	move(name, name === 'approve' ? {} : reasonArgs, (repair, args, context) => {
		const said = args as { reason?: string };
		return accept({
			...repair,
			decisions: [...repair.decisions, { ...stamp(context), how, ...said }],
		});
	});

const addQuote = move(
	'addQuote',
	{ vendor: NameSchema, price: NameSchema, days: v.optional(v.pipe(v.number(), v.minValue(0))) },
	(repair, args, context) =>
		accept({ ...repair, quotes: [...repair.quotes, { ...stamp(context), ...args }] }),
);

const chooseQuote = move(
	'chooseQuote',
	{ quoteId: IdSchema, name: NameSchema },
	(repair, args, context) => {
		if (!repair.quotes.some(({ id }) => id === args.quoteId))
			return refuse('not-found', { fields: ['quoteId'] });
		return accept({ ...repair, chosen: { ...stamp(context), ...args } });
	},
);

/** Who takes it: the maker in warranty, else the vendor of the quote the customer chose. */
export function vendorOf(repair: Repair): string | undefined {
	if (repair.type === 'warranty') return repair.vendor?.trim() || undefined;
	return repair.quotes.find(({ id }) => id === repair.chosen?.quoteId)?.vendor;
}

const handOver = move('handOver', signatureArgs, (repair, args, context) => {
	const vendor = vendorOf(repair);
	if (!vendor) return refuse('vendor-missing', { fields: ['vendor'] });
	const unsigned = wrongSignature(args.strokes);
	if (unsigned) return unsigned;
	const receipt = { ...stamp(context), ...args, vendor, round: repair.round };
	return accept({
		...repair,
		receipts: [...repair.receipts, receipt as Repair['receipts'][number]],
		due: {
			backAt: workdaysAfter(context, repairDays.thirdParty),
			wordAt: workdaysAfter(context, repairDays.betweenReports),
		},
	});
});

function wrongSignature(strokes: Args<typeof signatureArgs>['strokes']): Result<never> | undefined {
	if (!strokes) return refuse('signature-missing', { fields: ['strokes'] });
	return isEmptySignature(strokes) ? refuse('signature-empty', { fields: ['strokes'] }) : undefined;
}

/** By the calendar with holidays and make-up days; by plain days where the place holds none. */
function workdaysAfter({ now, read }: DecisionContext, days: number): Instant {
	const calendar = read('calendar', defaultCalendarId) as CalendarRecord | undefined;
	return calendar
		? addServiceMinutes(calendar, '5x8', now, days * workdayMinutes)
		: addMinutes(now, days * dayMinutes);
}

/** In writing, to the user and the client's IT: starts the three working days anew. */
const report = move('report', { text: SaidSchema }, (repair, { text }, context) => {
	const wordAt = workdaysAfter(context, repairDays.betweenReports);
	const progress = [...repair.progress, { ...stamp(context), text }];
	return accept({ ...repair, progress, ...(repair.due && { due: { ...repair.due, wordAt } }) });
});

const takeBack = move(
	'takeBack',
	{ handling: SaidSchema, advice: v.optional(v.pipe(v.string(), v.maxLength(200))) },
	(repair, args, context) => {
		const { due: _, ...back } = repair;
		const result = { ...stamp(context), ...args, round: repair.round };
		return accept({ ...back, results: [...repair.results, result] });
	},
);

const sign = move('sign', signatureArgs, (repair, args, context) => {
	const unsigned = wrongSignature(args.strokes);
	if (unsigned) return unsigned;
	const signature = { ...stamp(context), ...args, round: repair.round };
	const signatures = [...repair.signatures, signature as Repair['signatures'][number]];
	return accept({ ...repair, signatures });
});

const pass = move('pass', {}, (repair, _, context) =>
	accept({
		...repair,
		verdicts: [
			...repair.verdicts,
			{ ...stamp(context), verdict: 'passed' as const, round: repair.round },
		],
	}),
);

/** A non-conformance 不符合项, and the next round with the vendor. */
const fail = move('fail', reasonArgs, (repair, { reason }, context) =>
	accept({
		...repair,
		verdicts: [
			...repair.verdicts,
			{ ...stamp(context), verdict: 'failed' as const, reason, round: repair.round },
		],
		round: repair.round + 1,
	}),
);

const cancel = move('cancel', reasonArgs, (repair, { reason }, context) =>
	accept({ ...repair, cancelled: { ...stamp(context), reason } }),
);

export const repairCommands = {
	'repair.request@1': request,
	'repair.resubmit@1': resubmit,
	'repair.approve@1': decision('approve', 'approved'),
	'repair.askChange@1': decision('askChange', 'change'),
	'repair.refuseVendor@1': decision('refuseVendor', 'no_vendor'),
	'repair.addQuote@1': addQuote,
	'repair.chooseQuote@1': chooseQuote,
	'repair.handOver@1': handOver,
	'repair.report@1': report,
	'repair.takeBack@1': takeBack,
	'repair.sign@1': sign,
	'repair.pass@1': pass,
	'repair.fail@1': fail,
	'repair.cancel@1': cancel,
};
