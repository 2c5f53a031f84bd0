import { IDBObjectStore } from 'fake-indexeddb';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { CommandResult } from '#domain/protocol/wire.ts';
import { blobRefOf } from './blob-store.ts';
import { openDatabase } from './database.ts';
import type { CommandDraft } from './execute.ts';
import { writeMeta } from './meta.ts';
import { openSyncStore } from './sync-store.ts';
import { engineer, memoryFiles, memoryMarkers, openTestStore, walkUp } from './test-store.ts';

const register = (record: string): CommandDraft => ({
	type: 'asset.register@1',
	kind: 'asset',
	record,
	args: { set: { tag: record, name: `PC ${record}`, siteId: 'site-1' } },
});

async function photo(text: string, recordId: string) {
	const data = new TextEncoder().encode(text).buffer;
	return { ...(await blobRefOf(data, 'image/jpeg')), data, recordId };
}

/** A phone with files beside its database; `emptied` is the same phone with the database thrown away. */
async function phone() {
	const files = memoryFiles();
	const { markers } = memoryMarkers();
	const open = () => openTestStore({ markers, files: files.open });
	return { files, markers, ...(await open()), emptied: open };
}

const taken = (seq: number): CommandResult => ({ seq, outcome: 'applied', rev: 1 });

afterEach(() => vi.restoreAllMocks());

describe('a database the browser threw away', () => {
	it('has its unsent work again, records, bytes and order, under the old name', async () => {
		const { store, emptied } = await phone();
		const blob = await photo('rack', 'asset-1');
		const old = await store.deviceId();
		await store.execute([register('asset-1'), register('asset-2')], { blobs: [blob] });
		const again = (await emptied()).store;
		expect(again.loss).toBe('copies');
		expect(await again.get('asset', 'asset-1')).toMatchObject({ name: 'PC asset-1' });
		const { waiting, waitingBlobs } = await again.outbox.ledger();
		expect(waiting).toMatchObject([
			{ seq: 1, command: { device: old }, title: { code: 'asset-1' }, mayUndo: false },
			{ seq: 2, command: { device: old } },
		]);
		expect(waitingBlobs).toMatchObject([{ sha256: blob.sha256, records: ['asset-1'] }]);
		expect((await again.blobs.get(blob.sha256))?.data).toEqual(blob.data);
	});

	it('tells who counts what waits at once: the copy comes after', async () => {
		const { store, files } = await phone();
		const copies: number[] = [];
		store.onExecuted(() => copies.push(files.kept.size));
		await store.execute(register('asset-1'));
		expect([...copies, files.kept.size]).toEqual([0, 1]);
	});

	it('goes on under a new name, behind the old numbers', async () => {
		const { store, emptied } = await phone();
		const old = await store.deviceId();
		await store.execute(register('asset-1'));
		const again = (await emptied()).store;
		await again.execute(register('asset-2'));
		const { waiting } = await again.outbox.ledger();
		expect(waiting.map(({ seq }) => seq)).toEqual([1, 2]);
		expect(waiting[1]?.command.device).not.toBe(old);
		expect(again.loss).toBe('copies');
	});

	it('brings a photo whose command had been taken', async () => {
		const { store, engine, clock, files, emptied } = await phone();
		const blob = await photo('rack', 'asset-1');
		await store.execute(register('asset-1'), { blobs: [blob] });
		const sync = await openSyncStore(engineer.userId, { engine, clock, files: files.open });
		await sync.applyResults([taken(1)]);
		await sync.finishRound();
		expect([...files.kept.keys()]).toEqual([`b-${blob.sha256}-asset-1`]);
		const { waiting, waitingBlobs } = await (await emptied()).store.outbox.ledger();
		expect(waiting).toEqual([]);
		expect(waitingBlobs).toMatchObject([{ sha256: blob.sha256, status: 'waiting' }]);
		await sync.confirmBlob(blob.sha256, 'asset-1');
		await sync.finishRound();
		expect(files.kept.size).toBe(0);
		sync.close();
	});

	it('lets a photo go once it is handed in, if its order is not his any more', async () => {
		const { store, engine, clock, files, emptied } = await phone();
		const blob = await photo('rack', 'asset-1');
		await store.execute(register('asset-1'), { blobs: [blob] });
		const first = await openSyncStore(engineer.userId, { engine, clock, files: files.open });
		await first.applyResults([taken(1)]);
		await first.finishRound();
		first.close();
		const again = await emptied();
		const sync = await openSyncStore(engineer.userId, { ...again, files: files.open });
		await sync.confirmBlob(blob.sha256, 'asset-1');
		expect(await again.store.blobs.info(blob.sha256)).toBeUndefined();
		sync.close();
	});

	it('does not bring what was taken back', async () => {
		const { store, files, emptied } = await phone();
		await store.execute([register('asset-1'), register('asset-2')]);
		expect(await store.undo([2])).toEqual({ ok: true, value: undefined });
		const again = (await emptied()).store;
		expect((await again.outbox.ledger()).waiting.map(({ seq }) => seq)).toEqual([1]);
		await again.execute(register('asset-3'));
		await again.undo([2]);
		expect([...files.kept.keys()]).toEqual(['c-1-1']);
	});

	it('says that work may be lost where the files went too, also after another start', async () => {
		const { store, markers } = await phone();
		await store.execute(register('asset-1'));
		const lost = await openTestStore({ markers, files: memoryFiles().open });
		expect(lost.store.loss).toBe('unsent');
		expect((await lost.reopen()).loss).toBe('unsent');
	});

	it('says so too where not everything had been copied', async () => {
		vi.spyOn(console, 'warn').mockImplementation(() => undefined);
		const { store, files, emptied } = await phone();
		files.isFull = true;
		expect((await store.execute(register('asset-1'))).ok).toBe(true);
		expect((await emptied()).store.loss).toBe('unsent');
	});

	it('copies later what could not be copied at once', async () => {
		vi.spyOn(console, 'warn').mockImplementation(() => undefined);
		const { store, files, emptied } = await phone();
		files.isFull = true;
		const blob = await photo('rack', 'asset-1');
		await store.execute(register('asset-1'), { blobs: [blob] });
		files.isFull = false;
		await store.loadAhead();
		const again = (await emptied()).store;
		expect(again.loss).toBe('copies');
		expect(await again.outbox.summary()).toMatchObject({ waitingCommands: 1, waitingBlobs: 1 });
	});

	it('passes over a file that cannot be read and brings the rest', async () => {
		const warned = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
		const { store, files, emptied } = await phone();
		await store.execute(register('asset-1'));
		await store.execute(register('asset-2'));
		files.kept.set('c-1-1', new TextEncoder().encode('{"version":1,"ro'));
		const { waiting } = await (await emptied()).store.outbox.ledger();
		expect(waiting.map(({ seq }) => seq)).toEqual([2]);
		expect(warned).toHaveBeenCalled();
	});

	it('keeps the number a walk-up was given', async () => {
		const { store, engine, clock, files, emptied } = await phone();
		const sync = await openSyncStore(engineer.userId, { engine, clock, files: files.open });
		await sync.noteHello({
			clock: { offsetMs: 0, measuredAtMs: clock.wallMs() },
			...{ deviceCode: 'K7F', epoch: 'epoch-1', lastSeq: 0 },
			user: { id: engineer.userId, name: '08', roles: engineer.roles },
		});
		sync.close();
		await store.execute(walkUp('order-1'));
		const order = await (await emptied()).store.get('workOrder', 'order-1');
		expect(order?.offlineNumber).toBe('D0201-20261121-K7F-01');
	});
});

it('what a database put back to an older state has lost is brought under its own name', async () => {
	const opened = await phone();
	await opened.store.execute(register('asset-1'));
	await opened.store.execute(register('asset-2'));
	const database = await openDatabase(engineer.userId, 'strict', opened.engine);
	await database.outbox.delete(2);
	await database.records.delete('asset-2');
	await writeMeta(database, 'lastSeq', 1);
	database.close();
	const store = await opened.reopen();
	expect(store.loss).toBeUndefined();
	expect(await store.get('asset', 'asset-2')).toBeDefined();
	const { waiting } = await store.outbox.ledger();
	const device = await store.deviceId();
	expect(waiting).toMatchObject([
		{ seq: 1, command: { device } },
		{ seq: 2, command: { device } },
	]);
	await store.execute(register('asset-3'));
	expect((await store.outbox.ledger()).waiting.map(({ seq }) => seq)).toEqual([1, 2, 3]);
});

it('copies of photos make room for new work', async () => {
	const { store, files } = await phone();
	const blob = await photo('rack', 'asset-1');
	await store.execute(register('asset-1'), { blobs: [blob] });
	const full = vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementationOnce(() => {
		throw new DOMException('full', 'QuotaExceededError');
	});
	expect((await store.execute(register('asset-2'))).ok).toBe(true);
	expect(full).toHaveBeenCalled();
	expect([...files.kept.keys()].sort()).toEqual(['c-1-1', 'c-2-2']);
});
