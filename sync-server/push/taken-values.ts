import { assetCategoriesId, fieldsFor, type AssetCategories } from '#domain/asset/categories.ts';
import type { Asset } from '#domain/asset/asset.ts';
import { customField, customValue } from '#domain/asset/custom-values.ts';
import type { AnyRecord } from '#domain/record-schemas.ts';
import type { Store } from '#server/store/port.ts';
import { readRecord } from '#server/store/stored-body.ts';
import type { BatchView } from './batch-view.ts';
import { customTerm } from './search-keys.ts';

/** Assets whose search terms begin alike and are looked at. */
const alikeMax = 50;

/**
 * Fields of a category that are to be unique and now carry what another asset carries already. Only what
 * the command changed is asked about, so an older pair is told to nobody who changed something else.
 */
export async function takenValues(
	store: Pick<Store, 'get' | 'search'>,
	view: BatchView,
	before: AnyRecord | undefined,
	after: AnyRecord,
): Promise<string[]> {
	if (after.kind !== 'asset') return [];
	const tree = (await view.get('assetCategories', assetCategoriesId))?.record;
	const fields = fieldsFor((tree as AssetCategories | undefined)?.categories ?? [], after.category);
	const taken: string[] = [];
	for (const { key, unique } of fields) {
		const value = customValue(after, key);
		if (!unique || value === '' || value === customValue(before ?? {}, key)) continue;
		if (await isTaken(store, view, after.id, key, value)) taken.push(customField(key));
	}
	return taken;
}

async function isTaken(
	store: Pick<Store, 'get' | 'search'>,
	view: BatchView,
	id: string,
	key: string,
	value: string,
): Promise<boolean> {
	const carries = (other: Asset) => other.id !== id && customValue(other, key) === value;
	const inBatch = view.changed('asset') as Asset[];
	if (inBatch.some(carries)) return true;
	const changed = new Set(inBatch.map((asset) => asset.id));
	for (const found of await store.search('asset', customTerm(customField(key), value), alikeMax)) {
		const other = changed.has(found) ? undefined : await readRecord(store, 'asset', found);
		if (other && carries(other)) return true;
	}
	return false;
}
