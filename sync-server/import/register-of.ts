import { assetCategoriesId, type AssetCategories } from '#domain/asset/categories.ts';
import type { AnyRecord } from '#domain/record-schemas.ts';
import type { RecordKind } from '#domain/record.ts';
import { RegisterView, type KnownAsset } from '#domain/import/register-view.ts';
import type { Store } from '#server/store/port.ts';
import { readRecord } from '#server/store/stored-body.ts';

/** Records read at once; others get their turn in between. */
const pageMax = 500;

type Of<K extends RecordKind> = Extract<AnyRecord, { kind: K }>;

/** All records of a kind, by id, a page at a time. What was written here is not checked again. */
export async function* recordsOf<K extends RecordKind>(
	store: Pick<Store, 'allRecords'>,
	kind: K,
): AsyncGenerator<Of<K>[]> {
	for (let after = `${kind}/`; ;) {
		const page = await store.allRecords(after, pageMax);
		const own = page.filter((stored) => stored.kind === kind);
		yield own.map(({ json }) => JSON.parse(json) as Of<K>);
		const last = own.at(-1);
		if (!last || own.length < pageMax) return;
		after = `${kind}/${last.id}`;
		await new Promise((resolve) => setImmediate(resolve));
	}
}

/** The whole register as a file is compared with it. */
export async function registerOf(store: Pick<Store, 'allRecords' | 'get'>): Promise<RegisterView> {
	const tree: AssetCategories | undefined = await readRecord(
		store,
		'assetCategories',
		assetCategoriesId,
	);
	const assets: KnownAsset[] = [];
	for await (const page of recordsOf(store, 'asset'))
		for (const { history: _, moves: _m, swaps: _s, conflicts: _c, ...asset } of page)
			assets.push(asset);
	return new RegisterView({
		assets,
		customers: await all(store, 'customer'),
		sites: await all(store, 'site'),
		contacts: await all(store, 'contact'),
		categories: tree?.categories ?? [],
	});
}

async function all<K extends RecordKind>(
	store: Pick<Store, 'allRecords'>,
	kind: K,
): Promise<Of<K>[]> {
	const records: Of<K>[] = [];
	for await (const page of recordsOf(store, kind)) records.push(...page);
	return records;
}
