/**
 * What was put in, taken out or exchanged in a machine, or the whole machine for another.
 *
 * 1. A swap is a fact: it happened, whatever the record says. It is told twice under one id of the
 *    device's making: on the order's line, for the paper, and in every machine it concerns.
 * 2. What is in a machine now (`accessories`) follows from the swaps, and from what the register's
 *    keepers put right by hand (`accessory-commands.ts`).
 * 3. What was taken out says where it went. A temporary one stands open until another `ends` it.
 */
import * as v from 'valibot';
import { IdSchema } from '../record.ts';
import { refuse, type Result } from '../result.ts';
import { InstantSchema } from '../time/instant.ts';
import { LocalDateSchema } from '../time/local-date.ts';

/** Pieces of one machine, and its swaps kept one by one. */
export const accessoriesMax = 100;
export const swapsMax = 200;

/** customer: kept there; vendor: sent back; scrap: thrown away; store: taken along by us. */
export const swapGoes = ['customer', 'vendor', 'scrap', 'store'] as const;
export type SwapGoes = (typeof swapGoes)[number];

const short = v.pipe(v.string(), v.trim(), v.maxLength(200));

/** A piece or machine as far as it is known; nothing where it has no number anybody could read. */
const PieceSchema = v.looseObject({
	/** Of an accessory on record. */
	id: v.optional(IdSchema),
	/** Of a whole machine: its record, where the device holds it, and its tag. */
	assetId: v.optional(IdSchema),
	tag: v.optional(short),
	model: v.optional(short),
	serial: v.optional(short),
});
export type Piece = v.InferOutput<typeof PieceSchema>;

export const swapEntries = {
	swapId: IdSchema,
	what: v.picklist(['part', 'device']),
	/** What sort of piece: 内存条, 电源适配器. Of a machine its name. */
	sort: v.pipe(short, v.minLength(1)),
	out: v.optional(PieceSchema),
	in: v.optional(PieceSchema),
	/** Where that which was taken out went. */
	goes: v.optional(v.picklist(swapGoes)),
	temporary: v.optional(v.boolean()),
	/** When a temporary one is to be swapped back. */
	backBy: v.optional(LocalDateSchema),
	/** The temporary swap that this one ends. */
	ends: v.optional(IdSchema),
};
export type Swap = v.InferOutput<v.ObjectSchema<typeof swapEntries, undefined>>;

export const AccessorySchema = v.looseObject({
	id: IdSchema,
	sort: short,
	model: v.optional(short),
	serial: v.optional(short),
	since: InstantSchema,
});
export type Accessory = v.InferOutput<typeof AccessorySchema>;

export const AssetSwapSchema = v.looseObject({
	...swapEntries,
	at: InstantSchema,
	by: v.string(),
	orderId: IdSchema,
});

/** Why it says too little: nothing moved, or something left and nobody said where to. */
export function swapBarred(swap: Swap): Result<never> | undefined {
	if (!swap.in && !swap.out) return refuse('bad-input', { fields: ['in'] });
	if (swap.out && !swap.goes) return refuse('bad-input', { fields: ['goes'] });
	return undefined;
}

/** The temporary ones nobody has swapped back yet. */
export function openSwaps<S extends Swap>(swaps: readonly S[]): S[] {
	const ended = new Set(swaps.flatMap(({ ends }) => ends ?? []));
	return swaps.filter((swap) => swap.temporary === true && !ended.has(swap.swapId));
}
