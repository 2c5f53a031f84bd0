import * as v from 'valibot';
import { hasRole } from '../access/roles.ts';
import { canonicalJson } from '../canonical-json.ts';
import type { CommandDefinition, DecisionContext } from '../command.ts';
import { accept, refuse, type Result } from '../result.ts';
import {
	AssetCategoriesSchema,
	AssetCategorySchema,
	parentPath,
	type AssetCategories,
	type AssetCategory,
	type CustomField,
} from './categories.ts';

const saveArgs = v.object({
	category: v.omit(AssetCategorySchema, ['version']),
	/** The version its author changed, 0 for a new one. */
	seen: v.pipe(v.number(), v.integer(), v.minValue(0)),
});
type SaveArgs = v.InferOutput<typeof saveArgs>;

/** One category with its fields, new or changed. */
const saveCategory: CommandDefinition<AssetCategories, SaveArgs> = {
	args: saveArgs,
	decide(tree, { category, seen }, { actor }) {
		if (!tree) return refuse('not-found');
		if (!hasRole(actor, ['admin'])) return refuse('not-allowed');
		const before = tree.categories.find(({ path }) => path === category.path);
		const version = before?.version ?? 0;
		if (before && isSame(before, category)) return accept(tree);
		if (seen !== version) return refuse('conflict', { fields: ['category'] });
		const fault = faultOf(category as AssetCategory, before, tree.categories);
		if (fault) return refuse(fault.kind, { fields: [fault.field] });
		const saved = { ...category, version: version + 1 };
		const categories = before
			? tree.categories.map((one) => (one === before ? saved : one))
			: [...tree.categories, saved];
		return accept({ ...tree, categories });
	},
};

function isSame({ version: _, ...before }: AssetCategory, now: object): boolean {
	return canonicalJson(before) === canonicalJson(now);
}

type Fault = { kind: 'bad-input' | 'frozen' | 'already-exists'; field: string };

/** The invariants 2 and 3 of `categories.ts`, and that the tree stays one. */
function faultOf(
	category: AssetCategory,
	before: AssetCategory | undefined,
	all: readonly AssetCategory[],
): Fault | undefined {
	const parent = parentPath(category.path);
	if (parent !== undefined && !all.some(({ path }) => path === parent))
		return { kind: 'bad-input', field: 'path' };
	const fields = category.fields ?? [];
	const others = all.filter(({ path }) => path !== category.path);
	const taken = others.flatMap((one) => one.fields ?? []).map(({ key }) => key);
	const keys = fields.map(({ key }) => key);
	if (new Set([...keys, ...taken]).size < keys.length + new Set(taken).size)
		return { kind: 'already-exists', field: 'fields' };
	if (fields.some(lacksChoices)) return { kind: 'bad-input', field: 'fields' };
	const isKept = (was: CustomField) => fields.some((field) => continues(field, was));
	const kept = (before?.fields ?? []).every(isKept);
	return kept ? undefined : { kind: 'frozen', field: 'fields' };
}

function lacksChoices({ type, choices = [] }: CustomField): boolean {
	const values = choices.map(({ value }) => value);
	if (new Set(values).size < values.length) return true;
	return type === 'choice' && values.length === 0;
}

function continues(field: CustomField, was: CustomField): boolean {
	if (field.key !== was.key || field.type !== was.type) return false;
	const values = field.choices?.map(({ value }) => value) ?? [];
	return (was.choices ?? []).every(({ value }) => values.includes(value));
}

const importArgs = v.object({ set: v.pick(AssetCategoriesSchema, ['name', 'categories']) });

/** The tree an organisation begins with; one it has already stays as it is. */
const importCategories: CommandDefinition<AssetCategories, v.InferOutput<typeof importArgs>> = {
	args: importArgs,
	decide(tree, { set }, context): Result<AssetCategories> {
		if (!hasRole(context.actor, ['admin'])) return refuse('not-allowed');
		return accept(tree ?? { ...set, ...begun(context) });
	},
};

function begun({ now, actor, command }: DecisionContext) {
	const [createdAt, updatedAt] = [now, now];
	const [createdBy, updatedBy] = [actor.userId, actor.userId];
	const stamps = { createdAt, createdBy, updatedAt, updatedBy, history: [] };
	return { ...stamps, id: command.record, kind: 'assetCategories' as const };
}

export const categoryCommands = {
	'assetCategories.save@1': saveCategory,
	'assetCategories.import@1': importCategories,
};
