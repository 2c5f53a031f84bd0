import type { AssetCategories } from '#domain/asset/categories.ts';
import { customField } from '#domain/asset/custom-values.ts';
import { assetColumnNames, columnTitle } from '#domain/import/asset-columns.ts';
import { ownFields } from '#domain/import/register-view.ts';
import { getLocale } from '#i18n/generated/runtime.js';

export interface ImportTarget {
	value: string;
	label: string;
}

/** Everything a column can be, the fields the organisation added behind those every asset has. */
export function importTargets(tree: AssetCategories | undefined): ImportTarget[] {
	const fields = ownFields(tree?.categories ?? []);
	const all = [...assetColumnNames, ...fields.map(({ key }) => customField(key))];
	return all.map((value) => ({ value, label: columnTitle(value, fields, getLocale()) }));
}
