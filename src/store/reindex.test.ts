import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDatabase, type Database } from './database.ts';
import { plainCodec } from './codec.ts';
import { writeMeta } from './meta.ts';
import { indexVersion, reindex } from './reindex.ts';
import { openTestStore, type TestStore } from './test-store.ts';

let opened: TestStore;
let database: Database;

beforeEach(async () => {
	opened = await openTestStore();
	const { store, engine } = opened;
	database = await openDatabase(store.account.userId, 'strict', engine);
	const set = { tag: 'ZC-1', name: 'PC', mac: '001b.4411.3ab7', locationCode: 'D010602-003' };
	await store.execute({
		...{ type: 'asset.register@1', kind: 'asset', record: 'asset-1', args: { set } },
	});
	// As the version before wrote it.
	await database.records.update('asset-1', { codes: ['ZC-1'], links: [] });
});
afterEach(() => {
	database.close();
	opened.store.close();
});

const parts = () => ({ database, codec: plainCodec, clock: opened.clock });
const byMac = () => opened.store.records.carrying('00:1B:44:11:3A:B7');

it('finds records of before by what a new version looks for', async () => {
	expect(await byMac()).toEqual([]);
	await reindex(parts());
	expect(await byMac()).toMatchObject([{ id: 'asset-1' }]);
	const there = await opened.store.records.about('asset', 'location', 'D010602');
	expect(there).toMatchObject([{ id: 'asset-1' }]);
});

it('goes over them once', async () => {
	await writeMeta(database, 'indexVersion', indexVersion);
	await reindex(parts());
	expect(await byMac()).toEqual([]);
});
