/**
 * A machine found on site that the register does not know 增补设备: provisional until the desk confirms it.
 *
 * 1. It is used like any other from the first moment: its order, its paper and the next scan name it.
 * 2. The desk confirms it, or rejects it with a reason; nobody decides about his own, and nobody twice.
 * 3. A rejected one is retired, and gives its tag free: the next scan finds who really carries it.
 */
import * as v from 'valibot';
import { deskRoles, hasRole } from '../access/roles.ts';
import type { CommandDefinition } from '../command.ts';
import { IdSchema } from '../record.ts';
import { accept, refuse } from '../result.ts';
import { assetFields, isProvisional, type Asset } from './asset.ts';

const foundArgs = v.object({ orderId: IdSchema, set: v.object(assetFields) });
type FoundArgs = v.InferOutput<typeof foundArgs>;

const registerFound: CommandDefinition<Asset, FoundArgs> = {
	args: foundArgs,
	decide(asset, { orderId, set }, { actor, now, command }) {
		if (asset) return refuse('already-exists');
		if (!hasRole(actor, ['engineer'])) return refuse('not-allowed');
		const by = actor.userId;
		const stamps = { createdAt: now, createdBy: by, updatedAt: now, updatedBy: by, history: [] };
		return accept({
			...{ ...set, ...stamps, id: command.record, kind: 'asset', state: 'in_use', moves: [] },
			found: { orderId, at: now, by },
		});
	},
};

const decideArgs = v.object({
	as: v.picklist(['confirmed', 'rejected']),
	reason: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(4_000))),
});
type DecideArgs = v.InferOutput<typeof decideArgs>;

const decideFound: CommandDefinition<Asset, DecideArgs> = {
	args: decideArgs,
	decide(asset, { as, reason }, { actor, now }) {
		if (!asset?.found) return refuse('not-found');
		const by = actor.userId;
		if (!hasRole(actor, deskRoles) || asset.found.by === by) return refuse('not-allowed');
		if (!isProvisional(asset)) return accept(asset);
		if (as === 'rejected' && !reason) return refuse('reason-missing', { fields: ['reason'] });
		const decided = { as, at: now, by, ...(reason && { reason }) };
		const known: Asset = { ...asset, found: { ...asset.found, decided } };
		if (as === 'confirmed') return accept(known);
		const to = 'retired' as const;
		const move = { at: now, by, from: asset.state, to, ...(reason && { reason }) };
		return accept({ ...known, state: to, moves: [...asset.moves, move] });
	},
};

export const foundCommands = {
	'asset.registerFound@1': registerFound,
	'asset.decideFound@1': decideFound,
};
