import * as v from 'valibot';
import { hasRole } from '../access/roles.ts';
import type { CommandDefinition } from '../command.ts';
import { accept, refuse } from '../result.ts';
import { SealStateSchema, type Asset } from './asset.ts';
import { aboutEntries, assetMoves, AssetStateSchema, mayMove } from './life-cycle.ts';
import { askToRetire } from './retirement-commands.ts';

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

const moveArgs = v.object({ to: AssetStateSchema, ...aboutEntries });
type MoveArgs = v.InferOutput<typeof moveArgs>;

/** One dated step of the life cycle. Older apps retire by it: that is a request like any other. */
const moveAsset: CommandDefinition<Asset, MoveArgs> = {
	args: moveArgs,
	decide(asset, { to, ...about }, context) {
		if (!asset) return refuse('not-found');
		const { actor, now } = context;
		if (!(to === 'retired' ? hasRole(actor, ['supervisor']) : mayMove(actor)))
			return refuse('not-allowed');
		if (to === 'retired') return askToRetire(asset, about, context);
		const { state } = asset;
		if (!assetMoves[state].includes(to)) return refuse('wrong-state', { detail: { state } });
		const said = Object.fromEntries(Object.entries(about).filter(([, value]) => value));
		const entry = { at: now, by: actor.userId, from: state, to, ...said };
		return accept({ ...asset, state: to, moves: [...asset.moves, entry] });
	},
};

export const assetCommands = {
	'asset.checkSeal@1': checkSeal,
	'asset.move@1': moveAsset,
};
