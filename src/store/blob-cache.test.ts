import { IDBObjectStore } from 'fake-indexeddb';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { instantOf } from '#domain/time/instant.ts';
import type { AccountStore } from './account-store.ts';
import { cachedBytesMax } from './blob-cache.ts';
import { usedAtStepMs } from './blob-store.ts';
import { Database } from './database.ts';
import type { BlobRow, RecordRow } from './rows.ts';
import { openSyncStore, type SyncStore } from './sync-store.ts';
import { openTestStore, type HandClock } from './test-store.ts';

/** Three of them are more than the limit. */
const large = Math.floor(cachedBytesMax / 2);
const minuteMs = 60_000;

let opened: { store: AccountStore; sync: SyncStore; database: Database; clock: HandClock };
afterEach(() => {
	opened.database.close();
	opened.sync.close();
	opened.store.close();
});

async function open() {
	const { store, engine, clock } = await openTestStore();
	const sync = await openSyncStore(store.account.userId, { engine, clock });
	const database = new Database(store.account.userId, 'strict', engine);
	await database.records.bulkPut(['order-1', 'order-2'].map(recordHere));
	opened = { store, sync, database, clock };
	return opened;
}

/** Only that it is here matters. */
function recordHere(id: string): RecordRow {
	const lists = { channels: [], codes: [], links: [] };
	const body = { sealed: {} };
	return { id, kind: 'workOrder', rev: 1, ...lists, sort: '', updatedAt: '', body, generation: 0 };
}

/** A row of so many bytes; what really lies there does not matter here. */
async function keep(sha256: string, more: Partial<BlobRow> = {}): Promise<void> {
	const { database, clock } = opened;
	clock.advance(minuteMs);
	const at = { addedAt: instantOf(clock.wallMs()), sentBytes: 0 };
	const row = { sha256, type: 'image/jpeg', bytes: large, role: 'photo', ...at } as const;
	await database.blobs.put({ ...row, records: ['order-1'], status: 'cached', ...more });
	await database.blobBytes.put({ sha256, data: new ArrayBuffer(1) });
}
const look = async (sha256: string) => {
	opened.clock.advance(usedAtStepMs);
	await opened.store.blobs.noteUse(sha256);
};
const cacheOne = (sha256: string, recordId = 'order-2') =>
	opened.store.blobs.cache({ sha256, type: 'image/jpeg', data: new ArrayBuffer(9), recordId });
const left = async () => (await opened.database.blobs.toCollection().primaryKeys()).sort();

describe('the cache of what the server has', () => {
	it('lets go what was not looked at for longest, bytes and all', async () => {
		const { database } = await open();
		await keep('first');
		await keep('second');
		await look('first');
		await cacheOne('third');
		expect(await left()).toEqual(['first', 'third']);
		expect(await database.blobBytes.count()).toBe(2);
	});

	it('never lets go what is unsent or was refused', async () => {
		await open();
		await keep('waiting', { status: 'waiting' });
		await keep('refused', { status: 'refused' });
		await keep('confirmed', { status: 'confirmed' });
		await keep('cached');
		await cacheOne('new');
		expect(await left()).toEqual(['cached', 'new', 'refused', 'waiting']);
	});

	it('keeps those of open orders longest', async () => {
		const { store } = await open();
		const order = { orderKind: 'fault', channel: 'phone', requester: { name: '护士站' } };
		const created = await store.execute({
			...{ type: 'workOrder.create@1', kind: 'workOrder', record: 'order-open' },
			args: { ...order, customerId: 'c', summary: '卡纸', impact: 'low', urgency: 'low' },
		});
		expect(created).toMatchObject({ ok: true });
		await keep('of-open', { records: ['order-open'] });
		await keep('of-closed');
		await cacheOne('new');
		expect(await left()).toEqual(['new', 'of-open']);
	});

	it('shrinks as well when an upload is confirmed', async () => {
		const { sync } = await open();
		await keep('old');
		await keep('older', { status: 'confirmed' });
		await keep('sent', { status: 'waiting' });
		await sync.confirmBlob('sent', 'order-1');
		expect(await left()).toEqual(['older', 'sent']);
	});

	it('writes down a use only now and then', async () => {
		const { store, clock } = await open();
		await keep('one');
		clock.advance(usedAtStepMs - 1);
		await store.blobs.noteUse('one');
		expect(await store.blobs.info('one')).not.toHaveProperty('usedAt');
		clock.advance(1);
		await store.blobs.noteUse('one');
		expect(await store.blobs.info('one')).toMatchObject({ usedAt: instantOf(clock.wallMs()) });
	});
});

describe('a full disk', () => {
	const full = (times: number) => {
		const put = vi.spyOn(IDBObjectStore.prototype, 'put');
		for (let n = 0; n < times; n++)
			put.mockImplementationOnce(() => {
				throw new DOMException('disk full', 'QuotaExceededError');
			});
		return put;
	};
	const set = { tag: 'ZC-1', name: 'PC', siteId: 'site-1' };
	const register = () =>
		opened.store.execute({
			...{ type: 'asset.register@1', kind: 'asset', record: 'asset-1' },
			args: { set },
		});

	it('gives the room of cached copies to new work', async () => {
		await open();
		await keep('copy');
		await keep('unsent', { status: 'waiting' });
		const put = full(1);
		const saved = await register();
		put.mockRestore();
		expect(saved).toMatchObject({ ok: true });
		expect(await left()).toEqual(['unsent']);
	});

	it('without anything to give up it is said', async () => {
		await open();
		await keep('unsent', { status: 'waiting' });
		const put = full(1);
		const refused = await register();
		put.mockRestore();
		expect(refused).toEqual({ ok: false, refusal: { kind: 'storage-full' } });
		expect(await left()).toEqual(['unsent']);
	});
});

describe('uploads', () => {
	it('go signature first, then papers, then photos from small to large, if they may', async () => {
		const { sync } = await open();
		await keep('large', { status: 'waiting', bytes: 900 });
		await keep('small', { status: 'waiting', bytes: 500 });
		await keep('paper', { status: 'waiting', role: 'paper', bytes: 800 });
		await keep('ink', { status: 'waiting', role: 'signature', bytes: 850 });
		const order: string[] = [];
		for (let row = await sync.nextBlob(); row; row = await sync.nextBlob()) {
			order.push(row.sha256);
			await sync.confirmBlob(row.sha256, 'order-1');
		}
		expect(order).toEqual(['ink', 'paper', 'small', 'large']);
		await keep('kept back', { status: 'waiting' });
		expect(await sync.nextBlob({ photos: false })).toBeUndefined();
		await keep('paper 2', { status: 'waiting', role: 'paper' });
		expect(await sync.nextBlob({ photos: false })).toMatchObject({ sha256: 'paper 2' });
	});

	it('count only when the server showed the hash for every record that names it', async () => {
		const { store, sync } = await open();
		const data = new TextEncoder().encode('photo').buffer;
		const blob = { sha256: 'twice', type: 'image/jpeg' as const, data };
		await store.blobs.put({ ...blob, recordId: 'order-1' });
		await store.blobs.put({ ...blob, recordId: 'order-2' });
		await sync.confirmBlob('twice', 'order-2');
		expect(await store.blobs.info('twice')).toMatchObject({ status: 'waiting', sentBytes: 0 });
		await sync.confirmBlob('twice', 'order-1');
		expect(await store.blobs.info('twice')).toMatchObject({ status: 'confirmed' });
	});

	it('go again for a record that names what came from the server for another', async () => {
		const { store, sync } = await open();
		await cacheOne('seen', 'order-1');
		const data = new ArrayBuffer(9);
		await store.blobs.put({ sha256: 'seen', type: 'image/jpeg', data, recordId: 'order-2' });
		expect(await sync.nextBlob()).toMatchObject({ sha256: 'seen', confirmedFor: ['order-1'] });
		await sync.confirmBlob('seen', 'order-2');
		expect(await sync.nextBlob()).toBeUndefined();
	});
});
