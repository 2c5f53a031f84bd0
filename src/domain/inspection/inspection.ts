/**
 * One round of an inspection 巡检: its plan, who approved it, what was found device by device, and the
 * report. A recurring one is followed by a round of its own, made by the server.
 *
 * 1. The route is frozen by the server from the register, once the plan is submitted or a round is
 *    renewed: what the register says later changes no round.
 * 2. What was found is a set of facts that only grows; what it amounts to is folded from it
 *    (`sheet.ts`), so the order in which devices hand in makes no difference.
 * 3. Who is named in it holds it with the assets of its route while it is under way, and no longer.
 * 4. Nobody approves what he made, planned or inspected himself (`approval.ts`).
 */
import * as v from 'valibot';
import { RoleSchema } from '../access/roles.ts';
import { DecimalSchema } from '../catalogue/decimal.ts';
import { TemplateVersionSchema } from '../organisation/paper-template.ts';
import { BlobRefSchema } from '../protocol/blob.ts';
import { IdSchema, recordEntries } from '../record.ts';
import { InstantSchema } from '../time/instant.ts';
import { LocalDateSchema } from '../time/local-date.ts';
import { ChecklistSchema } from './checklists.ts';
import { RecurrenceSchema } from './recurrence.ts';
import { inspectionStates } from './states.ts';

/** Devices of one round; facts kept of it; people who inspect. */
export const checkpointsMax = 120;
export const factsMax = 3_000;
const inspectorsMax = 20;
const roomsMax = 200;
const checklistsMax = 50;
const chainMax = 6;
const answersMax = 60;
export const inspectionPapersMax = 20;
const stepsAtOnceMax = 40;

const short = v.pipe(v.string(), v.maxLength(200));
const name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200));
const text = v.pipe(v.string(), v.trim(), v.maxLength(4_000));

/** One step of an approval chain: who may answer it, and for which side. */
export const ChainStepSchema = v.object({
	role: RoleSchema,
	side: v.picklist(['provider', 'client']),
	/** The department that answers, in the customer's own words. */
	name: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(60))),
});
export type ChainStep = v.InferOutput<typeof ChainStepSchema>;

export const usualChain: readonly ChainStep[] = [
	{ role: 'supervisor', side: 'provider' },
	{ role: 'clientApprover', side: 'client', name: '运维部' },
	{ role: 'clientApprover', side: 'client', name: '信息中心' },
];

export const inspectionPlanEntries = {
	name,
	siteId: IdSchema,
	/** Only these rooms of the site; all of it where left out. */
	rooms: v.optional(v.pipe(v.array(short), v.maxLength(roomsMax))),
	/** Keys of ours, ids of items of the catalogue. */
	checklists: v.pipe(v.array(IdSchema), v.minLength(1), v.maxLength(checklistsMax)),
	recurrence: RecurrenceSchema,
	from: LocalDateSchema,
	to: LocalDateSchema,
	inspectors: v.pipe(v.array(IdSchema), v.minLength(1), v.maxLength(inspectorsMax)),
	/** Tools, instruments, escorts, time windows. */
	resources: v.optional(text),
	chain: v.pipe(v.array(ChainStepSchema), v.minLength(1), v.maxLength(chainMax)),
};

const CheckpointSchema = v.looseObject({
	/** The asset's id. */
	id: IdSchema,
	tag: short,
	name: short,
	/** Everything else it may be scanned by. */
	codes: v.optional(v.array(short)),
	model: v.optional(short),
	category: v.optional(short),
	room: short,
	locationCode: v.optional(short),
	purchasedOn: v.optional(LocalDateSchema),
	warrantyUntil: v.optional(LocalDateSchema),
	endOfLifeOn: v.optional(LocalDateSchema),
	/** Keys of the round's checklists that apply. */
	lists: v.array(v.string()),
});
export type Checkpoint = v.InferOutput<typeof CheckpointSchema>;

export const routeEntries = {
	checkpoints: v.pipe(v.array(CheckpointSchema), v.maxLength(checkpointsMax)),
	lists: v.array(ChecklistSchema),
	siteName: short,
	customerName: short,
};

export const inspectionScanSources = ['camera', 'handheld', 'typed'] as const;
export const checkOutcomes = ['pass', 'fail', 'not_applicable'] as const;
export type CheckOutcome = (typeof checkOutcomes)[number];

const stamp = { at: InstantSchema, by: v.string() };

/** A step of a checklist answered; a reading by its value, exactly as it was read. */
export const StepResultSchema = v.object({
	step: short,
	outcome: v.optional(v.picklist(checkOutcomes)),
	value: v.optional(DecimalSchema),
});
export type StepResult = v.InferOutput<typeof StepResultSchema>;

export const raisedKinds = ['order', 'problem', 'correction'] as const;
export type RaisedKind = (typeof raisedKinds)[number];

export const factEntries = {
	scan: { code: short, how: v.picklist(inspectionScanSources) },
	check: {
		results: v.pipe(v.array(StepResultSchema), v.minLength(1), v.maxLength(stepsAtOnceMax)),
	},
	note: { note: v.optional(text), photo: v.optional(BlobRefSchema), step: v.optional(short) },
	raise: {
		as: v.picklist(raisedKinds),
		step: v.optional(short),
		orderId: v.optional(IdSchema),
		text: v.optional(text),
	},
} as const;

const FactSchema = v.looseObject({
	id: IdSchema,
	...stamp,
	device: v.string(),
	checkpointId: IdSchema,
	scan: v.optional(v.looseObject(factEntries.scan)),
	results: v.optional(v.array(StepResultSchema)),
	note: v.optional(text),
	photo: v.optional(BlobRefSchema),
	/** What the photo is of, where a step asks for one. */
	step: v.optional(short),
	raised: v.optional(v.looseObject(factEntries.raise)),
	retracted: v.optional(v.looseObject(stamp)),
	/** The desk's word on a problem proposed. */
	settled: v.optional(
		v.looseObject({ ...stamp, as: v.picklist(['taken', 'dismissed']), reason: v.optional(text) }),
	),
	/** Came after the report: kept, and no part of it unless the report is sent back. */
	late: v.optional(v.boolean()),
});
export type InspectionFact = v.InferOutput<typeof FactSchema>;

const AnswerSchema = v.looseObject({
	...stamp,
	/** Which step of the chain, from 0; the name of who answered, whom the customer's side cannot look up. */
	step: v.number(),
	name: v.string(),
	reason: v.optional(text),
	/** Sent back: what was agreed before it counts no more. */
	back: v.optional(v.boolean()),
});
export type Answer = v.InferOutput<typeof AnswerSchema>;
const Answers = v.pipe(v.array(AnswerSchema), v.maxLength(answersMax));

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const TotalsSchema = v.object({
	devices: count,
	inspected: count,
	/** Devices whose tag was scanned on the spot. */
	proven: count,
	passed: count,
	failed: count,
	orders: count,
	problems: count,
	corrections: count,
});
export type InspectionTotals = v.InferOutput<typeof TotalsSchema>;

export const reportEntries = {
	/** What the inspector makes of it, and what he advises. */
	evaluation: v.pipe(text, v.minLength(1)),
	advice: v.optional(text),
};

export const inspectionPaperEntries = {
	part: v.picklist(['record', 'report']),
	number: short,
	version: v.pipe(v.number(), v.integer(), v.minValue(1)),
	blob: BlobRefSchema,
	template: v.optional(TemplateVersionSchema),
};
export type InspectionPaperPart = 'record' | 'report';

export const InspectionSchema = v.looseObject({
	...recordEntries,
	kind: v.literal('inspection'),
	...inspectionPlanEntries,
	number: v.optional(short),
	numberSeal: v.optional(v.string()),
	/** Given to another after a restore from an older backup. */
	formerNumber: v.optional(short),
	customerId: IdSchema,
	state: v.picklist(inspectionStates),
	/** Names of the inspectors, in their order; the customer's side holds no users. */
	inspectorNames: v.array(short),
	/** Taken out while it was under way: what they had found still counts. */
	former: v.optional(v.array(IdSchema)),
	/** Who planned or changed it; none of them approves it. */
	makers: v.array(v.string()),
	submitted: v.optional(v.looseObject(stamp)),
	checkpoints: v.optional(routeEntries.checkpoints),
	lists: v.optional(routeEntries.lists),
	siteName: v.optional(short),
	customerName: v.optional(short),
	planAnswers: v.optional(Answers),
	facts: v.array(FactSchema),
	report: v.optional(
		v.looseObject({
			...stamp,
			name: v.string(),
			...reportEntries,
			totals: TotalsSchema,
			/** `checkpoint|step` that failed in the round before, too. */
			repeats: v.array(v.string()),
		}),
	),
	reportAnswers: v.optional(Answers),
	closedAt: v.optional(InstantSchema),
	papers: v.optional(v.array(v.looseObject({ id: IdSchema, ...stamp, ...inspectionPaperEntries }))),
	cancelled: v.optional(v.looseObject({ ...stamp, reason: text })),
	/** First day of the first round; the rounds before and after this one. */
	first: LocalDateSchema,
	previous: v.optional(IdSchema),
	next: v.optional(IdSchema),
});
export type Inspection = v.InferOutput<typeof InspectionSchema>;

/** Problems proposed that wait for the desk's word. */
export function openProblems({ facts }: Inspection): InspectionFact[] {
	return facts.filter(
		({ raised, retracted, settled }) => raised?.as === 'problem' && !retracted && !settled,
	);
}

/** Whether somebody is or was sent to inspect. */
export function isInspector({ inspectors, former = [] }: Inspection, userId: string): boolean {
	return inspectors.includes(userId) || former.includes(userId);
}

/** What it leaves to the server: its route is not frozen, or no round follows a recurring one yet. */
export function isWorkDue(inspection: Inspection): boolean {
	const { state, checkpoints } = inspection;
	const lacksRoute = !checkpoints && (state === 'submitted' || state === 'ready');
	return lacksRoute || goesOn(inspection);
}

/** Whether a round follows it that is not made yet; cancelling one ends those after it. */
export function goesOn({ state, recurrence, next }: Inspection): boolean {
	const isApproved = state === 'ready' || state === 'reported' || state === 'closed';
	return isApproved && recurrence.kind !== 'once' && next === undefined;
}
