import * as v from 'valibot';
import { hasRole } from '../access/roles.ts';
import type { CommandDefinition } from '../command.ts';
import { accept, refuse } from '../result.ts';
import { assetStates, SealStateSchema, type Asset, type AssetState } from './asset.ts';

/** Life cycle of an asset (domain.md section 2); retiring comes from any state, by approval of a supervisor. */
export const assetMoves: Record<AssetState, readonly AssetState[]> = {
	ordered: ['in_stock'],
	in_stock: ['in_use', 'on_loan', 'in_repair', 'lost'],
	in_use: ['in_stock', 'on_loan', 'in_repair', 'lost'],
	on_loan: ['in_stock', 'in_use', 'in_repair', 'lost'],
	in_repair: ['in_stock', 'in_use', 'on_loan'],
	lost: ['in_stock', 'in_use'],
	retired: [],
};

const sealArgs = v.object({
	state: SealStateSchema,
	number: v.optional(v.pipe(v.string(), v.maxLength(200))),
});
type SealArgs = v.InferOutput<typeof sealArgs>;

/** The seal as last seen on the machine; companion of the order's own check. */
const checkSeal: CommandDefinition<Asset, SealArgs> = {
	args: sealArgs,
	decide(asset, args, { actor, now }) {
		if (!asset) return refuse('not-found');
		if (!hasRole(actor, ['engineer', 'auditor', 'admin'])) return refuse('not-allowed');
		const number = args.number ?? asset.seal?.number;
		const seal = {
			state: args.state,
			checkedAt: now,
			checkedBy: actor.userId,
			...(number && { number }),
		};
		return accept({ ...asset, seal });
	},
};

const moveArgs = v.object({
	to: v.picklist(assetStates),
	reason: v.optional(v.pipe(v.string(), v.maxLength(4_000))),
});
type MoveArgs = v.InferOutput<typeof moveArgs>;

/** One dated step of the life cycle. */
const moveAsset: CommandDefinition<Asset, MoveArgs> = {
	args: moveArgs,
	decide(asset, args, { actor, now }) {
		if (!asset) return refuse('not-found');
		const retiring = args.to === 'retired';
		if (
			!hasRole(
				actor,
				retiring ? ['supervisor'] : ['storekeeper', 'dispatcher', 'admin', 'engineer'],
			)
		)
			return refuse('not-allowed');
		const possible = retiring
			? asset.state !== 'retired'
			: assetMoves[asset.state].includes(args.to);
		if (!possible) return refuse('wrong-state', { detail: { state: asset.state } });
		const { to, reason } = args;
		const entry = { at: now, by: actor.userId, from: asset.state, to, ...(reason && { reason }) };
		return accept({ ...asset, state: to, moves: [...asset.moves, entry] });
	},
};

export const assetCommands = {
	'asset.checkSeal@1': checkSeal,
	'asset.move@1': moveAsset,
};
