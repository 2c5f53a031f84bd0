/**
 * One import of assets, from the first row to its taking back. Who keeps the register holds all of them,
 * so progress, cancelling and undoing go the way of every record.
 *
 *   running ─▶ done | cancelled | stopped (the server fell in between) ─▶ undoing ─▶ undone
 *
 * 1. The server begins it and tells its progress, in the name of who asked; people cancel and undo.
 * 2. A cancelled or stopped one keeps what it did, which can be taken back like a whole one.
 * 3. What its columns were assigned to is what the next file of that source is offered.
 */
import * as v from 'valibot';
import { hasRole } from '../access/roles.ts';
import type { CommandDefinition } from '../command.ts';
import { IdSchema, recordEntries } from '../record.ts';
import { accept, refuse } from '../result.ts';
import { InstantSchema } from '../time/instant.ts';
import { ImportSourceSchema } from './sources.ts';
import { importColumnsMax } from './report.ts';

/** Assets named one by one where something was left of an undone import. */
export const leftListedMax = 1_000;
const registerKeepers = ['admin', 'storekeeper'] as const;
const importStates = [
	...(['running', 'done', 'cancelled', 'stopped', 'undoing', 'undone'] as const),
] as const;
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const title = v.pipe(v.string(), v.maxLength(200));

const LeftSchema = v.looseObject({
	assetId: IdSchema,
	tag: v.string(),
	/** Changed since; none where the whole asset was worked on. */
	fields: v.array(v.string()),
});

export const AssetImportSchema = v.looseObject({
	...recordEntries,
	kind: v.literal('assetImport'),
	/** The file's. */
	name: title,
	source: ImportSourceSchema,
	state: v.picklist(importStates),
	/** Changes to be made, made, and refused by the rules meanwhile. */
	total: count,
	done: count,
	refused: count,
	counts: v.looseObject({ new: count, changed: count, same: count, refused: count }),
	mapping: v.array(v.looseObject({ title, target: v.string() })),
	cancelAsked: v.optional(v.boolean()),
	undone: v.optional(
		v.looseObject({
			at: InstantSchema,
			by: v.string(),
			restored: count,
			withdrawn: count,
			leftCount: count,
			left: v.pipe(v.array(LeftSchema), v.maxLength(leftListedMax)),
		}),
	),
});
export type AssetImport = v.InferOutput<typeof AssetImportSchema>;
export type LeftAsset = v.InferOutput<typeof LeftSchema>;

const beginArgs = v.object({
	name: title,
	source: ImportSourceSchema,
	total: count,
	counts: AssetImportSchema.entries.counts,
	mapping: v.pipe(AssetImportSchema.entries.mapping, v.maxLength(importColumnsMax)),
});
type BeginArgs = v.InferOutput<typeof beginArgs>;

const begin: CommandDefinition<AssetImport, BeginArgs> = {
	args: beginArgs,
	decide(current, args, { actor, now, command }) {
		if (!actor.importing || !hasRole(actor, registerKeepers)) return refuse('not-allowed');
		if (current) return refuse('already-exists');
		const by = actor.userId;
		return accept<AssetImport>({
			...{ createdAt: now, createdBy: by, updatedAt: now, updatedBy: by, history: [] },
			...{ ...args, id: command.record, kind: 'assetImport', state: 'running', done: 0 },
			refused: 0,
		});
	},
};

const progressArgs = v.object({
	done: count,
	refused: count,
	state: v.picklist(['running', 'done', 'cancelled', 'stopped']),
});
type ProgressArgs = v.InferOutput<typeof progressArgs>;

const progress: CommandDefinition<AssetImport, ProgressArgs> = {
	args: progressArgs,
	decide(current, args, { actor }) {
		if (!current) return refuse('not-found');
		if (!actor.importing) return refuse('not-allowed');
		if (current.state !== 'running') return accept(current);
		return accept({ ...current, ...args });
	},
};

const noArgs = v.object({});

const cancel: CommandDefinition<AssetImport, object> = {
	args: noArgs,
	decide(current, _args, { actor }) {
		if (!current) return refuse('not-found');
		if (!hasRole(actor, registerKeepers)) return refuse('not-allowed');
		const isOver = current.state !== 'running' || current.cancelAsked;
		return accept(isOver ? current : { ...current, cancelAsked: true });
	},
};

const undo: CommandDefinition<AssetImport, object> = {
	args: noArgs,
	decide(current, _args, { actor, now }) {
		if (!current) return refuse('not-found');
		if (!hasRole(actor, registerKeepers)) return refuse('not-allowed');
		if (current.undone) return accept(current);
		if (current.state === 'running') return refuse('wrong-state', { detail: { state: 'running' } });
		const nothing = { restored: 0, withdrawn: 0, leftCount: 0, left: [] };
		const undone = { at: now, by: actor.userId, ...nothing };
		return accept<AssetImport>({ ...current, state: 'undoing', undone });
	},
};

const undoneArgs = v.object({
	restored: count,
	withdrawn: count,
	leftCount: count,
	left: v.pipe(v.array(LeftSchema), v.maxLength(leftListedMax)),
});
type UndoneArgs = v.InferOutput<typeof undoneArgs>;

const undone: CommandDefinition<AssetImport, UndoneArgs> = {
	args: undoneArgs,
	decide(current, args, { actor }) {
		if (!current?.undone) return refuse('not-found');
		if (!actor.importing) return refuse('not-allowed');
		if (current.state !== 'undoing') return accept(current);
		return accept({ ...current, state: 'undone', undone: { ...current.undone, ...args } });
	},
};

export const assetImportJobCommands = {
	'assetImport.begin@1': begin,
	'assetImport.progress@1': progress,
	'assetImport.cancel@1': cancel,
	'assetImport.undo@1': undo,
	'assetImport.undone@1': undone,
};
