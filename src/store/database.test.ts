/**
 * A database as the first version of the app left it, with a full outbox, opened by today's. The rows
 * below are what that version wrote: they never change.
 */
import { Dexie } from 'dexie';
import { afterEach, expect, it } from 'vitest';
import { openAccountStore, type AccountStore } from './account-store.ts';
import { databaseName, type Engine } from './database.ts';
import { openSyncStore, type SyncStore } from './sync-store.ts';
import { engineer, handClock, memoryEngine } from './test-store.ts';

/** The first version's tables. */
const firstStores = {
	records:
		'id, *channels, *codes, *links, [kind+sort], [kind+state], [kind+siteId+sort], [kind+assigneeId], [kind+updatedAt]',
	outbox: 'seq, record, status',
	sent: 'seq',
	blobs: 'sha256, status, *records',
	blobBytes: 'sha256',
	meta: 'key',
	drafts: 'key',
	search: 'name, kind',
};

const at = '2026-11-21T02:00:00.000Z';
const stamp = {
	createdAt: at,
	createdBy: 'system',
	updatedAt: at,
	updatedBy: 'system',
	history: [],
};
const asset = {
	...{
		id: 'asset-1',
		kind: 'asset',
		tag: 'ZC-1',
		name: 'PC',
		state: 'in_use',
		moves: [],
		...stamp,
	},
	fieldOfLater: { kept: true },
};

function outboxRow(seq: number, status: string, name: string) {
	const command = {
		...{ device: 'device-1', seq, type: 'asset.edit@1', kind: 'asset', record: 'asset-1' },
		args: { set: { name } },
		at: { raw: at, offsetMs: 0, effective: at },
	};
	return {
		...{ seq, record: 'asset-1', kind: 'asset', type: 'asset.edit@1', status },
		...{ command: { sealed: command }, title: { code: 'ZC-1', name: 'PC' }, queuedAt: at },
		...{ nonce: `nonce-${seq}`, blobs: [] },
		...(status === 'rejected' && { reason: { kind: 'not-allowed' }, answeredAt: at }),
	};
}

function blobRow(sha256: string, status: string) {
	const row = { sha256, type: 'image/jpeg', bytes: 3, role: 'photo', records: ['asset-1'] };
	return { ...row, status, addedAt: at, sentBytes: 0 };
}

const firstRows: Record<keyof typeof firstStores, object[]> = {
	records: [
		{
			...{ id: 'asset-1', kind: 'asset', rev: 3, channels: ['site:1'], codes: ['ZC-1'], links: [] },
			...{ sort: 'ZC-1', updatedAt: at, state: 'in_use', generation: 1 },
			...{ body: { sealed: { ...asset, name: 'PC 2' } }, shadow: { sealed: asset } },
		},
	],
	outbox: [
		outboxRow(1, 'queued', 'PC 1'),
		outboxRow(2, 'queued', 'PC 2'),
		outboxRow(3, 'acknowledged', 'PC 3'),
		outboxRow(4, 'rejected', 'PC 4'),
		outboxRow(5, 'held', 'PC 5'),
	],
	sent: [],
	blobs: [blobRow('aa', 'waiting'), blobRow('bb', 'refused'), blobRow('cc', 'confirmed')],
	blobBytes: ['aa', 'bb', 'cc'].map((sha256) => ({
		sha256,
		data: new Uint8Array([1, 2, 3]).buffer,
	})),
	meta: [
		{ key: 'device', value: 'device-1' },
		{ key: 'lastSeq', value: 5 },
		{ key: 'cursor', value: 'cursor-1' },
		{ key: 'epoch', value: 'epoch-1' },
	],
	drafts: [{ key: 'note/order-1', value: { sealed: '半句话' }, savedAt: at }],
	search: [],
};

let engine: Engine;
let store: AccountStore | undefined;
let sync: SyncStore | undefined;
afterEach(() => {
	sync?.close();
	store?.close();
});

async function openFirst(): Promise<Dexie> {
	const database = new Dexie(databaseName(engineer.userId), engine);
	database.version(1).stores(firstStores);
	await database.open();
	return database;
}

async function openToday(): Promise<{ store: AccountStore; sync: SyncStore }> {
	const clock = handClock();
	store = await openAccountStore(engineer, { engine, clock });
	sync = await openSyncStore(engineer.userId, { engine, clock });
	return { store, sync };
}

async function fill(): Promise<void> {
	engine = memoryEngine();
	const first = await openFirst();
	for (const [table, rows] of Object.entries(firstRows)) await first.table(table).bulkAdd(rows);
	first.close();
}

it('an upgrade leaves the outbox, photos and drafts as they were, and all of it still goes', async () => {
	await fill();
	const { store, sync } = await openToday();
	expect(await store.outbox.summary()).toMatchObject({
		...{ waitingCommands: 2, waitingBlobs: 1, rejected: 1, held: 1, refusedBlobs: 1 },
	});
	expect(await store.drafts.get('note/order-1')).toBe('半句话');
	expect(await sync.device()).toBe('device-1');
	const batch = await sync.takeBatch(10, 1_000_000);
	const queued = firstRows.outbox.slice(0, 2) as { command: { sealed: unknown } }[];
	expect(batch).toEqual(queued.map(({ command }) => command.sealed));
	expect(await sync.nextBlob()).toMatchObject({ sha256: 'aa' });
	expect((await store.blobs.get('aa'))?.data).toEqual(new Uint8Array([1, 2, 3]).buffer);
});

it('a tab of the first version goes on beside it and finds its outbox row for row', async () => {
	await fill();
	await openToday();
	const first = await openFirst();
	expect(await first.table('outbox').toArray()).toEqual(firstRows.outbox);
	expect(await first.table('blobs').toArray()).toEqual(firstRows.blobs);
	await first.table('outbox').add(outboxRow(6, 'queued', 'PC 6'));
	first.close();
	expect(await store?.outbox.summary()).toMatchObject({ waitingCommands: 3 });
});

it('what a newer server wrote into a record outlives an edit here', async () => {
	await fill();
	const { store } = await openToday();
	const edit = { type: 'asset.edit@1', kind: 'asset' as const, record: 'asset-1' };
	const done = await store.execute({ ...edit, args: { set: { room: '6F' } } });
	expect(done).toMatchObject({ ok: true });
	const after = await store.get('asset', 'asset-1');
	expect(after).toMatchObject({ room: '6F', fieldOfLater: { kept: true } });
});
