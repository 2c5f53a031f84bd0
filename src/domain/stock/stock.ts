/**
 * How many of one part lie in one store: the sum of the moves recorded there.
 *
 * 1. A move is a fact. None is refused for want of stock: whoever took the last one has it in his
 *    hand, so the balance goes below zero and is flagged.
 * 2. A move says by how much, never what the balance is afterwards, so any order of arrival gives the
 *    same balance. A count says by how much it differed from what its author saw.
 * 3. The latest moves stand here one by one, earlier ones as their sum (`carried`): the record stays
 *    small however long it is used. The command journal has them all.
 * 4. There is one warehouse, and a van for everybody (`vanOf`); what moves between two stores is two
 *    moves, the second a companion of the first.
 */
import * as v from 'valibot';
import { IdSchema, recordEntries } from '../record.ts';
import { InstantSchema, laterOf } from '../time/instant.ts';
import { partCodeOf } from './part.ts';

/** Moves kept one by one. */
export const movesKeptMax = 200;
/** Pieces of one move. */
export const quantityMax = 100_000;

export const warehouseId = 'warehouse';
const vanPrefix = 'van-';

/** Store of what an engineer has in his van. */
export function vanOf(userId: string): string {
	return vanPrefix + userId;
}

/** Whose van it is; undefined for the warehouse. */
export function ownerOf(storeId: string): string | undefined {
	return storeId.startsWith(vanPrefix) ? storeId.slice(vanPrefix.length) : undefined;
}

/** One record for a part in a store, whoever makes it first. */
export function stockIdOf(storeId: string, partId: string): string {
	return `${storeId}.${partCodeOf(partId)}`;
}

/**
 * in        received from outside          out      written off, with the reason
 * transfer  to or from another store       use      on an order
 * return    unused, back from an order     count    what a count found more or less
 */
const stockMoveTypes = ['in', 'out', 'transfer', 'use', 'return', 'count'] as const;
export type StockMoveType = (typeof stockMoveTypes)[number];

const pieces = v.pipe(
	v.number(),
	v.safeInteger(),
	v.minValue(-quantityMax),
	v.maxValue(quantityMax),
);
const minimum = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(quantityMax));

/** What a move says besides who and when. */
export const moveEntries = {
	type: v.picklist(stockMoveTypes),
	/** Positive into this store, negative out of it. */
	quantity: pieces,
	/** Of a transfer: the store on the other side. */
	other: v.optional(IdSchema),
	/** Of use and return: the order, and the number it had by then. */
	orderId: v.optional(IdSchema),
	orderNumber: v.optional(v.pipe(v.string(), v.maxLength(64))),
	/** Of a count: how many there were. */
	counted: v.optional(minimum),
	note: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(500))),
};

const StockMoveSchema = v.looseObject({
	id: IdSchema,
	at: InstantSchema,
	by: v.string(),
	...moveEntries,
});
export type StockMove = v.InferOutput<typeof StockMoveSchema>;

export const StockSchema = v.looseObject({
	...recordEntries,
	kind: v.literal('stock'),
	storeId: IdSchema,
	partId: IdSchema,
	/** Below it the store is to be replenished. */
	minimum: v.optional(minimum),
	moves: v.array(StockMoveSchema),
	/** Earlier moves: how many, their sum, and the latest of them. */
	carried: v.optional(
		v.looseObject({ moves: v.number(), quantity: v.number(), until: InstantSchema }),
	),
});
export type Stock = v.InferOutput<typeof StockSchema>;

export function balanceOf({ moves, carried }: Pick<Stock, 'moves' | 'carried'>): number {
	return moves.reduce((sum, { quantity }) => sum + quantity, carried?.quantity ?? 0);
}

/** How many are missing to the minimum, or to nothing where it is below zero; 0 where none is. */
export function shortOf(stock: Pick<Stock, 'moves' | 'carried' | 'minimum'>): number {
	return Math.max(0, (stock.minimum ?? 0) - balanceOf(stock));
}

/** With one move more; the earliest to arrive are summed up. */
export function withMove(stock: Stock, move: StockMove): Stock {
	const moves = [...stock.moves, move];
	const folded = moves.slice(0, Math.max(0, moves.length - movesKeptMax));
	return folded.reduce(carry, { ...stock, moves: moves.slice(folded.length) });
}

function carry(stock: Stock, { quantity, at }: StockMove): Stock {
	const before = stock.carried ?? { moves: 0, quantity: 0, until: at };
	const until = laterOf(before.until, at);
	return {
		...stock,
		carried: { moves: before.moves + 1, quantity: before.quantity + quantity, until },
	};
}
