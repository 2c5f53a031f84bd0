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

/** Takings of one value that are counted; behind that, two in the same moment are not told apart. */
const turnsMax = 1_000;

interface Taken {
	/** Fields whose value is another asset's. */
	taken: string[];
	/** To be reserved with the write: of two that take a value in the same moment, one decides again. */
	turns: string[];
}

/**
 * Fields of a category that are to be unique and now carry what another asset carries already. Only what
 * the command changed is asked about, so an older pair is told to nobody who changed something else.
 */
export async function takenValues(
	store: Pick<Store, 'get' | 'search' | 'holderOf'>,
	view: BatchView,
	before: AnyRecord | undefined,
	after: AnyRecord,
): Promise<Taken> {
	const told: Taken = { taken: [], turns: [] };
	if (after.kind !== 'asset') return told;
	const tree = (await view.get('assetCategories', assetCategoriesId))?.record;
	const fields = fieldsFor((tree as AssetCategories | undefined)?.categories ?? [], after.category);
	for (const { key, unique } of fields) {
		const value = customValue(after, key);
		if (!unique || value === '' || value === customValue(before ?? {}, key)) continue;
		// First the turn, then the look: who takes the value in between takes the turn too.
		const turn = await freeTurn(store, `${customField(key)}=${value}`);
		if (await isTaken(store, view, after.id, key, value)) told.taken.push(customField(key));
		else if (turn) told.turns.push(turn);
	}
	return told;
}

async function freeTurn(
	store: Pick<Store, 'holderOf'>,
	value: string,
): Promise<string | undefined> {
	for (let n = 1; n <= turnsMax; n++) {
		const turn = `${value}#${n}`;
		if ((await store.holderOf(turn)) === undefined) return turn;
	}
	return undefined;
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
