import * as v from 'valibot';
import { hasRole } from '../access/roles.ts';
import type { Actor, CommandDefinition, DecisionContext } from '../command.ts';
import { IdSchema } from '../record.ts';
import { accept, refuse } from '../result.ts';
import type { WorkOrder } from '../work-order/work-order.ts';
import type { Asset } from './asset.ts';
import {
	accessoriesMax,
	swapBarred,
	swapEntries,
	swapsMax,
	type Accessory,
	type Swap,
} from './swap.ts';

const swapArgs = v.object({ orderId: IdSchema, ...swapEntries });
type SwapArgs = v.InferOutput<typeof swapArgs>;

/** Companion of the order's own `workOrder.recordSwap`, on each machine it concerns. */
const swap: CommandDefinition<Asset, SwapArgs> = {
	args: swapArgs,
	decide(asset, args, context) {
		if (!asset) return refuse('not-found');
		const { actor, read, now } = context;
		const order = read('workOrder', args.orderId) as WorkOrder | undefined;
		if (!order || !wasSentTo(order, actor) || !isAbout(order, asset, args))
			return refuse('not-allowed');
		const barred = swapBarred(args);
		if (barred) return barred;
		const swaps = asset.swaps ?? [];
		if (swaps.some(({ swapId }) => swapId === args.swapId)) return accept(asset);
		const accessories = piecesAfter(asset, args, context);
		if (swaps.length >= swapsMax || accessories.length > accessoriesMax)
			return refuse('too-many', { fields: ['swaps'] });
		return accept({
			...asset,
			swaps: [...swaps, { ...args, at: now, by: actor.userId }],
			...(args.what === 'part' && { accessories }),
		});
	},
};

/** Also who lost the order meanwhile: what he exchanged is exchanged. */
function wasSentTo({ visits }: WorkOrder, actor: Actor): boolean {
	return hasRole(actor, ['engineer']) && visits.some((one) => one.engineerId === actor.userId);
}

/** A machine the order names, or the one that took its place or gave it back. */
function isAbout({ lines }: WorkOrder, { id }: Asset, swap: Swap): boolean {
	const named = (wanted: string | undefined) =>
		wanted !== undefined && lines.some(({ asset }) => asset?.id === wanted);
	if (named(id)) return true;
	const both = [swap.out?.assetId, swap.in?.assetId];
	return swap.what === 'device' && both.includes(id) && both.some(named);
}

function piecesAfter(
	{ accessories = [] }: Asset,
	{ swapId, sort, out, in: piece }: Swap,
	{ now }: DecisionContext,
): Accessory[] {
	const left = accessories.filter(({ id }) => id !== out?.id);
	if (!piece) return left;
	const { model, serial } = piece;
	const added = {
		id: swapId,
		sort,
		since: now,
		...(model && { model }),
		...(serial && { serial }),
	};
	return [...left, added];
}

export const swapCommands = { 'asset.swap@1': swap };
