/** What belongs to a machine, put right by hand; exchanges on an order are swaps (`swap.ts`). */
import * as v from 'valibot';
import { hasRole } from '../access/roles.ts';
import type { CommandDefinition } from '../command.ts';
import { IdSchema } from '../record.ts';
import { accept, refuse } from '../result.ts';
import type { Asset } from './asset.ts';
import { accessoriesMax, type Accessory } from './swap.ts';

const keepers = ['admin', 'dispatcher', 'engineer', 'auditor', 'storekeeper'] as const;
const short = v.pipe(v.string(), v.trim(), v.maxLength(200));

const setArgs = v.object({
	/** Of the device's making, so that saying it twice adds one. */
	accessoryId: IdSchema,
	sort: v.pipe(short, v.minLength(1)),
	model: v.optional(short),
	serial: v.optional(short),
});
type SetArgs = v.InferOutput<typeof setArgs>;

/** One piece, new or as it really is. */
const setAccessory: CommandDefinition<Asset, SetArgs> = {
	args: setArgs,
	decide(asset, { accessoryId, sort, model, serial }, { actor, now }) {
		if (!asset) return refuse('not-found');
		if (!hasRole(actor, keepers)) return refuse('not-allowed');
		const accessories = asset.accessories ?? [];
		const before = accessories.find(({ id }) => id === accessoryId);
		const piece: Accessory = {
			...{ id: accessoryId, sort, since: before?.since ?? now },
			...{ ...(model && { model }), ...(serial && { serial }) },
		};
		if (before) {
			const isSame = before.sort === sort && before.model === piece.model;
			if (isSame && before.serial === piece.serial) return accept(asset);
			const changed = accessories.map((one) => (one === before ? { ...one, ...piece } : one));
			return accept({ ...asset, accessories: changed });
		}
		if (accessories.length >= accessoriesMax)
			return refuse('too-many', { fields: ['accessories'] });
		return accept({ ...asset, accessories: [...accessories, piece] });
	},
};

const dropArgs = v.object({ accessoryId: IdSchema });

const dropAccessory: CommandDefinition<Asset, v.InferOutput<typeof dropArgs>> = {
	args: dropArgs,
	decide(asset, { accessoryId }, { actor }) {
		if (!asset) return refuse('not-found');
		if (!hasRole(actor, keepers)) return refuse('not-allowed');
		const left = asset.accessories?.filter(({ id }) => id !== accessoryId) ?? [];
		if (left.length === (asset.accessories?.length ?? 0)) return accept(asset);
		return accept({ ...asset, accessories: left });
	},
};

export const accessoryCommands = {
	'asset.setAccessory@1': setAccessory,
	'asset.dropAccessory@1': dropAccessory,
};
