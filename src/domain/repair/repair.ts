/** Vendor repair 送修: a machine that leaves for a vendor, from the request to the engineer's verdict. */
import * as v from 'valibot';
import { AssetRefSchema } from '../asset/asset.ts';
import { IdSchema, recordEntries } from '../record.ts';
import { PackedSignatureSchema } from '../signature/strokes.ts';
import { GradeSchema } from '../sla/level.ts';
import { TemplateVersionSchema } from '../organisation/paper-template.ts';
import { BlobRefSchema } from '../protocol/blob.ts';
import { InstantSchema } from '../time/instant.ts';
import { SealSchema } from '../work-order/work-order.ts';
import { isRepairOpen, repairStates } from './states.ts';

/** Entries of one repair; a list at its limit refuses with `too-many`. */
export const repairListMax = 100;

export const repairTypes = ['third_party', 'warranty'] as const;
const verdicts = ['passed', 'failed'] as const;

const ShortSchema = v.pipe(v.string(), v.maxLength(200));
export const NameSchema = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200));
export const SaidSchema = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(4_000));

const fact = { id: IdSchema, at: InstantSchema, by: v.string() };
const SignedSchema = v.looseObject({ ...fact, name: NameSchema, strokes: PackedSignatureSchema });

/** What is asked for; changed and put again where the supervisor wants it otherwise. */
export const requestFields = {
	fault: SaidSchema,
	type: v.picklist(repairTypes),
	urgency: GradeSchema,
	/** What the vendor has to do or keep in mind. */
	requirement: v.optional(v.pipe(v.string(), v.maxLength(4_000))),
	/** In warranty: the maker. Else chosen among the quotes. */
	vendor: v.optional(v.pipe(v.string(), v.maxLength(200))),
	/** In warranty: the working days the maker promises; without it those of a third party. */
	makerDays: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(365))),
};

export const repairPaperEntries = {
	number: ShortSchema,
	version: v.pipe(v.number(), v.integer(), v.minValue(1)),
	blob: BlobRefSchema,
	/** Version of the organisation's template it was made with. */
	template: v.optional(TemplateVersionSchema),
};

export const RepairSchema = v.looseObject({
	...recordEntries,
	kind: v.literal('repair'),
	orderId: IdSchema,
	/** The order's number with the form's code in front: `D0302-D0201-2026112103`. */
	number: ShortSchema,
	/** Of an order born offline: the same with its offline number, for ever. */
	offlineNumber: v.optional(ShortSchema),
	summary: ShortSchema,
	customerId: IdSchema,
	siteId: v.optional(IdSchema),
	/** As of the order: merely named by its author, the place opens nothing until the supervisor approves. */
	unconfirmedPlace: v.optional(v.boolean()),
	asset: v.optional(AssetRefSchema),
	engineerId: IdSchema,
	state: v.picklist(repairStates),
	...requestFields,
	/** Counts the vendor's tries: a failed one begins the next. */
	round: v.pipe(v.number(), v.integer(), v.minValue(1)),
	decisions: v.array(
		v.looseObject({
			...fact,
			how: v.picklist(['approved', 'change', 'no_vendor']),
			reason: v.optional(ShortSchema),
		}),
	),
	quotes: v.array(v.looseObject({ ...fact, vendor: NameSchema, price: NameSchema })),
	/** The customer's choice, and who of his people made it. */
	chosen: v.optional(v.looseObject({ ...fact, quoteId: IdSchema, name: NameSchema })),
	receipts: v.array(
		v.looseObject({
			...SignedSchema.entries,
			...{ vendor: NameSchema, price: v.optional(NameSchema), round: v.number() },
		}),
	),
	/** Set while it is at the vendor's. */
	due: v.optional(v.looseObject({ backAt: InstantSchema, wordAt: InstantSchema })),
	progress: v.array(v.looseObject({ ...fact, text: SaidSchema })),
	results: v.array(
		v.looseObject({
			...fact,
			...{ handling: SaidSchema, advice: v.optional(ShortSchema), round: v.number() },
		}),
	),
	signatures: v.array(v.looseObject({ ...SignedSchema.entries, round: v.number() })),
	verdicts: v.array(
		v.looseObject({
			...fact,
			...{ verdict: v.picklist(verdicts), reason: v.optional(ShortSchema), round: v.number() },
			strokes: PackedSignatureSchema,
		}),
	),
	cancelled: v.optional(v.looseObject({ ...fact, reason: SaidSchema })),
	/** Loan devices 备机, one out at a time. */
	loans: v.array(
		v.looseObject({
			...{ ...fact, device: AssetRefSchema },
			back: v.optional(v.looseObject({ at: InstantSchema, by: v.string() })),
		}),
	),
	/** The vendor repair order 维修商服务工作单, one version for each round's verdict. */
	papers: v.array(v.looseObject({ ...fact, ...repairPaperEntries })),
	/** What was signed, see `frozen-rounds.ts`. */
	seals: v.array(SealSchema),
});
export type Repair = v.InferOutput<typeof RepairSchema>;

/** The loan device that is out. */
export function loanOut(repair: Repair): Repair['loans'][number] | undefined {
	return repair.loans.find(({ back }) => !back);
}

/** Whether somebody still has to see to it: its own way, or a loan device that is out. */
export function isRepairDue(repair: Repair): boolean {
	return isRepairOpen(repair.state) || loanOut(repair) !== undefined;
}
