/** One field of many assets: what each of them would become, by the rules the commands go by. */
import type { Asset, AssetState } from '#domain/asset/asset.ts';
import { fieldsFor, type AssetCategory } from '#domain/asset/categories.ts';
import {
	customFaults,
	customField,
	customKeyOf,
	customValue,
} from '#domain/asset/custom-values.ts';
import type { Actor } from '#domain/command.ts';
import type { CommandDraft } from '#store/execute.ts';
import { possibleMoves } from '../asset-rights.ts';

export const bulkFields = [
	...(['state', 'category', 'siteId', 'room', 'department', 'user', 'responsible'] as const),
	...(['supplier', 'warrantyUntil'] as const),
] as const;
type PlainField = (typeof bulkFields)[number];

export interface BulkChange {
	/** One of `bulkFields`, or `custom:KEY`. */
	field: string;
	value: string;
}

/** Why an asset stays as it is: told with its tag. */
export type BulkRefusal = 'state' | 'required' | 'other-category';

export type BulkStep =
	| { kind: 'change'; from: string; to: string }
	| { kind: 'same' }
	| { kind: 'refused'; why: BulkRefusal; from: string };

export function stepFor(
	asset: Asset,
	{ field, value }: BulkChange,
	{ actor, categories }: { actor: Actor; categories: readonly AssetCategory[] },
): BulkStep {
	const from = valueIn(asset, field);
	if (from === value) return { kind: 'same' };
	const why = refusalFor(asset, { field, value }, actor, categories);
	return why ? { kind: 'refused', why, from } : { kind: 'change', from, to: value };
}

function refusalFor(
	asset: Asset,
	{ field, value }: BulkChange,
	actor: Actor,
	categories: readonly AssetCategory[],
): BulkRefusal | undefined {
	if (field === 'state')
		return possibleMoves(asset, actor).includes(value as AssetState) ? undefined : 'state';
	const after = { ...asset, [field]: value };
	const fields = fieldsFor(categories, after.category);
	const key = customKeyOf(field);
	if (key !== undefined && !fields.some((one) => one.key === key)) return 'other-category';
	if (key === undefined && field !== 'category') return undefined;
	return customFaults(fields, asset, after).length > 0 ? 'required' : undefined;
}

/** What stands there, as text. */
function valueIn(asset: Asset, field: string): string {
	const key = customKeyOf(field);
	if (key !== undefined) return customValue(asset, key);
	const value = asset[field as PlainField];
	return (typeof value === 'object' ? value.name : value) ?? '';
}

/** The ordinary command for one asset; who changed the field meanwhile is not overwritten. */
export function commandFor(asset: Asset, { field, value }: BulkChange): CommandDraft {
	const about = { kind: 'asset', record: asset.id } as const;
	if (field === 'state') return { ...about, type: 'asset.move@1', args: { to: value } };
	const before = (asset as Record<string, unknown>)[field] ?? null;
	return {
		...{ ...about, type: 'asset.edit@1', base: { [field]: before } },
		args: { set: { [field]: writtenValue(field, value) } },
	};
}

/** People and suppliers are more than a name: what is known beside it belongs to the one before. */
function writtenValue(field: string, value: string): unknown {
	return field === 'user' || field === 'responsible' || field === 'supplier'
		? { name: value }
		: value;
}

/** Own fields that many assets may share a value of. */
export function bulkCustomFields(categories: readonly AssetCategory[]) {
	const all = categories.flatMap(({ fields = [] }) => fields);
	return all
		.filter(({ unique, retired }) => !unique && !retired)
		.map((field) => ({ ...field, field: customField(field.key) }));
}
