import * as v from 'valibot';
import { IdSchema, recordEntries } from '../record.ts';
import { InstantSchema } from '../time/instant.ts';
import { LocalDateSchema } from '../time/local-date.ts';
import { CorrectionSchema } from './correction.ts';
import { AccessorySchema, AssetSwapSchema } from './swap.ts';

export const assetStates = [
	'ordered',
	'in_stock',
	'in_use',
	'on_loan',
	'in_repair',
	'lost',
	'retired',
] as const;
export type AssetState = (typeof assetStates)[number];

export const sealStates = ['intact', 'broken', 'missing', 'removed_by_us', 'none'] as const;
export const SealStateSchema = v.picklist(sealStates);
export type SealState = v.InferOutput<typeof SealStateSchema>;

const short = v.pipe(v.string(), v.maxLength(200));
const text = v.pipe(v.string(), v.maxLength(4_000));
const Person = v.looseObject({ contactId: v.optional(IdSchema), name: short });

/** The fields people edit; the register's form and the importers speak of these names. */
export const assetFields = {
	tag: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(64)),
	/** Former and customer's numbers, all of them scannable. */
	aliases: v.optional(v.array(short)),
	name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200)),
	category: v.optional(short),
	model: v.optional(short),
	modelNumber: v.optional(short),
	manufacturer: v.optional(short),
	serial: v.optional(short),
	systemSerial: v.optional(short),
	contractNumber: v.optional(short),
	purchasedOn: v.optional(LocalDateSchema),
	/** In cents of the organisation's currency. */
	costCents: v.optional(v.pipe(v.number(), v.integer())),
	supplier: v.optional(
		v.looseObject({ name: short, contact: v.optional(short), phone: v.optional(short) }),
	),
	warrantyUntil: v.optional(LocalDateSchema),
	ip: v.optional(short),
	mac: v.optional(short),
	hostName: v.optional(short),
	operatingSystem: v.optional(short),
	user: v.optional(Person),
	responsible: v.optional(Person),
	department: v.optional(short),
	customerId: v.optional(IdSchema),
	siteId: v.optional(IdSchema),
	room: v.optional(short),
	/** Location code, e.g. `D010210-009`. */
	locationCode: v.optional(short),
	endOfLifeOn: v.optional(LocalDateSchema),
	notes: v.optional(text),
};

export const AssetSchema = v.looseObject({
	...recordEntries,
	kind: v.literal('asset'),
	...assetFields,
	state: v.picklist(assetStates),
	seal: v.optional(
		v.looseObject({
			number: v.optional(short),
			state: SealStateSchema,
			checkedAt: v.optional(InstantSchema),
			checkedBy: v.optional(v.string()),
		}),
	),
	moves: v.array(
		v.looseObject({
			at: InstantSchema,
			by: v.string(),
			from: v.string(),
			to: v.string(),
			reason: v.optional(text),
		}),
	),
	/** Registered on site during an order; provisional until the desk decided (`found.ts`). */
	found: v.optional(
		v.looseObject({
			orderId: IdSchema,
			at: InstantSchema,
			by: v.string(),
			decided: v.optional(
				v.looseObject({
					as: v.picklist(['confirmed', 'rejected']),
					at: InstantSchema,
					by: v.string(),
					reason: v.optional(text),
				}),
			),
		}),
	),
	/** Absent while nobody ever found anything other than recorded. */
	corrections: v.optional(v.array(CorrectionSchema)),
	/** What is in it or belongs to it now, and how that came about (`swap.ts`). */
	accessories: v.optional(v.array(AccessorySchema)),
	swaps: v.optional(v.array(AssetSwapSchema)),
});
export type Asset = v.InferOutput<typeof AssetSchema>;

/** Found on site, and the desk has not said yet whether it belongs in the register. */
export function isProvisional({ found }: Pick<Asset, 'found'>): boolean {
	return found !== undefined && found.decided === undefined;
}

/** What an order line keeps of its asset: enough for the screen and the paper without the register. */
export const AssetRefSchema = v.looseObject({
	id: v.optional(IdSchema),
	tag: short,
	name: v.optional(short),
	model: v.optional(short),
	serial: v.optional(short),
	/** Named by someone who does not know that asset: it opens nothing until a dispatcher confirms. */
	unconfirmed: v.optional(v.boolean()),
});
export type AssetRef = v.InferOutput<typeof AssetRefSchema>;

export function assetRefOf(asset: Asset): AssetRef {
	const { id, tag, name, model, serial } = asset;
	return { id, tag, name, ...(model && { model }), ...(serial && { serial }) };
}
