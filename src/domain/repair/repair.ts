/** Vendor repair 送修: a machine that leaves for a vendor, from the request to the engineer's verdict. */
import * as v from 'valibot';
import { AssetRefSchema } from '../asset/asset.ts';
import { IdSchema, recordEntries } from '../record.ts';
import { PackedSignatureSchema } from '../signature/strokes.ts';
import { GradeSchema } from '../sla/level.ts';
import { InstantSchema } from '../time/instant.ts';
import { repairStates } from './states.ts';

/** Entries of one repair; a list at its limit refuses with `too-many`. */
export const repairListMax = 100;

export const repairTypes = ['third_party', 'warranty'] as const;
export const verdicts = ['passed', 'failed'] as const;

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
};

export const RepairSchema = v.looseObject({
	...recordEntries,
	kind: v.literal('repair'),
	orderId: IdSchema,
	/** The order's number with the form's code in front: `D0302-D0201-2026112103`. */
	number: ShortSchema,
	summary: ShortSchema,
	customerId: IdSchema,
	siteId: v.optional(IdSchema),
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
	quotes: v.array(
		v.looseObject({ ...fact, vendor: NameSchema, price: NameSchema, days: v.optional(v.number()) }),
	),
	/** The customer's choice, and who of his people made it. */
	chosen: v.optional(v.looseObject({ ...fact, quoteId: IdSchema, name: NameSchema })),
	receipts: v.array(
		v.looseObject({ ...SignedSchema.entries, vendor: NameSchema, round: v.number() }),
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
		}),
	),
	cancelled: v.optional(v.looseObject({ ...fact, reason: SaidSchema })),
});
export type Repair = v.InferOutput<typeof RepairSchema>;
