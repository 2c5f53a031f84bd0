/**
 * The categories of assets 资产类别 as a tree, and the fields of its own that each asks for. One record
 * of the organisation, held by every member of staff, so that a form is drawn and judged without signal.
 *
 * 1. A category's path, `计算机/笔记本`, is what assets carry. It is for ever; what is shown is its name.
 * 2. Nothing is deleted: a category, field or choice not used any more is retired, offered no more and
 *    still named where it stands.
 * 3. A field keeps its key and its type: values of it lie on devices that nobody hears of.
 * 4. A category asks for its own fields and for those of every category above it.
 * 5. A category or value that is not in the tree (yet, any more) is kept: no work on site waits for it.
 */
import * as v from 'valibot';
import { recordEntries } from '../record.ts';

const pathLengthMax = 200;
const nameLengthMax = 60;
const categoriesMax = 500;
export const fieldsOfCategoryMax = 30;
const choicesMax = 100;

export const customTypes = ['text', 'number', 'date', 'choice', 'yesno'] as const;
export type CustomType = (typeof customTypes)[number];

const name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(nameLengthMax));
const nameEn = v.optional(v.pipe(v.string(), v.trim(), v.maxLength(nameLengthMax)));
const rank = v.pipe(v.number(), v.integer(), v.minValue(1));

const ChoiceSchema = v.looseObject({
	/** What an asset keeps, and what is shown. */
	value: name,
	retired: v.optional(v.boolean()),
});

const CustomFieldSchema = v.looseObject({
	key: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,39}$/)),
	name,
	nameEn,
	type: v.picklist(customTypes),
	required: v.optional(v.boolean()),
	/** No two assets carry the same value; the server decides. */
	unique: v.optional(v.boolean()),
	choices: v.optional(v.pipe(v.array(ChoiceSchema), v.maxLength(choicesMax))),
	retired: v.optional(v.boolean()),
});
export type CustomField = v.InferOutput<typeof CustomFieldSchema>;

/** Names joined by `/`, none of them empty. */
const CategoryPathSchema = v.pipe(
	v.string(),
	v.regex(/^[^/\s](?:[^/]*[^/\s])?(?:\/[^/\s](?:[^/]*[^/\s])?)*$/),
	v.maxLength(pathLengthMax),
);

export const AssetCategorySchema = v.looseObject({
	path: CategoryPathSchema,
	name,
	nameEn,
	fields: v.optional(v.pipe(v.array(CustomFieldSchema), v.maxLength(fieldsOfCategoryMax))),
	retired: v.optional(v.boolean()),
	/** Counts its changes, so that two administrators do not overwrite one another. */
	version: rank,
});
export type AssetCategory = v.InferOutput<typeof AssetCategorySchema>;

export const AssetCategoriesSchema = v.looseObject({
	...recordEntries,
	kind: v.literal('assetCategories'),
	name,
	categories: v.pipe(v.array(AssetCategorySchema), v.maxLength(categoriesMax)),
});
export type AssetCategories = v.InferOutput<typeof AssetCategoriesSchema>;

/** There is one per database. */
export const assetCategoriesId = 'asset-categories';

/** `计算机` of `计算机/笔记本`; undefined for a root. */
export function parentPath(path: string): string | undefined {
	const at = path.lastIndexOf('/');
	return at < 0 ? undefined : path.slice(0, at);
}

/** Whether that category is this one or lies below it. */
export function isWithin(path: string | undefined, top: string): boolean {
	return path === top || (path?.startsWith(`${top}/`) ?? false);
}

/** Parents before their children, each family together, in the order they were made. */
export function inTreeOrder(categories: readonly AssetCategory[]): AssetCategory[] {
	const known = new Set(categories.map(({ path }) => path));
	const below = (parent: string | undefined): AssetCategory[] =>
		categories
			.filter(({ path }) => topOf(path, known) === parent)
			.flatMap((one) => [one, ...below(one.path)]);
	return below(undefined);
}

/** The nearest category above that exists. */
function topOf(path: string, known: ReadonlySet<string>): string | undefined {
	for (let up = parentPath(path); up !== undefined; up = parentPath(up))
		if (known.has(up)) return up;
	return undefined;
}

/** What assets of that category are asked for, the fields of the categories above first. */
export function fieldsFor(
	categories: readonly AssetCategory[],
	path: string | undefined,
): CustomField[] {
	if (!path) return [];
	return categories
		.filter((one) => isWithin(path, one.path))
		.toSorted((a, b) => a.path.length - b.path.length)
		.flatMap(({ fields }) => fields ?? [])
		.filter(({ retired }) => !retired);
}
