/**
 * What an import does to one asset, and how it is taken back.
 *
 * 1. The same file twice changes nothing: what its source said last time is kept in `imported`.
 * 2. What people corrected since stays, unless the source changed it too: then the row is refused. A file
 *    of ours (`overwrites`) is somebody's own work on the register: what stands in it counts.
 * 3. Empty says nothing; a state or seal is said of an asset that is made, later its own commands move it.
 * 4. Accessories and relations are told whole or added to (`imported-lists.ts`): what its source said of
 *    them last time is not kept, so a file of another's adds again what people took out since.
 * 5. Taking back restores what stood there where nobody changed it since, field by field. An asset the
 *    import made is withdrawn where nobody touched it since, and made anew by the next import.
 */
import * as v from 'valibot';
import { hasRole } from '../access/roles.ts';
import { commandId, type CommandDefinition, type DecisionContext } from '../command.ts';
import { isSameValue } from '../merge.ts';
import { IdSchema } from '../record.ts';
import { accept, refuse, type Result } from '../result.ts';
import { assetFields, assetStates, SealStateSchema, type Asset } from './asset.ts';
import { checkCustom, withCustom } from './custom-values.ts';
import { importedListEntries, listsAfter, listTooLong } from './imported-lists.ts';

const registerKeepers = ['admin', 'storekeeper'] as const;
const some = v.partial(v.object(assetFields)).entries;

const importArgs = v.object({
	importId: v.optional(IdSchema),
	/** The file, for the history. */
	importName: v.optional(v.pipe(v.string(), v.maxLength(200))),
	overwrites: v.optional(v.boolean()),
	set: withCustom(some),
	state: v.optional(v.picklist(assetStates)),
	seal: v.optional(
		v.object({
			state: SealStateSchema,
			number: v.optional(v.pipe(v.string(), v.maxLength(200))),
		}),
	),
	...importedListEntries,
});
type ImportArgs = v.InferOutput<typeof importArgs>;
type LastImport = NonNullable<Asset['lastImport']>;
type Fields = Readonly<Record<string, unknown>>;

const importAsset: CommandDefinition<Asset, ImportArgs> = {
	args: importArgs,
	decide(asset, args, context) {
		if (!hasRole(context.actor, registerKeepers)) return refuse('not-allowed');
		if (!asset || asset.withdrawn) return made(args, context);
		const set = args.set as Fields;
		const { wanted, clashes } = wantedOf(asset, set, args.overwrites ?? false);
		if (clashes.length > 0) return refuse('conflict', { fields: clashes });
		Object.assign(wanted, told(asset, args, context));
		if (Object.keys(wanted).length === 0) return accept(asset);
		const tooLong = listTooLong(wanted);
		if (tooLong) return refuse('too-many', { fields: [tooLong] });
		const changed = { ...asset, ...wanted, imported: { ...asset.imported, ...set } };
		const before = pick(asset, wanted);
		const said = pick(asset.imported ?? {}, wanted);
		return checkCustom(
			asset,
			{ ...changed, ...noted(args, context, { before, after: wanted, said }) },
			context,
		);
	},
};

/** Its lists as the file tells them. */
function told(asset: Partial<Asset>, args: ImportArgs, { now, actor, command }: DecisionContext) {
	return listsAfter(asset, args, {
		...{ now, by: actor.userId, isWhole: args.overwrites ?? false },
		idOf: (n) => `${commandId(command)}.${n}`,
	});
}

/** What of it is to be written, and what people and the source both changed since it spoke last. */
export function wantedOf(
	asset: object,
	set: Fields,
	overwrites: boolean,
): { wanted: Record<string, unknown>; clashes: string[] } {
	const now = asset as Fields & { imported?: Fields };
	const last = overwrites ? {} : (now.imported ?? {});
	const news = Object.entries(set).filter(
		([field, value]) => !isSameValue(now[field], value) && !isSaid(last, field, value),
	);
	const clashes = news.filter(([field]) => field in last && !isSameValue(now[field], last[field]));
	return { wanted: Object.fromEntries(news), clashes: clashes.map(([field]) => field) };
}

function isSaid(last: Fields, field: string, value: unknown): boolean {
	return field in last && isSameValue(last[field], value);
}

function made(args: ImportArgs, context: DecisionContext) {
	const { set, state = 'in_use', seal } = args;
	const { tag, name } = set as Partial<Asset>;
	if (!tag || !name) return refuse('bad-input', { fields: tag ? ['name'] : ['tag'] });
	const { now, actor, command } = context;
	const by = actor.userId;
	const asset: Asset = {
		...{ createdAt: now, createdBy: by, updatedAt: now, updatedBy: by, history: [] },
		...{ ...set, tag, name, id: command.record, kind: 'asset', state, moves: [] },
		...told({}, args, context),
		...(seal && { seal: { ...seal, checkedAt: now, checkedBy: by } }),
		imported: set as Record<string, unknown>,
		...noted(args, context, { made: true, before: {}, after: {}, said: {} }),
	};
	return checkCustom(undefined, asset, context);
}

function noted(
	{ importId }: Pick<ImportArgs, 'importId'>,
	{ command }: DecisionContext,
	what: Pick<LastImport, 'before' | 'after' | 'said'> & { made?: true },
): Pick<Asset, 'lastImport'> {
	return importId ? { lastImport: { id: importId, command: commandId(command), ...what } } : {};
}

/** What stands in those fields; null for nothing, which JSON can carry. */
function pick(from: object, fields: Fields): Record<string, unknown> {
	const now = from as Fields;
	return Object.fromEntries(Object.keys(fields).map((field) => [field, now[field] ?? null]));
}

const undoArgs = v.object({ importId: IdSchema });
type UndoArgs = v.InferOutput<typeof undoArgs>;

const undoImport: CommandDefinition<Asset, UndoArgs> = {
	args: undoArgs,
	decide(asset, { importId }, context) {
		if (!asset) return refuse('not-found');
		if (!hasRole(context.actor, registerKeepers)) return refuse('not-allowed');
		if (asset.lastImport?.id !== importId) return accept(asset);
		const undo = undoOf(asset);
		if (undo.as === 'left') return accept(asset);
		if (undo.as === 'withdrawn') return accept(withdrawn(asset, importId, context));
		const { lastImport, ...rest } = asset;
		const imported = without(asset.imported ?? {}, pickOf(lastImport.said, undo.fields));
		return restored({ ...rest, imported }, pickOf(lastImport.before, undo.fields));
	},
};

export type Undo =
	| { as: 'withdrawn' }
	| { as: 'restored'; fields: string[]; left: string[] }
	/** Changed since by somebody; for an asset the import made, in anything. */
	| { as: 'left'; left: string[] };

/** What taking back does to it. */
export function undoOf(asset: Asset): Undo {
	const { lastImport, history } = asset;
	if (!lastImport) return { as: 'left', left: [] };
	if (lastImport.made) {
		const isUntouched = history.at(-1)?.['id'] === lastImport.command;
		return isUntouched ? { as: 'withdrawn' } : { as: 'left', left: [] };
	}
	const now = asset as unknown as Fields;
	const fields = Object.keys(lastImport.after);
	const same = (field: string) => isSameValue(now[field], lastImport.after[field]);
	const left = fields.filter((field) => !same(field));
	const back = fields.filter(same);
	return back.length > 0 ? { as: 'restored', fields: back, left } : { as: 'left', left };
}

function restored(asset: Asset, before: Fields): Result<Asset> {
	return accept(without(asset, before));
}

/** Those fields as they were; what was nothing is gone again. */
function without<T extends object>(of: T, before: Fields): T {
	const entries = Object.entries({ ...of, ...before });
	return Object.fromEntries(
		entries.filter(([field, value]) => !(field in before && value === null)),
	) as T;
}

function pickOf(from: Fields, fields: readonly string[]): Record<string, unknown> {
	return Object.fromEntries(fields.map((field) => [field, from[field] ?? null]));
}

function withdrawn(asset: Asset, importId: string, { now, actor }: DecisionContext): Asset {
	const by = actor.userId;
	const move = { at: now, by, from: asset.state, to: 'retired' };
	const { lastImport: _, ...rest } = asset;
	return {
		...{ ...rest, state: 'retired', moves: [...asset.moves, move] },
		withdrawn: { at: now, by, importId },
	};
}

export const assetImportCommands = {
	'asset.import@1': importAsset,
	'asset.undoImport@1': undoImport,
};
