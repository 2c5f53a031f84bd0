/** Consent and notice of interruption as facts: signed or told before the work, kept for good. */
import * as v from 'valibot';
import { stepsOffered, type ServiceItem } from '../../catalogue/service-item.ts';
import { mergeInto } from '../../conflict.ts';
import { IdSchema } from '../../record.ts';
import { accept, refuse, type Result } from '../../result.ts';
import { isEmptySignature, PackedSignatureSchema } from '../../signature/strokes.ts';
import { InstantSchema } from '../../time/instant.ts';
import { demandsOf, demandsOn, itemOf, openInterruption } from '../before-work.ts';
import { asCheck } from '../checks.ts';
import { factCommand, type FactStamp } from '../order-command.ts';
import { asSeen, SeenItemSchema } from '../seen-item.ts';
import {
	backupChoices,
	confirmationWays,
	FilledSchema,
	listsMax,
	noticeWays,
	ShortSchema,
	signerRoles,
	TextSchema,
	type Consent,
	type Interruption,
	type Line,
	type WorkOrder,
} from '../work-order.ts';
import { lineBarred } from './facts.ts';

const consentArgs = {
	lineIds: v.pipe(v.array(IdSchema), v.minLength(1), v.maxLength(listsMax.lines)),
	text: v.object({ zh: TextSchema, en: TextSchema }),
	afterVirus: v.boolean(),
	it: v.optional(v.object({ name: ShortSchema, how: v.picklist(confirmationWays) })),
	backup: v.picklist(backupChoices),
	backupBy: ShortSchema,
	name: ShortSchema,
	role: v.picklist(signerRoles),
	strokes: v.optional(PackedSignatureSchema),
};

const recordConsent = factCommand('assignee', consentArgs, (order, args, context, stamp) => {
	const barred = lineBarred(order, stamp.late);
	if (barred) return barred;
	const { consent } = demandsOn(order, itemOf(order, context));
	const needsIt = args.afterVirus || consent === 'data-loss-and-it';
	const wrong =
		unsigned(args.strokes) ?? blank(args) ?? (needsIt ? blank(args.it ?? {}, 'it') : undefined);
	if (wrong) return wrong;
	const isThere = (id: string) => order.lines.some((line) => line.id === id);
	if (!args.lineIds.every(isThere)) return refuse('line-missing', { fields: ['lineIds'] });
	return accept(withConsent(order, args, stamp));
});

export type ConsentArgs = v.InferOutput<v.ObjectSchema<typeof consentArgs, undefined>>;

/** The order with a consent whose arguments were found right. */
export function withConsent(
	order: WorkOrder,
	{ lineIds, ...said }: ConsentArgs,
	stamp: FactStamp,
): WorkOrder {
	const lines = order.lines.filter(({ id }) => lineIds.includes(id));
	const consent = {
		...{ ...stamp, ...said },
		...(order.serviceItemId && { itemId: order.serviceItemId }),
		lines: lines.map(({ id, asset }) => ({ lineId: id, ...(asset && { tag: asset.tag }) })),
	} as Consent;
	return { ...order, consents: [...(order.consents ?? []), consent] };
}

function unsigned(strokes: Consent['strokes'] | undefined): Result<never> | undefined {
	if (!strokes) return refuse('signature-missing', { fields: ['strokes'] });
	return isEmptySignature(strokes) ? refuse('signature-empty', { fields: ['strokes'] }) : undefined;
}

/** Names and texts a paper cannot do without. */
function blank(
	said: {
		name?: string | undefined;
		backupBy?: string | undefined;
		text?: { zh: string; en: string } | undefined;
	},
	field?: string,
): Result<never> | undefined {
	if (!said.name?.trim()) return refuse('bad-input', { fields: [field ?? 'name'] });
	if (said.backupBy !== undefined && !said.backupBy.trim())
		return refuse('bad-input', { fields: ['backupBy'] });
	if (said.text && !said.text.zh.trim()) return refuse('bad-input', { fields: ['text'] });
	return undefined;
}

const noticeInterruption = factCommand(
	'assignee',
	{
		affected: FilledSchema,
		recoverBy: InstantSchema,
		name: ShortSchema,
		role: v.picklist(signerRoles),
		how: v.picklist(noticeWays),
		strokes: v.optional(PackedSignatureSchema),
	},
	(order, args, context, stamp) => {
		const barred = lineBarred(order, stamp.late);
		if (barred) return barred;
		const wrong = (args.how === 'signed' ? unsigned(args.strokes) : undefined) ?? blank(args);
		if (wrong) return wrong;
		if (args.recoverBy <= context.now) return refuse('bad-input', { fields: ['recoverBy'] });
		const notice = {
			...{ ...stamp, ...args },
			...(order.serviceItemId && { itemId: order.serviceItemId }),
		} as Interruption;
		const retracted = { at: context.now, by: context.actor.userId, reason: 'noticed-again' };
		return accept({
			...order,
			interruptions: [...replaced(order, retracted, stamp.late), notice],
		});
	},
);

/** A new agreement takes the place of the one that still runs; nobody who lost the order replaces one. */
function replaced(
	{ interruptions = [] }: WorkOrder,
	retracted: NonNullable<Interruption['retracted']>,
	late: true | undefined,
): Interruption[] {
	if (late) return interruptions;
	return interruptions.map((entry) =>
		entry.retracted || entry.recoveredAt ? entry : { ...entry, retracted },
	);
}

/** It runs again: stops the notice's clock. */
const endInterruption = factCommand('assignee', {}, (order, _, { now, actor }, { late }) => {
	const barred = lineBarred(order, late);
	if (barred) return barred;
	const open = openInterruption(order);
	if (!open) return order.interruptions?.length ? accept(order) : refuse('not-found');
	const ended = { ...open, recoveredAt: now, recoveredBy: actor.userId };
	const interruptions = order.interruptions?.map((entry) => (entry.id === open.id ? ended : entry));
	return accept({ ...order, ...(interruptions && { interruptions }) });
});

/**
 * What the work turned out to be: another service of the catalogue, with its checklist and what it
 * demands before the work. What was ticked stays.
 */
const changeService = factCommand(
	'assigneeOrDispatcher',
	{ serviceItemId: IdSchema, seen: v.optional(SeenItemSchema) },
	(order, { serviceItemId, seen }, context, { late }) => {
		const barred = lineBarred(order, late);
		if (barred) return barred;
		const item = asSeen(itemOf({ serviceItemId }, context), seen);
		if (!item) return refuse('not-found', { fields: ['serviceItemId'] });
		if (order.serviceItemId === serviceItemId) return accept(order);
		if (late) return refuse('frozen');
		const changed = mergeInto(order, { serviceItemId }, context.command.base, context);
		if (!changed.ok || changed.value.serviceItemId !== serviceItemId) return changed;
		const lines = order.lines.map((line) => ({ ...line, checklist: checklistFor(line, item) }));
		return accept({ ...changed.value, ...demandsOf(item), lines });
	},
);

function checklistFor({ checklist }: Line, item: ServiceItem): Line['checklist'] {
	const done = checklist.filter(({ doneAt }) => doneAt !== undefined);
	const kept = new Set(done.map(({ key }) => key));
	return [
		...done,
		...stepsOffered(item)
			.filter(({ key }) => !kept.has(key))
			.map(asCheck),
	];
}

export const beforeWorkCommands = {
	'workOrder.recordConsent@2': recordConsent,
	'workOrder.noticeInterruption@1': noticeInterruption,
	'workOrder.endInterruption@1': endInterruption,
	'workOrder.changeService@1': changeService,
};
