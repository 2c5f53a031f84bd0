import { afterEach, describe, expect, it, vi } from 'vitest';
import { IDBObjectStore } from 'fake-indexeddb';
import type { AnyRecord } from '#domain/record-schemas.ts';
import type { AccountStore } from './account-store.ts';
import type { PullPage } from './apply-page.ts';
import { blobRefOf } from './blob-store.ts';
import type { CommandDraft } from './execute.ts';
import { isStorageFull } from './store-result.ts';
import { openSyncStore, type SyncStore } from './sync-store.ts';
import { openTestStore } from './test-store.ts';

let opened: { store: AccountStore; sync: SyncStore } | undefined;
afterEach(() => {
	opened?.sync.close();
	opened?.store.close();
	opened = undefined;
});

async function open() {
	const { store, engine, clock } = await openTestStore();
	const sync = await openSyncStore(store.account.userId, { engine, clock });
	opened = { store, sync };
	return opened;
}

const edit = (name: string, base?: string): CommandDraft => ({
	type: 'asset.edit@1',
	kind: 'asset',
	record: 'asset-1',
	args: { set: { name } },
	...(base !== undefined && { base: { name: base } }),
});
const roomTo = (room: string): CommandDraft => ({ ...edit(''), args: { set: { room } } });

function asset(more: object = {}): AnyRecord {
	const at = '2026-11-20T00:00:00.000Z';
	return {
		...{ id: 'asset-1', kind: 'asset', tag: 'ZC-1', name: 'PC', state: 'in_use', moves: [] },
		...{ createdAt: at, createdBy: 'system', updatedAt: at, updatedBy: 'system', history: [] },
		...more,
	} as unknown as AnyRecord;
}

function page(records: [AnyRecord, number][], more: Partial<PullPage> = {}): PullPage {
	return {
		records: records.map(([body, rev]) => ({
			kind: body.kind,
			id: body.id,
			rev,
			channels: ['site:1'],
			body: body,
		})),
		removals: [],
		grants: ['site:1'],
		cursor: 'cursor-1',
		more: false,
		epoch: 'epoch-1',
		serverTime: '2026-11-21T02:00:00.000Z' as PullPage['serverTime'],
		...more,
	};
}

const nameOf = async (store: AccountStore) => (await store.get('asset', 'asset-1'))?.name;

describe('rebase', () => {
	it('replays what waits on the version just pulled', async () => {
		const { store, sync } = await open();
		await sync.applyPage(page([[asset(), 1]]), []);
		await store.execute(roomTo('6F'));
		await sync.applyPage(page([[asset({ name: 'renamed by another' }), 2]]), []);
		expect(await store.get('asset', 'asset-1')).toMatchObject({
			name: 'renamed by another',
			room: '6F',
		});
	});

	it('keeps an acknowledged change in view until the version that has it arrives', async () => {
		const { store, sync } = await open();
		await sync.applyPage(page([[asset(), 1]]), []);
		await store.execute(edit('mine'));
		const [command] = await sync.takeBatch(10, 1e6);
		await sync.applyResults([{ seq: command?.seq ?? 0, outcome: 'applied', rev: 3 }]);
		expect(await store.outbox.summary()).toMatchObject({ waitingCommands: 0 });
		expect(await nameOf(store)).toBe('mine');
		await sync.applyPage(page([[asset({ room: '5F' }), 2]], { more: true }), []);
		expect(await nameOf(store)).toBe('mine');
		await sync.applyPage(page([[asset({ name: 'mine, then theirs' }), 4]]), []);
		expect(await nameOf(store)).toBe('mine, then theirs');
		expect(await sync.acknowledged()).toEqual([]);
	});

	it('does not replay a command whose answer was lost but whose effect came', async () => {
		const { store, sync } = await open();
		await sync.applyPage(page([[asset(), 1]]), []);
		await store.execute(edit('mine'));
		const [command] = await sync.takeBatch(10, 1e6);
		const entry = { id: `${command?.device}:1`, at: command?.at.effective, by: 'engineer-08' };
		const history = [{ ...entry, device: command?.device, command: 'asset.edit@1', changes: [] }];
		await sync.applyPage(page([[asset({ name: 'later by another', history }), 3]]), []);
		expect(await nameOf(store)).toBe('later by another');
		expect(await store.outbox.summary()).toMatchObject({ waitingCommands: 1 });
	});

	it('shows the reason of a queued command the newer version refuses, and keeps it queued', async () => {
		const { store, sync } = await open();
		await sync.applyPage(page([[asset(), 1]]), []);
		await store.execute(edit('mine', 'PC'));
		await sync.applyPage(page([[asset({ name: 'theirs' }), 2]]), []);
		expect(await nameOf(store)).toBe('theirs');
		expect(await store.outbox.pendingOf('asset-1')).toMatchObject([
			{ status: 'queued', reason: { kind: 'conflict', fields: ['name'] } },
		]);
	});
});

describe('answers', () => {
	it('refused: the record goes back, the command stays with its reason and can be tried again', async () => {
		const { store, sync } = await open();
		await sync.applyPage(page([[asset(), 1]]), []);
		await store.execute(edit('mine', 'PC'));
		await sync.takeBatch(10, 1e6);
		const refusal = { kind: 'conflict', fields: ['name'] };
		await sync.applyResults([{ seq: 1, outcome: 'conflict', refusal }]);
		expect(await nameOf(store)).toBe('PC');
		const { needsYou } = await store.outbox.ledger();
		expect(needsYou).toMatchObject([{ seq: 1, status: 'conflict', reason: refusal }]);
		await sync.applyPage(page([[asset({ name: 'theirs' }), 2]]), []);
		expect(await store.retry(1)).toMatchObject({ ok: false, refusal: { kind: 'conflict' } });
		expect(await store.retry(1, { overwrite: true })).toMatchObject({ value: { seqs: [2] } });
		expect(await nameOf(store)).toBe('mine');
		expect((await store.outbox.ledger()).needsYou).toEqual([]);
	});

	it('duplicate: the first answer counts, also when it was a refusal', async () => {
		const { store, sync } = await open();
		await sync.applyPage(page([[asset(), 1]]), []);
		await store.execute(edit('mine'));
		const refusal = { kind: 'not-allowed' };
		await sync.applyResults([{ seq: 1, outcome: 'duplicate', original: 'rejected', refusal }]);
		expect(await store.outbox.summary()).toMatchObject({ rejected: 1, waitingCommands: 0 });
		await store.discard(1);
		expect(await store.outbox.summary()).toMatchObject({ needsYou: 0 });
	});

	it('no command can be undone once it was on the wire', async () => {
		const { store, sync } = await open();
		await sync.applyPage(page([[asset(), 1]]), []);
		await store.execute(edit('mine'));
		expect((await store.outbox.pendingOf('asset-1'))[0]?.mayUndo).toBe(true);
		await sync.takeBatch(10, 1e6);
		expect(await store.undo(1)).toMatchObject({ refusal: { kind: 'undo-too-late' } });
	});

	it('refused with its photo: the picture stays, and is not sent', async () => {
		const { store, sync } = await open();
		await sync.applyPage(page([[asset(), 1]]), []);
		const data = new TextEncoder().encode('photo').buffer;
		const { sha256 } = await blobRefOf(data, 'image/jpeg');
		await store.execute(edit('mine'), {
			blobs: [{ sha256, type: 'image/jpeg', data, recordId: 'asset-1' }],
		});
		await sync.applyResults([{ seq: 1, outcome: 'rejected', refusal: { kind: 'not-allowed' } }]);
		expect(await store.blobs.info(sha256)).toMatchObject({ status: 'refused' });
		expect(await sync.nextBlob()).toBeUndefined();
		await store.retry(1);
		expect(await sync.nextBlob()).toMatchObject({ sha256 });
	});

	it('a batch keeps to its limits and always takes at least one', async () => {
		const { store, sync } = await open();
		await sync.applyPage(page([[asset(), 1]]), []);
		for (const name of ['a', 'b', 'c']) await store.execute(edit(name));
		expect(await sync.takeBatch(2, 1e6)).toHaveLength(2);
		expect(await sync.takeBatch(10, 1)).toHaveLength(1);
	});
});

describe('what may no longer be seen', () => {
	it('is gone with its blobs and the snapshots that quote it', async () => {
		const { store, sync } = await open();
		await sync.applyPage(page([[asset(), 1]]), []);
		const data = new TextEncoder().encode('photo').buffer;
		const { sha256 } = await blobRefOf(data, 'image/jpeg');
		await store.blobs.cache({ sha256, type: 'image/jpeg', data, recordId: 'asset-1' });
		await store.snapshots.set('assets', 'asset', { quotes: 'PC' });
		await sync.applyPage(page([], { removals: [{ kind: 'asset', id: 'asset-1' }] }), []);
		expect(await store.get('asset', 'asset-1')).toBeUndefined();
		expect(await store.blobs.get(sha256)).toBeUndefined();
		expect(await store.snapshots.get('assets')).toBeUndefined();
	});

	it('is gone when no grant covers it', async () => {
		const { store, sync } = await open();
		await sync.applyPage(page([[asset(), 1]]), []);
		await sync.applyPage(page([], { grants: ['site:2'] }), []);
		expect(await store.get('asset', 'asset-1')).toBeUndefined();
	});

	it('waits until unsent work has been handed in', async () => {
		const { store, sync } = await open();
		await sync.applyPage(page([[asset(), 1]]), []);
		await store.execute(edit('mine'));
		await sync.applyPage(page([], { grants: [] }), []);
		expect(await nameOf(store)).toBe('mine');
		expect(await sync.takeBatch(10, 1e6)).toHaveLength(1);
		await sync.applyResults([{ seq: 1, outcome: 'held', rev: 2 }]);
		expect(await store.get('asset', 'asset-1')).toBeUndefined();
		expect((await store.outbox.ledger()).held).toMatchObject([
			{ command: { args: { set: { name: 'mine' } } } },
		]);
	});

	it('made here and accepted out of sight: it goes with the end of the next pull', async () => {
		const { store, sync } = await open();
		const register: CommandDraft = {
			type: 'asset.register@1',
			kind: 'asset',
			record: 'asset-9',
			args: { set: { tag: 'ZC-9', name: 'PC' } },
		};
		await store.execute(register);
		await sync.applyResults([{ seq: 1, outcome: 'applied', rev: 1 }]);
		await sync.applyPage(page([], { more: true }), await sync.acknowledged());
		expect(await store.get('asset', 'asset-9')).toBeDefined();
		await sync.applyPage(page([]), await sync.acknowledged());
		expect(await store.get('asset', 'asset-9')).toBeUndefined();
	});
});

describe('the feed', () => {
	it('goes on past a record this version cannot read, and says so', async () => {
		const { store, sync } = await open();
		const broken = asset({ id: 'asset-2', state: 'state of a later version' });
		const applied = await sync.applyPage(
			page([
				[broken, 1],
				[asset(), 1],
			]),
			[],
		);
		expect(applied).toMatchObject({ records: 1, unreadable: 1 });
		expect(await store.outbox.summary()).toMatchObject({ unreadable: 1 });
		await sync.applyPage(page([[asset({ id: 'asset-2' }), 2]]), []);
		expect(await store.outbox.summary()).toMatchObject({ unreadable: 0 });
	});

	it('keeps fields of newer versions', async () => {
		const { store, sync } = await open();
		await sync.applyPage(page([[asset({ fieldOfTomorrow: 7 }), 1]]), []);
		await store.execute(edit('mine'));
		expect(await store.get('asset', 'asset-1')).toMatchObject({ fieldOfTomorrow: 7, name: 'mine' });
	});

	it('of another epoch starts from scratch and sweeps what it does not bring', async () => {
		const { store, sync } = await open();
		const hello = (epoch: string) =>
			sync.noteHello({
				clock: { offsetMs: 0, measuredAtMs: 1 },
				deviceCode: 'K7F',
				epoch,
				lastSeq: 0,
				user: { id: store.account.userId, name: '工程师', roles: ['engineer'] },
			});
		await hello('epoch-1');
		expect(await sync.beginPull()).toBeUndefined();
		await sync.applyPage(
			page([
				[asset(), 1],
				[asset({ id: 'asset-2' }), 1],
			]),
			[],
		);
		expect(await sync.beginPull()).toBe('cursor-1');
		await hello('epoch-2');
		expect(await sync.beginPull()).toBeUndefined();
		await sync.applyPage(page([[asset(), 1]], { more: true, cursor: 'cursor-2' }), []);
		expect(await store.get('asset', 'asset-2')).toBeDefined();
		expect(await sync.beginPull()).toBe('cursor-2');
		await sync.applyPage(page([]), []);
		expect(await store.get('asset', 'asset-2')).toBeUndefined();
		expect(await store.get('asset', 'asset-1')).toBeDefined();
	});

	it('writes nothing of a page on a full disk, its cursor neither', async () => {
		const { store, sync } = await open();
		await sync.beginPull();
		await sync.applyPage(page([[asset(), 1]]), []);
		const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
			throw new DOMException('disk full', 'QuotaExceededError');
		});
		const next = page([[asset({ name: 'newer' }), 2]], { cursor: 'cursor-2' });
		const failure: unknown = await sync.applyPage(next, []).catch((error: unknown) => error);
		put.mockRestore();
		expect(isStorageFull(failure)).toBe(true);
		expect(await nameOf(store)).toBe('PC');
		expect(await sync.beginPull()).toBe('cursor-1');
	});
});

describe('a database put back to an older state', () => {
	it('becomes a new device, so that none of its commands is taken for an old one', async () => {
		const { store, sync } = await open();
		await sync.applyPage(page([[asset(), 1]]), []);
		await store.execute(edit('mine'));
		const before = await sync.device();
		const identity = await sync.noteHello({
			clock: { offsetMs: 0, measuredAtMs: 1 },
			deviceCode: 'K7F',
			epoch: 'epoch-1',
			lastSeq: 7,
			user: { id: store.account.userId, name: '工程师', roles: ['engineer'] },
		});
		expect(identity).toBe('renewed');
		const device = await sync.device();
		expect(device).not.toBe(before);
		expect(await sync.takeBatch(10, 1e6)).toMatchObject([{ device, seq: 1 }]);
		const history = (await store.get('asset', 'asset-1'))?.history;
		expect(history).toMatchObject([{ device, id: `${device}:1` }]);
	});
});
