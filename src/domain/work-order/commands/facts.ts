import * as v from 'valibot';
import { markedRef } from '../../access/known-places.ts';
import { AssetRefSchema, SealStateSchema } from '../../asset/asset.ts';
import { CauseCodeSchema } from '../../catalogue/fault-causes.ts';
import type { DecisionContext } from '../../command.ts';
import { park } from '../../conflict.ts';
import { isSameValue, mergeFields } from '../../merge.ts';
import { CopyTokenSchema } from '../../copy/copy-link.ts';
import { TemplateVersionSchema } from '../../organisation/paper-template.ts';
import { BlobRefSchema } from '../../protocol/blob.ts';
import { IdSchema } from '../../record.ts';
import { accept, refuse, type Result } from '../../result.ts';
import { isEmptySignature, PackedSignatureSchema } from '../../signature/strokes.ts';
import { itemOf, workBarred } from '../before-work.ts';
import { stepsBegun } from '../checks.ts';
import { isElsewhere } from '../follow-up.ts';
import { factCommand, type FactStamp } from '../order-command.ts';
import { isFrozen, validSignature } from '../readiness.ts';
import { setLineAside } from '../set-aside.ts';
import type { OrderState } from '../states.ts';
import {
	FilledSchema,
	MinutesSchema,
	paperForms,
	results,
	ShortSchema,
	signerRoles,
	signImpossibleReasons,
	TextSchema,
	type Line,
	type WorkOrder,
} from '../work-order.ts';
import { newLine } from './intake.ts';

/** Facts are append-only and never conflict; a signed order takes additions but no change to what was signed. */

const note = factCommand('anyParty', { text: FilledSchema }, (order, args, _, stamp) => {
	return accept({ ...order, notes: [...order.notes, { ...stamp, text: args.text }] });
});

const addTime = factCommand('assignee', { minutes: MinutesSchema }, (order, args, _, stamp) =>
	accept({ ...order, times: [...order.times, { ...stamp, minutes: args.minutes }] }),
);

const consult = factCommand(
	'assigneeOrDispatcher',
	{ articleId: IdSchema, helped: v.optional(v.boolean()) },
	(order, args, _, stamp) => {
		const others = order.consulted.filter((entry) => entry.articleId !== args.articleId);
		const before = order.consulted.find((entry) => entry.articleId === args.articleId);
		if (before && args.helped === undefined) return accept(order);
		return accept({ ...order, consulted: [...others, { ...stamp, ...before, ...args }] });
	},
);

const addLine = factCommand(
	'assigneeOrDispatcher',
	{ asset: v.optional(AssetRefSchema), symptom: FilledSchema },
	(order, args, context, stamp) => {
		const barred = lineBarred(order, stamp.late);
		if (barred) return barred;
		const { symptom } = args;
		const asset = args.asset && markedRef(args.asset, order.customerId, context);
		const steps = stepsBegun(order, itemOf(order, context));
		const line = newLine({ symptom, ...(asset && { asset }) }, stamp.id, steps);
		return accept({ ...order, lines: [...order.lines, line] });
	},
);

/** The asset found on site, by scan or from the register; one he does not know is marked. */
const linkAsset = factCommand(
	'assigneeOrDispatcher',
	{ lineId: IdSchema, asset: AssetRefSchema },
	(order, args, context, stamp) => {
		const asset = markedRef(args.asset, order.customerId, context);
		return changeLine(order, args.lineId, stamp, (line) => accept({ ...line, asset }));
	},
);

/** A machine the register did not know; `asset.registerFound` went before it. */
const addFound = factCommand(
	'assignee',
	{ asset: AssetRefSchema },
	(order, args, context, stamp) => {
		const asset = markedRef(args.asset, order.customerId, context);
		const isThere = order.found?.some(
			(one) => one.asset.id !== undefined && one.asset.id === asset.id,
		);
		return accept(
			isThere ? order : { ...order, found: [...(order.found ?? []), { ...stamp, asset }] },
		);
	},
);

const workFields = {
	symptom: v.optional(TextSchema),
	causeCode: v.optional(CauseCodeSchema),
	cause: v.optional(TextSchema),
	solution: v.optional(TextSchema),
	result: v.optional(v.picklist(results)),
};

/** Cause, solution and result of a line; the same field changed by two people is a conflict. */
const recordWork = factCommand(
	'assignee',
	{ lineId: IdSchema, set: v.object(workFields) },
	(order, args, context, stamp) =>
		rewriteLine(order, args.lineId, args.set as Partial<Line>, context, stamp),
);

/** What a late change that does not say what its author saw is compared with: he saw nothing there. */
const newLineFields = { result: 'open' } as const;

/** Takes what nobody else changed meanwhile and parks what clashes. */
export function rewriteLine(
	order: WorkOrder,
	lineId: string,
	set: Partial<Line>,
	context: DecisionContext,
	stamp: FactStamp,
	base = context.command.base ?? (stamp.late && newLineFields),
): Result<WorkOrder> {
	const before = order.lines.find((line) => line.id === lineId);
	const { clashes } = mergeFields<Line>(before ?? ({} as Line), set, base);
	const changed = changeLine(order, lineId, stamp, (line) => {
		const barred = saysWork(set) ? workBarred(order, line, itemOf(order, context)) : undefined;
		return barred ?? accept(mergeFields<Line>(line, set, base).value);
	});
	return changed.ok ? park(changed.value, clashes, context, lineId) : changed;
}

function saysWork({ causeCode, cause, solution, result }: Partial<Line>): boolean {
	return (
		Boolean((causeCode ?? '') || cause?.trim() || solution?.trim()) || (result ?? 'open') !== 'open'
	);
}

const checkSeal = factCommand(
	'assignee',
	{
		lineId: IdSchema,
		state: SealStateSchema,
		number: v.optional(ShortSchema),
		newNumber: v.optional(ShortSchema),
	},
	(order, args, { now, actor }, stamp) => {
		const { lineId, ...seal } = args;
		return changeLine(order, lineId, stamp, (line) =>
			accept({ ...line, seal: { ...seal, at: now, by: actor.userId } }),
		);
	},
);

/** Fields of a record at most that one comparison speaks of. */
const comparedMax = 50;

/** The machine compared with its record; `asset.proposeCorrection` is its companion where they differ. */
const compareAsset = factCommand(
	'assignee',
	{
		lineId: IdSchema,
		same: v.pipe(v.array(ShortSchema), v.maxLength(comparedMax)),
		differs: v.pipe(
			v.array(v.object({ field: ShortSchema, from: TextSchema, to: TextSchema })),
			v.maxLength(comparedMax),
		),
		/** Of the seal that was put on afterwards. */
		newNumber: v.optional(ShortSchema),
	},
	(order, { lineId, same, differs, newNumber }, { now, actor }, stamp) =>
		changeLine(order, lineId, stamp, (line) => {
			if (!line.asset) return refuse('not-found', { fields: ['asset'] });
			const comparison = { same, differs, at: now, by: actor.userId };
			const sealed = newNumber && line.seal && { seal: { ...line.seal, newNumber } };
			return accept({ ...line, comparison, ...sealed });
		}),
);

/** The customer signs, or the reason why he cannot stands in its place. Signing freezes the work. */
const sign = factCommand(
	'assignee',
	{
		name: v.pipe(v.string(), v.trim(), v.maxLength(200)),
		signerRole: v.optional(v.picklist(signerRoles)),
		strokes: v.optional(PackedSignatureSchema),
		impossible: v.optional(
			v.object({ reason: v.picklist(signImpossibleReasons), note: v.optional(TextSchema) }),
		),
	},
	(order, args, context, stamp) => {
		const barred = signingBarred(order, stamp.late);
		if (barred) return barred;
		if (!args.strokes && !args.impossible)
			return refuse('signature-missing', { fields: ['strokes'] });
		if (args.strokes && isEmptySignature(args.strokes))
			return refuse('signature-empty', { fields: ['strokes'] });
		if (!args.name) return refuse('bad-input', { fields: ['name'] });
		const retracted = { at: context.now, by: context.actor.userId, reason: 'signed-again' };
		const earlier = order.signatures.map((entry) =>
			entry.retracted || stamp.late ? entry : { ...entry, retracted },
		);
		const signature = {
			...stamp,
			role: 'customer' as const,
			...args,
		} as WorkOrder['signatures'][number];
		return accept({ ...order, signatures: [...earlier, signature] });
	},
);

/** A late signature is kept whatever the state; an order handed in with one takes no other. */
function signingBarred(order: WorkOrder, late: true | undefined): Result<never> | undefined {
	if (late) return undefined;
	if (!signableStates.includes(order.state))
		return refuse('wrong-state', { detail: { state: order.state } });
	const signed = validSignature(order)?.strokes !== undefined;
	return order.state === 'completed' && signed ? refuse('frozen') : undefined;
}

const signableStates: readonly OrderState[] = [
	'accepted',
	'en_route',
	'on_site',
	'suspended',
	'completed',
];

/** The finished paper as a blob, so that every device shows the same bytes. */
const attachPaper = factCommand(
	'assigneeOrDispatcher',
	{
		number: ShortSchema,
		form: v.optional(v.picklist(paperForms)),
		about: v.optional(IdSchema),
		version: v.pipe(v.number(), v.integer(), v.minValue(1)),
		blob: BlobRefSchema,
		token: v.optional(CopyTokenSchema),
		template: v.optional(TemplateVersionSchema),
	},
	(order, args, _, stamp) => {
		const known = order.papers.some((paper) => paper.blob.sha256 === args.blob.sha256);
		return accept(known ? order : { ...order, papers: [...order.papers, { ...args, ...stamp }] });
	},
);

const retractable = [
	'notes',
	'photos',
	'voices',
	'times',
	'signatures',
	'consents',
	'interruptions',
] as const;
export type RetractableList = (typeof retractable)[number];

/** A fact once recorded is withdrawn by another fact, never erased; only by its author. */
const retract = factCommand(
	'assigneeOrDispatcher',
	{ list: v.picklist(retractable), factId: IdSchema, reason: FilledSchema },
	(order, args, context) => {
		const facts = order[args.list] ?? [];
		const found = facts.find((fact) => fact.id === args.factId);
		if (!found) return refuse('not-found', { fields: ['factId'] });
		if (found.by !== context.actor.userId) return refuse('not-allowed');
		if (order.completedAt && found.at <= order.completedAt) return refuse('frozen');
		if (found.retracted) return accept(order);
		const retracted = { at: context.now, by: context.actor.userId, reason: args.reason };
		const list = facts.map((fact) => (fact.id === args.factId ? { ...fact, retracted } : fact));
		return accept({ ...order, [args.list]: list });
	},
);

export function changeLine(
	order: WorkOrder,
	lineId: string,
	{ late, at }: FactStamp,
	change: (line: Line) => Result<Line>,
): Result<WorkOrder> {
	const barred = lineBarred(order, late);
	if (barred) return barred;
	const line = order.lines.find((entry) => entry.id === lineId);
	if (!line) return refuse('line-missing', { fields: ['lineId'] });
	if (isElsewhere(line)) return refuse('line-elsewhere', { fields: ['lineId'] });
	const changed = change(line);
	if (!changed.ok) return changed;
	if (changed.value === line) return accept(order);
	if (late && overwrites(line, changed.value)) return refuse('frozen');
	const lines = order.lines.map((entry) => (entry.id === lineId ? changed.value : entry));
	const kept = setLineAside(order, line, changed.value, at);
	return accept({ ...kept, lines });
}

/**
 * Whoever lost the order fills in what is empty, but replaces nothing: that waits for the desk
 * (`factCommand`). What was recorded twice over stays as it stands.
 */
function overwrites(was: Line, is: Line): boolean {
	const replaced = (['asset', 'seal', 'comparison'] as const).some(
		(field) => was[field] !== undefined && !isSameValue(was[field], is[field]),
	);
	const doneBefore = was.checklist.filter(({ doneAt }) => doneAt !== undefined);
	return replaced || doneBefore.some((item) => !is.checklist.some((now) => isSameValue(now, item)));
}

/** What was signed or handed in stays; a cancelled order takes only what was done before he knew. */
export function lineBarred(order: WorkOrder, late: true | undefined): Result<never> | undefined {
	if (isFrozen(order)) return refuse('frozen');
	if (order.state !== 'cancelled' || late) return undefined;
	return refuse('wrong-state', { detail: { state: order.state } });
}

export const factCommands = {
	'workOrder.note@1': note,
	'workOrder.addTime@1': addTime,
	'workOrder.consult@1': consult,
	'workOrder.addLine@1': addLine,
	'workOrder.linkAsset@1': linkAsset,
	'workOrder.addFound@1': addFound,
	'workOrder.recordWork@1': recordWork,
	'workOrder.checkSeal@1': checkSeal,
	'workOrder.compareAsset@1': compareAsset,
	'workOrder.sign@1': sign,
	'workOrder.attachPaper@1': attachPaper,
	'workOrder.retract@1': retract,
};
