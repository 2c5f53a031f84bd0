import * as v from 'valibot';
import { hasRole } from '../access/roles.ts';
import type { CommandDefinition, DecisionContext } from '../command.ts';
import { IdSchema } from '../record.ts';
import { accept, refuse, type Refusal, type Result } from '../result.ts';
import {
	moveEntries,
	ownerOf,
	quantityMax,
	stockIdOf,
	vanOf,
	warehouseId,
	withMove,
	type Stock,
	type StockMoveType,
} from './stock.ts';

const place = { storeId: IdSchema, partId: IdSchema };
const moveArgs = v.object({ ...place, ...moveEntries });
type MoveArgs = v.InferOutput<typeof moveArgs>;
type Place = Pick<MoveArgs, 'storeId' | 'partId'>;

/** Which way each goes; a count may find it all as expected. */
const signs: Record<StockMoveType, (quantity: number) => boolean> = {
	in: (quantity) => quantity > 0,
	out: (quantity) => quantity < 0,
	transfer: (quantity) => quantity !== 0,
	use: (quantity) => quantity < 0,
	return: (quantity) => quantity > 0,
	count: () => true,
};

/** Records a move. Stock may go below zero: what was taken was taken. */
const move: CommandDefinition<Stock, MoveArgs> = {
	args: moveArgs,
	decide(current, args, context) {
		const refusal =
			misplaced(args, context) ?? misstated(args) ?? forbidden(current, args, context);
		if (refusal) return { ok: false, refusal };
		const { storeId: _, partId: __, ...said } = args;
		const stamp = { id: context.partId(), at: context.now, by: context.actor.userId };
		return accept(withMove(current ?? fresh(args, context), { ...stamp, ...said }));
	},
};

const minimumArgs = v.object({
	...place,
	minimum: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(quantityMax)),
});

/** The latest to arrive counts; the history tells of the others. */
const setMinimum: CommandDefinition<Stock, v.InferOutput<typeof minimumArgs>> = {
	args: minimumArgs,
	decide(current, args, context): Result<Stock> {
		if (!keepsStock(context)) return refuse('not-allowed');
		const refusal = misplaced(args, context);
		if (refusal) return { ok: false, refusal };
		if (current?.minimum === args.minimum) return accept(current);
		return accept({ ...(current ?? fresh(args, context)), minimum: args.minimum });
	},
};

/** The record is of that part in that store, and both exist. */
function misplaced({ storeId, partId }: Place, { command, read }: DecisionContext) {
	const bad = (field: string): Refusal => ({ kind: 'bad-input', fields: [field] });
	if (command.record !== stockIdOf(storeId, partId)) return bad('partId');
	if (!read('part', partId)) return bad('partId');
	const owner = ownerOf(storeId);
	const exists = owner === undefined ? storeId === warehouseId : read('user', owner) !== undefined;
	return exists ? undefined : bad('storeId');
}

function misstated({ type, quantity, storeId, other, counted, note }: MoveArgs) {
	const bad = (field: string): Refusal => ({ kind: 'bad-input', fields: [field] });
	if (!signs[type](quantity)) return bad('quantity');
	if (type === 'transfer' && (other === undefined || other === storeId)) return bad('other');
	if (type === 'count' && counted === undefined) return bad('counted');
	if (type === 'out' && !note)
		return { kind: 'reason-missing', fields: ['note'] } satisfies Refusal;
	return undefined;
}

/**
 * The storekeeper moves everything; an engineer what is in his van, and between it and the warehouse.
 * Whose moves stand there already had the van's record once: the desk may release what he did then.
 */
function forbidden(
	current: Stock | undefined,
	{ storeId, type, other }: MoveArgs,
	context: DecisionContext,
): Refusal | undefined {
	const { actor } = context;
	if (keepsStock(context)) return undefined;
	const van = vanOf(actor.userId);
	const drawn = storeId === warehouseId && type === 'transfer' && other === van;
	const own = storeId === van || current?.moves.some(({ by }) => by === actor.userId);
	if (hasRole(actor, ['engineer']) && (drawn || (own && storeId !== warehouseId))) return undefined;
	return { kind: 'not-allowed' };
}

function keepsStock({ actor }: DecisionContext): boolean {
	return hasRole(actor, ['storekeeper', 'admin']);
}

function fresh({ storeId, partId }: Place, { now, actor, command }: DecisionContext): Stock {
	const stamps = {
		createdAt: now,
		createdBy: actor.userId,
		updatedAt: now,
		updatedBy: actor.userId,
	};
	return { ...stamps, id: command.record, kind: 'stock', history: [], storeId, partId, moves: [] };
}

export const stockCommands = {
	'stock.move@1': move,
	'stock.setMinimum@1': setMinimum,
};
