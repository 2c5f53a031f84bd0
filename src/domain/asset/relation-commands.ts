import * as v from 'valibot';
import { hasRole } from '../access/roles.ts';
import type { CommandDefinition } from '../command.ts';
import { IdSchema } from '../record.ts';
import { accept, refuse } from '../result.ts';
import type { Asset } from './asset.ts';
import { openRelations, relationsMax, relationTypes, type Relation } from './relations.ts';

const args = v.object({ type: v.picklist(relationTypes), to: IdSchema });
type Args = v.InferOutput<typeof args>;

const keepers = ['admin', 'dispatcher', 'engineer', 'auditor', 'storekeeper'] as const;

function found(asset: Asset, { type, to }: Args): Relation | undefined {
	return openRelations(asset).find((one) => one.type === type && one.to === to);
}

const relate: CommandDefinition<Asset, Args> = {
	args,
	decide(asset, relation, { actor, now, knows }) {
		if (!asset) return refuse('not-found');
		if (!hasRole(actor, keepers)) return refuse('not-allowed');
		if (relation.to === asset.id) return refuse('bad-input', { fields: ['to'] });
		// What he does not see and what is not there are the same to him.
		if (!knows('asset', relation.to)) return refuse('not-found', { fields: ['to'] });
		if (found(asset, relation)) return accept(asset);
		const relations = asset.relations ?? [];
		if (relations.length >= relationsMax) return refuse('too-many', { fields: ['relations'] });
		return accept({
			...asset,
			relations: [...relations, { ...relation, at: now, by: actor.userId }],
		});
	},
};

const unrelate: CommandDefinition<Asset, Args> = {
	args,
	decide(asset, relation, { actor, now }) {
		if (!asset) return refuse('not-found');
		if (!hasRole(actor, keepers)) return refuse('not-allowed');
		const open = found(asset, relation);
		if (!open) return accept(asset);
		const ended = { at: now, by: actor.userId };
		const relations = asset.relations?.map((one) => (one === open ? { ...one, ended } : one));
		return accept({ ...asset, relations });
	},
};

export const relationCommands = {
	'asset.relate@1': relate,
	'asset.unrelate@1': unrelate,
};
