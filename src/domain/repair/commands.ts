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
import type { DecisionContext } from '../command.ts';
import { mergeFields } from '../merge.ts';
import { formCodes, relatedNumber } from '../numbering/number.ts';
import {
	defaultCalendarId,
	organisationId,
	type CalendarRecord,
	type Organisation,
} from '../organisation/records.ts';
import { AssetRefSchema } from '../asset/asset.ts';
import { IdSchema } from '../record.ts';
import { accept, refuse, type Result } from '../result.ts';
import { isEmptySignature, PackedSignatureSchema } from '../signature/strokes.ts';
import { addServiceMinutes } from '../sla/service-time.ts';
import { addMinutes, type Instant } from '../time/instant.ts';
import type { WorkOrder } from '../work-order/work-order.ts';
import { loanOut, NameSchema, requestFields, SaidSchema, type Repair } from './repair.ts';
import { listingOf } from './vendor-list.ts';
import { move, stamp, type Args, type RepairCommand } from './repair-command.ts';

/** Targets in working days of the window 5x8: eight hours each. */
export const repairDays = { thirdParty: 15, betweenReports: 3 } as const;
const workdayMinutes = 8 * 60;
const dayMinutes = 24 * 60;
const reasonArgs = { reason: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200)) };
const signatureArgs = { name: NameSchema, strokes: v.optional(PackedSignatureSchema) };

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
		const numbers = numbersOf(order, command.record);
		if (!numbers) return refuse('not-found', { fields: ['number'] });
		const listed = refusedVendor(asked.vendor, context);
		if (listed) return listed;
		const { asset } = order.lines.find(({ id }) => id === lineId) ?? order.lines[0] ?? {};
		return accept({
			...{ id: command.record, kind: 'repair' as const, orderId, engineerId: actor.userId },
			...{ createdAt: now, createdBy: actor.userId, updatedAt: now, updatedBy: actor.userId },
			...asked,
			...numbers,
			...{ summary: order.summary, customerId: order.customerId, history: [] },
			...(order.siteId && { siteId: order.siteId }),
			...(order.unconfirmedPlace && { unconfirmedPlace: true }),
			...(asset && { asset }),
			...{ state: 'requested' as const, round: 1, decisions: [], quotes: [], receipts: [] },
			...{ progress: [], results: [], signatures: [], verdicts: [], loans: [] },
			...{ papers: [], seals: [] },
		});
	},
};

/** The order counts its repairs (`workOrder.linkRepair`), so that each has a number of its own. */
function numbersOf(
	order: WorkOrder,
	repairId: string,
): Pick<Repair, 'number' | 'offlineNumber'> | undefined {
	const place = (order.repairs ?? []).findIndex((entry) => entry.repairId === repairId);
	const about = order.number ?? order.offlineNumber;
	if (place < 0 || about === undefined) return undefined;
	const numbered = (of: string) => relatedNumber(formCodes.repair, of, place + 1);
	return {
		number: numbered(about),
		...(order.offlineNumber && { offlineNumber: numbered(order.offlineNumber) }),
	};
}

const resubmit = move(
	'resubmit',
	{ set: v.partial(v.object(requestFields)) },
	(repair, { set }, context) =>
		refusedVendor(set.vendor, context) ??
		accept(mergeFields(repair, set as Partial<Repair>, undefined).value),
);

/** Who is on the blacklist takes no machine. */
function refusedVendor(
	vendor: string | undefined,
	{ read }: DecisionContext,
): Result<never> | undefined {
	const organisation = read('organisation', organisationId) as Organisation | undefined;
	if (!vendor || !listingOf(organisation?.vendorProposals, vendor)) return undefined;
	return refuse('vendor-listed', { fields: ['vendor'] });
}

const decision = (
	name: 'approve' | 'askChange' | 'refuseVendor',
	how: Repair['decisions'][number]['how'],
) =>
	move(name, name === 'approve' ? {} : reasonArgs, (repair, args, context) => {
		const said = args as { reason?: string };
		const { unconfirmedPlace, ...placed } = repair;
		const isOpen = unconfirmedPlace && how !== 'approved';
		return accept({
			...placed,
			...(isOpen && { unconfirmedPlace }),
			decisions: [...repair.decisions, { ...stamp(context), how, ...said }],
		});
	});

const addQuote = move(
	'addQuote',
	{ vendor: NameSchema, price: NameSchema },
	(repair, args, context) =>
		refusedVendor(args.vendor, context) ??
		accept({ ...repair, quotes: [...repair.quotes, { ...stamp(context), ...args }] }),
);

const chooseQuote = move(
	'chooseQuote',
	{ quoteId: IdSchema, name: NameSchema },
	(repair, args, context) => {
		const quote = repair.quotes.find(({ id }) => id === args.quoteId);
		if (!quote) return refuse('not-found', { fields: ['quoteId'] });
		const listed = refusedVendor(quote.vendor, context);
		return listed ?? accept({ ...repair, chosen: { ...stamp(context), ...args } });
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
	const wrong = refusedVendor(vendor, context) ?? wrongSignature(args.strokes);
	if (wrong) return wrong;
	const price = repair.quotes.find(({ id }) => id === repair.chosen?.quoteId)?.price;
	const agreed = repair.type === 'third_party' && price ? { vendor, price } : { vendor };
	const receipt = { ...stamp(context), ...args, ...agreed, round: repair.round };
	return accept({
		...repair,
		receipts: [...repair.receipts, receipt as Repair['receipts'][number]],
		due: {
			backAt: workdaysAfter(context, targetDays(repair)),
			wordAt: workdaysAfter(context, repairDays.betweenReports),
		},
	});
});

/** In warranty the maker's own promise counts. */
function targetDays({ type, makerDays }: Repair): number {
	return type === 'warranty' ? (makerDays ?? repairDays.thirdParty) : repairDays.thirdParty;
}

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

/** The engineer's word on what came back, under his own signature. */
function judged(
	repair: Repair,
	args: { strokes?: Args<typeof signatureArgs>['strokes']; reason?: string },
	context: DecisionContext,
): Result<Repair> {
	const unsigned = wrongSignature(args.strokes);
	if (unsigned) return unsigned;
	const verdict = args.reason === undefined ? ('passed' as const) : ('failed' as const);
	const entry = { ...stamp(context), ...args, verdict, round: repair.round };
	return accept({ ...repair, verdicts: [...repair.verdicts, entry as Repair['verdicts'][number]] });
}

const strokesArgs = { strokes: signatureArgs.strokes };
const pass = move('pass', strokesArgs, judged);

/** A non-conformance 不符合项, and the next round with the vendor. */
const fail = move('fail', { ...reasonArgs, ...strokesArgs }, (repair, args, context) => {
	const result = judged(repair, args, context);
	return result.ok ? accept({ ...result.value, round: repair.round + 1 }) : result;
});

const cancel = move('cancel', reasonArgs, (repair, { reason }, context) =>
	accept({ ...repair, cancelled: { ...stamp(context), reason } }),
);

/** A loan device 备机 out to the user; that it restores his work is the order's own command beside it. */
const lend = move('lend', { device: AssetRefSchema }, (repair, { device }, context) => {
	if (loanOut(repair)) return refuse('loan-out', { fields: ['device'] });
	return accept({ ...repair, loans: [...repair.loans, { ...stamp(context), device }] });
});

const takeLoanBack = move('takeLoanBack', {}, (repair, _, { now, actor }) => {
	const out = loanOut(repair);
	if (!out) return refuse('not-found', { fields: ['device'] });
	const back = { at: now, by: actor.userId };
	return accept({
		...repair,
		loans: repair.loans.map((loan) => (loan === out ? { ...loan, back } : loan)),
	});
});

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
	'repair.lend@1': lend,
	'repair.takeLoanBack@1': takeLoanBack,
};
