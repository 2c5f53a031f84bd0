import * as v from 'valibot';
import { IdSchema, recordEntries } from '../record.ts';
import { InstantSchema } from '../time/instant.ts';
import { LocalDateSchema } from '../time/local-date.ts';
import { CorrectionSchema } from './correction.ts';
import { LabelFactSchema } from './label.ts';
import { AssetStateSchema, MoveSchema } from './life-cycle.ts';
import { RelationSchema } from './relations.ts';
import { RetirementSchema } from './retirement.ts';
import { AccessorySchema, AssetSwapSchema } from './swap.ts';

export { assetStates, type AssetState } from './life-cycle.ts';

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
	/** Its maintenance contract's last day. */
	contractUntil: v.optional(LocalDateSchema),
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
	/** Who else uses a shared device, in the order in which they are asked. */
	sharers: v.optional(v.array(Person)),
	department: v.optional(short),
	customerId: v.optional(IdSchema),
	siteId: v.optional(IdSchema),
	room: v.optional(short),
	/** Location code, e.g. `D010210-009`. */
	locationCode: v.optional(short),
	endOfLifeOn: v.optional(LocalDateSchema),
	notes: v.optional(text),
};

const fields = v.record(v.string(), v.unknown());

const LastImportSchema = v.looseObject({
	id: IdSchema,
	/** The command's own name, by which the history tells whether anybody came after. */
	command: v.string(),
	/** It made the asset: then there is nothing before. */
	made: v.optional(v.boolean()),
	/** Of the fields it changed: what stood there, what it wrote, what its source had said before. */
	before: fields,
	after: fields,
	said: fields,
});

export const AssetSchema = v.looseObject({
	...recordEntries,
	kind: v.literal('asset'),
	...assetFields,
	state: AssetStateSchema,
	seal: v.optional(
		v.looseObject({
			number: v.optional(short),
			state: SealStateSchema,
			checkedAt: v.optional(InstantSchema),
			checkedBy: v.optional(v.string()),
		}),
	),
	/** Its life cycle, entry by entry in the order in which the server took them (`life-cycle.ts`). */
	moves: v.array(MoveSchema),
	/** Requests to retire it, with what was decided. */
	retirements: v.optional(v.array(RetirementSchema)),
	/** What it depends on (`relations.ts`). */
	relations: v.optional(v.array(RelationSchema)),
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
	/** What its source said last, and what the last import did to it (`import-commands.ts`). */
	imported: v.optional(v.record(v.string(), v.unknown())),
	lastImport: v.optional(LastImportSchema),
	/** Made by an import that was taken back: it is in no register, and its tag is free. */
	withdrawn: v.optional(v.looseObject({ at: InstantSchema, by: v.string(), importId: IdSchema })),
	swaps: v.optional(v.array(AssetSwapSchema)),
	/** What became of its label (`label.ts`); absent while nobody said anything. */
	labels: v.optional(v.array(LabelFactSchema)),
});
export type Asset = v.InferOutput<typeof AssetSchema>;

/** Found on site, and the desk has not said yet whether it belongs in the register. */
export function isProvisional({ found }: Pick<Asset, 'found'>): boolean {
	return found !== undefined && found.decided === undefined;
}

/** Rejected, or of an import that was taken back: the next scan finds who really carries its tag. */
export function isTagFree({ found, withdrawn }: Pick<Asset, 'found' | 'withdrawn'>): boolean {
	return withdrawn !== undefined || found?.decided?.as === 'rejected';
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
