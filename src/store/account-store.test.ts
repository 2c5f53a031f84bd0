import { IDBDatabase, IDBObjectStore } from 'fake-indexeddb';
import { describe, expect, it, vi } from 'vitest';
import { JumpWatch } from './clock.ts';
import { plainCodec } from './codec.ts';
import { executeDrafts, type CommandDraft } from './execute.ts';
import { blobRefOf } from './blob-store.ts';
import { Database, inTransaction, openDatabase } from './database.ts';
import { engineer, memoryMarkers, openTestStore, walkUp } from './test-store.ts';

const register = (record: string, tag: string, more: object = {}): CommandDraft => ({
	type: 'asset.register@1',
	kind: 'asset',
	record,
	args: { set: { tag, name: `PC ${tag}`, siteId: 'site-1', ...more } },
});

const rename = (record: string, name: string): CommandDraft => ({
	type: 'asset.edit@1',
	kind: 'asset',
	record,
	args: { set: { name } },
});

async function bytes(text: string) {
	const data = new TextEncoder().encode(text).buffer;
	return { data, ref: await blobRefOf(data, 'image/jpeg') };
}

describe('execute', () => {
	it('writes the record and the queued command together', async () => {
		const { store } = await openTestStore();
		const result = await store.execute(register('asset-1', 'ZC-1'));
		expect(result).toMatchObject({ ok: true, value: { seqs: [1], record: { tag: 'ZC-1' } } });
		expect(await store.get('asset', 'asset-1')).toMatchObject({ name: 'PC ZC-1' });
		expect(await store.outbox.pendingOf('asset-1')).toMatchObject([
			{ seq: 1, status: 'queued', title: { code: 'ZC-1' }, command: { seq: 1 } },
		]);
	});

	it('survives a killed tab', async () => {
		const opened = await openTestStore();
		await opened.store.execute(register('asset-1', 'ZC-1'));
		const store = await opened.reopen();
		expect(await store.get('asset', 'asset-1')).toBeDefined();
		expect(await store.outbox.summary()).toMatchObject({ waitingCommands: 1 });
	});

	it('writes nothing of a list whose second command is refused', async () => {
		const { store } = await openTestStore();
		const { data, ref } = await bytes('photo');
		const blobs = [{ sha256: ref.sha256, type: ref.type, data, recordId: 'asset-1' }];
		const result = await store.execute([register('asset-1', 'ZC-1'), rename('asset-2', 'x')], {
			blobs,
		});
		expect(result).toEqual({ ok: false, refusal: { kind: 'not-found' } });
		expect(await store.get('asset', 'asset-1')).toBeUndefined();
		expect(await store.blobs.get(ref.sha256)).toBeUndefined();
		expect(await store.outbox.summary()).toMatchObject({ waitingCommands: 0, waitingBlobs: 0 });
	});

	it('queues nothing where everything already is as commanded', async () => {
		const { store } = await openTestStore();
		await store.execute(register('asset-1', 'ZC-1'));
		const again = await store.execute(rename('asset-1', 'PC ZC-1'));
		expect(again).toMatchObject({ ok: true, value: { seqs: [] } });
		expect(await store.outbox.summary()).toMatchObject({ waitingCommands: 1 });
	});

	it('gives every command its own number, also from two tabs at once', async () => {
		const { store, engine } = await openTestStore();
		const other = (await openTestStore({ engine })).store;
		await Promise.all(
			[store, other, store, other].map((tab, n) => tab.execute(register(`asset-${n}`, `ZC-${n}`))),
		);
		const { waiting } = await store.outbox.ledger();
		expect(waiting.map((entry) => entry.seq)).toEqual([1, 2, 3, 4]);
	});

	it('keeps blobs and clears drafts with the command that saves them', async () => {
		const { store } = await openTestStore();
		const { data, ref } = await bytes('photo');
		await store.drafts.set('new-asset', { tag: 'ZC-1' });
		await store.execute(register('asset-1', 'ZC-1'), {
			blobs: [{ sha256: ref.sha256, type: ref.type, data, recordId: 'asset-1' }],
			clearDrafts: ['new-asset'],
		});
		expect(await store.drafts.get('new-asset')).toBeUndefined();
		expect(await store.blobs.get(ref.sha256)).toEqual({ data, type: 'image/jpeg' });
		expect(await store.outbox.summary()).toMatchObject({ waitingBlobs: 1, waitingBytes: 5 });
	});

	it('names a companion by the command that caused it', async () => {
		const { store } = await openTestStore();
		await store.execute([
			register('asset-1', 'ZC-1'),
			{ ...register('asset-2', 'ZC-2'), causedBy: 0 },
		]);
		const { waiting } = await store.outbox.ledger();
		const cause = waiting[0]?.command;
		expect(waiting[1]?.command.causedBy).toBe(`${cause?.device}:1`);
	});
});

describe('a full disk', () => {
	it('is a value, and nothing of the call is written', async () => {
		const { store } = await openTestStore();
		await store.execute(register('asset-1', 'ZC-1'));
		const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
			throw new DOMException('disk full', 'QuotaExceededError');
		});
		const result = await store.execute(rename('asset-1', 'other'));
		put.mockRestore();
		expect(result).toEqual({ ok: false, refusal: { kind: 'storage-full' } });
		expect(await store.get('asset', 'asset-1')).toMatchObject({ name: 'PC ZC-1' });
		expect(await store.outbox.summary()).toMatchObject({ waitingCommands: 1 });
	});
});

describe('a crash', () => {
	it('in the middle of a call leaves nothing of it', async () => {
		const opened = await openTestStore();
		await opened.store.execute(register('asset-1', 'ZC-1'));
		const add = vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(() => {
			throw new Error('the process ends here');
		});
		const call = opened.store.execute([rename('asset-1', 'other'), register('asset-2', 'ZC-2')]);
		await expect(call).rejects.toThrow();
		add.mockRestore();
		const store = await opened.reopen();
		expect(await store.get('asset', 'asset-1')).toMatchObject({ name: 'PC ZC-1' });
		expect(await store.outbox.summary()).toMatchObject({ waitingCommands: 1 });
		const next = await store.execute(rename('asset-1', 'other'));
		expect(next).toMatchObject({ value: { seqs: [2] } });
	});
});

describe('a connection the browser lost', () => {
	it('is opened again once, and the command is there once', async () => {
		const { store } = await openTestStore();
		const lost = vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementationOnce(() => {
			throw new DOMException('connection lost', 'InvalidStateError');
		});
		const result = await store.execute(register('asset-1', 'ZC-1'));
		lost.mockRestore();
		expect(result).toMatchObject({ ok: true, value: { seqs: [1] } });
		expect(await store.outbox.summary()).toMatchObject({ waitingCommands: 1 });
	});

	it('lost after the command was written does not write it again', async () => {
		const { engine, clock } = await openTestStore();
		const database = await openDatabase(engineer.userId, 'strict', engine);
		const parts = { database, codec: plainCodec, clock };
		const call = { parts, watch: new JumpWatch(clock), nonce: 'one call' };
		const tries = [1, 2].map(() =>
			inTransaction(database, () => executeDrafts(call, [register('asset-1', 'ZC-1')], {})),
		);
		expect((await Promise.all(tries)).map((executed) => executed.seqs)).toEqual([[1], [1]]);
		expect(await database.outbox.count()).toBe(1);
		database.close();
	});
});

describe('undo', () => {
	it('takes an unsent command back as if it had never been', async () => {
		const { store } = await openTestStore();
		await store.execute(register('asset-1', 'ZC-1'));
		const before = await store.get('asset', 'asset-1');
		const renamed = await store.execute(rename('asset-1', 'other'));
		expect(await store.undo(renamed.ok ? renamed.value.seqs : [])).toMatchObject({ ok: true });
		expect(await store.get('asset', 'asset-1')).toEqual(before);
		await store.undo(1);
		expect(await store.get('asset', 'asset-1')).toBeUndefined();
	});

	it('is too late after a minute', async () => {
		const { store, clock } = await openTestStore();
		await store.execute(register('asset-1', 'ZC-1'));
		clock.advance(60_001);
		expect(await store.undo(1)).toEqual({ ok: false, refusal: { kind: 'undo-too-late' } });
	});

	it('refuses what a later command stands on', async () => {
		const { store } = await openTestStore();
		await store.execute(register('asset-1', 'ZC-1'));
		await store.execute(rename('asset-1', 'other'));
		expect(await store.undo(1)).toEqual({ ok: false, refusal: { kind: 'undo-needed' } });
		expect(await store.get('asset', 'asset-1')).toMatchObject({ name: 'other' });
	});

	it('takes a split back: the line is worked on here again, and its follow-up never was', async () => {
		const { store, engine } = await openTestStore();
		const database = new Database(engineer.userId, 'strict', engine);
		await database.meta.put({ key: 'deviceCode', value: 'K7F' });
		database.close();
		const on = { kind: 'workOrder', record: 'order-1' } as const;
		await store.execute(walkUp('order-1'));
		for (const symptom of ['第一台', '第二台'])
			await store.execute({ ...on, type: 'workOrder.addLine@1', args: { symptom } });
		const before = await store.get('workOrder', 'order-1');
		const lineIds = [before?.lines.at(-1)?.id ?? ''];
		const split = await store.execute([
			{
				...on,
				type: 'workOrder.splitOff@1',
				args: { lineIds, followUp: 'order-2', number: 'D0201-20261121-K7F-02' },
			},
			{
				...{ kind: 'workOrder', record: 'order-2', type: 'workOrder.createFollowUp@1' },
				...{
					args: { from: 'order-1', reason: 'part', offlineNumber: 'D0201-20261121-K7F-02' },
					causedBy: 0,
				},
			},
		]);
		expect((await store.get('workOrder', 'order-1'))?.lines.at(-1)?.continues).toBeDefined();
		expect(await store.get('workOrder', 'order-2')).toMatchObject({ lines: [{ of: lineIds[0] }] });
		expect(await store.undo(split.ok ? split.value.seqs : [])).toMatchObject({ ok: true });
		expect(await store.get('workOrder', 'order-1')).toEqual(before);
		expect(await store.get('workOrder', 'order-2')).toBeUndefined();
	});

	it('takes companions and blobs back too', async () => {
		const { store } = await openTestStore();
		const { data, ref } = await bytes('photo');
		await store.execute(
			[register('asset-1', 'ZC-1'), { ...register('asset-2', 'ZC-2'), causedBy: 0 }],
			{ blobs: [{ sha256: ref.sha256, type: ref.type, data, recordId: 'asset-1' }] },
		);
		expect(await store.undo(1)).toMatchObject({ ok: true });
		expect(await store.get('asset', 'asset-2')).toBeUndefined();
		expect(await store.blobs.get(ref.sha256)).toBeUndefined();
	});
});

describe('offline numbers', () => {
	it('count up in the same transaction and are never given twice', async () => {
		const { store, engine } = await openTestStore();
		expect(await store.execute(walkUp('order-0'))).toMatchObject({
			refusal: { kind: 'no-device-code' },
		});
		const database = new Database(engineer.userId, 'strict', engine);
		await database.meta.put({ key: 'deviceCode', value: 'K7F' });
		const first = await store.execute(walkUp('order-1'));
		expect(first).toMatchObject({ value: { record: { offlineNumber: 'D0201-20261121-K7F-01' } } });
		await store.undo(1);
		const second = await store.execute(walkUp('order-2'));
		expect(second).toMatchObject({ value: { record: { offlineNumber: 'D0201-20261121-K7F-02' } } });
		database.close();
	});
});

describe('reads', () => {
	it('find by tag, alias and serial in any spelling, then by beginning', async () => {
		const { store } = await openTestStore();
		await store.execute([
			register('asset-1', 'ZC-2025-000877', { aliases: ['旧-17'], serial: 'abc123' }),
			register('asset-2', 'ZC-2025-000878'),
		]);
		const exact = async (text: string) =>
			(await store.records.findByCode(text)).exact.map((hit) => hit.id);
		expect(await exact('zc-2025-000877')).toEqual(['asset-1']);
		expect(await exact('ＺＣ－2025－000877 ')).toEqual(['asset-1']);
		expect(await exact('旧-17')).toEqual(['asset-1']);
		expect(await exact('ABC123')).toEqual(['asset-1']);
		const { prefix } = await store.records.findByCode('ZC-2025');
		expect(prefix.map((hit) => hit.id).sort()).toEqual(['asset-1', 'asset-2']);
	});

	it('page assets by tag, of one site or all', async () => {
		const { store } = await openTestStore();
		for (const n of [3, 1, 2]) await store.execute(register(`asset-${n}`, `ZC-${n}`));
		await store.execute(register('asset-9', 'ZC-9', { siteId: 'site-2' }));
		const first = await store.records.assetPage({ siteId: 'site-1', limit: 2 });
		expect(first.items.map((asset) => asset.tag)).toEqual(['ZC-1', 'ZC-2']);
		const second = await store.records.assetPage({ siteId: 'site-1', limit: 2, after: first.next });
		expect(second.items.map((asset) => asset.tag)).toEqual(['ZC-3']);
		expect(second.next).toBeUndefined();
		expect((await store.records.assetPage({})).items).toHaveLength(4);
		expect(await store.records.ids('asset')).toHaveLength(4);
	});

	it('list orders by state and assignee and what is about an asset', async () => {
		const { store, engine } = await openTestStore();
		const database = new Database(engineer.userId, 'strict', engine);
		await database.meta.put({ key: 'deviceCode', value: 'K7F' });
		database.close();
		await store.execute(walkUp('order-1'));
		expect(await store.records.openOrders()).toMatchObject([{ id: 'order-1', state: 'on_site' }]);
		expect(await store.records.ordersOf(engineer.userId, ['on_site'])).toHaveLength(1);
		expect(await store.records.about('workOrder', 'customer', 'customer-1')).toHaveLength(1);
		expect((await store.records.versions('workOrder')).has('order-1')).toBe(true);
	});
});

describe('time on commands', () => {
	it('carries raw and corrected time and flags a clock set by hand', async () => {
		const { store, engine, clock } = await openTestStore();
		const database = new Database(engineer.userId, 'strict', engine);
		const value = { offsetMs: 60_000, measuredAtMs: clock.wallMs() };
		await database.meta.put({ key: 'clock', value });
		database.close();
		await store.execute(register('asset-1', 'ZC-1'));
		clock.setWall(clock.wallMs() - 3_600_000);
		await store.execute(rename('asset-1', 'other'));
		const [first, second] = (await store.outbox.ledger()).waiting.map((entry) => entry.command.at);
		expect(first).toEqual({
			raw: '2026-11-21T02:00:00.000Z',
			offsetMs: 60_000,
			effective: '2026-11-21T02:01:00.000Z',
		});
		expect(second).toMatchObject({
			raw: '2026-11-21T01:00:00.000Z',
			effective: '2026-11-21T02:01:00.000Z',
			jumped: true,
		});
	});
});

describe('evicted data', () => {
	it('is noticed by the marker left outside', async () => {
		const { markers } = memoryMarkers();
		const first = await openTestStore({ markers });
		expect(first.store.loss).toBeUndefined();
		await first.store.execute(register('asset-1', 'ZC-1'));
		expect((await first.reopen()).loss).toBeUndefined();
		const emptied = await openTestStore({ markers });
		expect(emptied.store.loss).toBe('unsent');
		// The tab may have died before it could say so (simulator).
		const again = await emptied.reopen();
		expect(again.loss).toBe('unsent');
		await again.execute(register('asset-1', 'ZC-1'));
		expect((await emptied.reopen()).loss).toBeUndefined();
	});
});
