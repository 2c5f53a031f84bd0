import { afterEach, describe, expect, it, vi } from 'vitest';
import { IDBObjectStore } from 'fake-indexeddb';
import type { AnyRecord } from '#domain/record-schemas.ts';
import type { AccountStore } from './account-store.ts';
import type { PageApplied, PullPage } from './apply-page.ts';
import { blobRefOf } from './blob-store.ts';
import type { CommandDraft } from './execute.ts';
import { againMs } from './resend.ts';
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
	return { store, sync, clock };
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

/** As the runner takes a page: from the cursor it was asked with. */
async function take(
	sync: SyncStore,
	taken: PullPage,
	acknowledged: readonly number[] = [],
): Promise<PageApplied | undefined> {
	return sync.applyPage(taken, { acknowledged, cursor: await sync.beginPull() });
}

const nameOf = async (store: AccountStore) => (await store.get('asset', 'asset-1'))?.name;

describe('rebase', () => {
	it('replays what waits on the version just pulled', async () => {
		const { store, sync } = await open();
		await take(sync, page([[asset(), 1]]));
		await store.execute(roomTo('6F'));
		await take(sync, page([[asset({ name: 'renamed by another' }), 2]]));
		expect(await store.get('asset', 'asset-1')).toMatchObject({
			name: 'renamed by another',
			room: '6F',
		});
	});

	it('keeps an acknowledged change in view until the version that has it arrives', async () => {
		const { store, sync } = await open();
		await take(sync, page([[asset(), 1]]));
		await store.execute(edit('mine'));
		const [command] = await sync.takeBatch(10, 1e6);
		await sync.applyResults([{ seq: command?.seq ?? 0, outcome: 'applied', rev: 3 }]);
		expect(await store.outbox.summary()).toMatchObject({ waitingCommands: 0 });
		expect(await nameOf(store)).toBe('mine');
		await take(sync, page([[asset({ room: '5F' }), 2]], { more: true }));
		expect(await nameOf(store)).toBe('mine');
		await take(sync, page([[asset({ name: 'mine, then theirs' }), 4]]));
		expect(await nameOf(store)).toBe('mine, then theirs');
		expect(await sync.acknowledged()).toEqual([]);
	});

	it('does not replay a command whose answer was lost but whose effect came', async () => {
		const { store, sync } = await open();
		await take(sync, page([[asset(), 1]]));
		await store.execute(edit('mine'));
		const [command] = await sync.takeBatch(10, 1e6);
		const entry = { id: `${command?.device}:1`, at: command?.at.effective, by: 'engineer-08' };
		const history = [{ ...entry, device: command?.device, command: 'asset.edit@1', changes: [] }];
		await take(sync, page([[asset({ name: 'later by another', history }), 3]]));
		expect(await nameOf(store)).toBe('later by another');
		expect(await store.outbox.summary()).toMatchObject({ waitingCommands: 1 });
	});

	it('shows the reason of a queued command the newer version refuses, and keeps it queued', async () => {
		const { store, sync } = await open();
		await take(sync, page([[asset(), 1]]));
		await store.execute(edit('mine', 'PC'));
		await take(sync, page([[asset({ name: 'theirs' }), 2]]));
		expect(await nameOf(store)).toBe('theirs');
		expect(await store.outbox.pendingOf('asset-1')).toMatchObject([
			{ status: 'queued', reason: { kind: 'conflict', fields: ['name'] } },
		]);
	});
});

describe('answers', () => {
	it('refused: the record goes back, the command stays with its reason and can be tried again', async () => {
		const { store, sync } = await open();
		await take(sync, page([[asset(), 1]]));
		await store.execute(edit('mine', 'PC'));
		await sync.takeBatch(10, 1e6);
		const refusal = { kind: 'busy' };
		await sync.applyResults([{ seq: 1, outcome: 'rejected', refusal }]);
		expect(await nameOf(store)).toBe('PC');
		const { needsYou } = await store.outbox.ledger();
		expect(needsYou).toMatchObject([{ seq: 1, status: 'rejected', reason: refusal }]);
		expect(await store.retry(1)).toMatchObject({ value: { seqs: [2] } });
		expect(await nameOf(store)).toBe('mine');
		expect((await store.outbox.ledger()).needsYou).toEqual([]);
	});

	it('a fault of the server: it stays queued, nothing overtakes it on its record, others go on', async () => {
		const { store, sync, clock } = await open();
		await take(
			sync,
			page([
				[asset(), 1],
				[asset({ id: 'asset-2' }), 1],
			]),
		);
		await store.execute(edit('mine'));
		await store.execute(roomTo('6F'));
		await store.execute({ ...roomTo('7F'), record: 'asset-2' });
		expect(await sync.takeBatch(3, 1e6)).toHaveLength(3);
		await sync.applyResults([{ seq: 1, outcome: 'later', refusal: { kind: 'server-fault' } }]);
		expect(await store.outbox.summary()).toMatchObject({ waitingCommands: 3, rejected: 0 });
		expect(await sync.takeBatch(3, 1e6)).toMatchObject([{ seq: 3 }]);
		clock.advance(againMs);
		expect(await sync.takeBatch(3, 1e6)).toMatchObject([{ seq: 1 }, { seq: 2 }, { seq: 3 }]);
	});

	it('what a restored server refuses for good is not handed in once more', async () => {
		const { store, sync } = await open();
		await take(sync, page([[asset(), 1]]));
		await store.execute(edit('mine'));
		await sync.takeBatch(3, 1e6);
		await sync.applyResults([{ seq: 1, outcome: 'applied', rev: 2 }]);
		const device = await sync.device();
		expect(await sync.queueAgain(device, [1])).toBe(1);
		await sync.takeBatch(3, 1e6);
		await sync.applyResults([{ seq: 1, outcome: 'rejected', refusal: { kind: 'not-found' } }]);
		expect(await store.outbox.summary()).toMatchObject({ waitingCommands: 0, rejected: 1 });
		expect(await sync.queueAgain(device, [1])).toBe(0);
	});

	it('what is behind one handed in again and put off waits, though it was sent before', async () => {
		const { store, sync, clock } = await open();
		await take(sync, page([[asset(), 1]]));
		await store.execute(edit('mine'));
		await sync.takeBatch(3, 1e6);
		await sync.applyResults([{ seq: 1, outcome: 'applied', rev: 2 }]);
		await store.execute(roomTo('6F'));
		// Sent, and its answer lost with the server.
		await sync.takeBatch(3, 1e6);
		await sync.queueAgain(await sync.device(), [1]);
		await sync.applyResults([{ seq: 1, outcome: 'later' }]);
		expect(await sync.takeBatch(3, 1e6)).toEqual([]);
		clock.advance(againMs);
		expect(await sync.takeBatch(3, 1e6)).toMatchObject([{ seq: 1 }, { seq: 2 }]);
	});

	it('what is too much for the desk waits with the reason, and is offered again', async () => {
		const { store, sync } = await open();
		await take(sync, page([[asset(), 1]]));
		await store.execute(edit('mine'));
		await sync.takeBatch(3, 1e6);
		await sync.applyResults([{ seq: 1, outcome: 'later', refusal: { kind: 'desk-full' } }]);
		const { waiting } = await store.outbox.ledger();
		expect(waiting).toMatchObject([{ seq: 1, putOffFor: 'desk-full' }]);
	});

	it('a conflict of an older server was a refusal: tried again it is parked in the record', async () => {
		const { store, sync } = await open();
		await take(sync, page([[asset(), 1]]));
		await store.execute(edit('mine', 'PC'));
		await sync.applyResults([{ seq: 1, outcome: 'conflict', refusal: { kind: 'conflict' } }]);
		await take(sync, page([[asset({ name: 'theirs' }), 2]]));
		expect(await store.outbox.summary()).toMatchObject({ conflicts: 1 });
		expect(await store.retry(1)).toMatchObject({ value: { seqs: [2] } });
		expect(await store.get('asset', 'asset-1')).toMatchObject({
			name: 'theirs',
			conflicts: [{ fields: [{ field: 'name', mine: 'mine' }] }],
		});
	});

	it('duplicate: the first answer counts, also when it was a refusal', async () => {
		const { store, sync } = await open();
		await take(sync, page([[asset(), 1]]));
		await store.execute(edit('mine'));
		const refusal = { kind: 'not-allowed' };
		await sync.applyResults([{ seq: 1, outcome: 'duplicate', original: 'rejected', refusal }]);
		expect(await store.outbox.summary()).toMatchObject({ rejected: 1, waitingCommands: 0 });
		await store.discard(1);
		expect(await store.outbox.summary()).toMatchObject({ needsYou: 0 });
	});

	it('no command can be undone once it was on the wire', async () => {
		const { store, sync } = await open();
		await take(sync, page([[asset(), 1]]));
		await store.execute(edit('mine'));
		expect((await store.outbox.pendingOf('asset-1'))[0]?.mayUndo).toBe(true);
		await sync.takeBatch(10, 1e6);
		expect(await store.undo(1)).toMatchObject({ refusal: { kind: 'undo-too-late' } });
	});

	it('refused with its photo: the picture stays, and is not sent', async () => {
		const { store, sync } = await open();
		await take(sync, page([[asset(), 1]]));
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
		await take(sync, page([[asset(), 1]]));
		for (const name of ['a', 'b', 'c']) await store.execute(edit(name));
		expect(await sync.takeBatch(2, 1e6)).toHaveLength(2);
		expect(await sync.takeBatch(10, 1)).toHaveLength(1);
	});
});

describe('a conflict', () => {
	/** The server's version after it parked the command of this device, or settled that. */
	const parked = async (store: AccountStore, settled?: object) => {
		const [pending] = await store.outbox.pendingOf('asset-1');
		const { device, seq = 0 } = pending?.command ?? {};
		const history = [{ id: `${device}:${seq}`, ...stamp(device) }];
		const fields = [{ field: 'name', base: 'PC', mine: 'mine', theirs: 'theirs' }];
		const conflict = { id: `${device}:${seq}.0`, ...stamp(device), fields, ...settled };
		return asset({ name: 'theirs', history, conflicts: [conflict] });
	};
	const stamp = (device = '') => ({
		...{ by: 'engineer-08', at: '2026-11-21T02:00:00.000Z', device },
		...{ command: 'asset.edit@1', changes: [] },
	});
	const answer = { seq: 1, outcome: 'conflict' as const, rev: 3 };
	const settled = (take: string) => ({
		settled: { at: '2026-11-21T03:00:00.000Z', by: 'diao', take },
	});

	async function clashing() {
		const both = await open();
		await take(both.sync, page([[asset(), 1]]));
		await both.store.execute(edit('mine', 'PC'));
		await both.sync.takeBatch(10, 1e6);
		return both;
	}

	it('found by the server stays in the ledger until the record shows it settled', async () => {
		const { store, sync } = await clashing();
		const [open, done] = [await parked(store), await parked(store, settled('mine'))];
		await sync.applyResults([answer]);
		await take(sync, page([[open, 3]]));
		expect(await nameOf(store)).toBe('theirs');
		expect(await store.outbox.summary()).toMatchObject({ conflicts: 1, needsYou: 1 });
		expect(await store.discard(1)).toMatchObject({ refusal: { kind: 'not-found' } });
		expect(await store.records.countWaitingForPerson(['conflict'])).toBe(1);
		await take(sync, page([[done, 4]]));
		expect(await store.outbox.summary()).toMatchObject({ conflicts: 0, needsYou: 0 });
		expect((await store.outbox.ledger()).sent).toMatchObject([{ seq: 1, outcome: 'mine' }]);
		expect(await store.records.waitingForPerson(['conflict'])).toEqual([]);
	});

	it('found here by rebasing is the one the server will open', async () => {
		const { store, sync } = await clashing();
		const id = ((await parked(store)).conflicts as { id: string }[])[0]?.id;
		await take(sync, page([[asset({ name: 'theirs' }), 2]]));
		expect(await store.get('asset', 'asset-1')).toMatchObject({
			name: 'theirs',
			conflicts: [{ id, fields: [{ field: 'name', base: 'PC', mine: 'mine', theirs: 'theirs' }] }],
		});
	});

	it('is settled by a command like any other; the second word changes nothing', async () => {
		const { store, sync } = await clashing();
		const record = await parked(store);
		await sync.applyResults([answer]);
		await take(sync, page([[record, 3]]));
		const conflictId = (record.conflicts as { id: string }[])[0]?.id;
		const settle = (take: string): CommandDraft => ({
			...{ type: 'asset.settleConflict@1', kind: 'asset', record: 'asset-1' },
			args: { conflictId, take },
		});
		await store.execute(settle('mine'));
		expect(await nameOf(store)).toBe('mine');
		expect(await store.execute(settle('theirs'))).toMatchObject({ value: { seqs: [] } });
		expect(await store.undo(2)).toMatchObject({ ok: true });
		expect(await nameOf(store)).toBe('theirs');
	});

	it('of a record no longer here is told by the server', async () => {
		const { store, sync } = await clashing();
		await sync.applyResults([answer]);
		await take(sync, page([], { grants: [] }));
		expect(await sync.undecided()).toEqual([{ seq: 1, kind: 'asset', record: 'asset-1' }]);
		await sync.takeDecided([{ seq: 1, fate: 'theirs' }]);
		expect(await store.outbox.summary()).toMatchObject({ conflicts: 0 });
	});
});

it('late work the desk does not count stays with its reason until its author has read it', async () => {
	const { store, sync } = await open();
	await take(sync, page([[asset(), 1]]));
	await store.execute(edit('mine'));
	await sync.applyResults([{ seq: 1, outcome: 'held', rev: 2 }]);
	await take(sync, page([], { grants: [] }));
	await sync.takeDecided([{ seq: 1, fate: 'discarded', reason: '同事已处理' }]);
	expect((await store.outbox.ledger()).needsYou).toMatchObject([
		{ status: 'rejected', reason: { kind: 'discarded', detail: { reason: '同事已处理' } } },
	]);
	await store.discard(1);
	expect(await store.outbox.summary()).toMatchObject({ needsYou: 0 });
});

describe('what may no longer be seen', () => {
	it('is gone with its blobs and the snapshots that quote it', async () => {
		const { store, sync } = await open();
		await take(sync, page([[asset(), 1]]));
		const data = new TextEncoder().encode('photo').buffer;
		const { sha256 } = await blobRefOf(data, 'image/jpeg');
		await store.blobs.cache({ sha256, type: 'image/jpeg', data, recordId: 'asset-1' });
		await store.snapshots.set('assets', 'asset', { quotes: 'PC' });
		await take(sync, page([], { removals: [{ kind: 'asset', id: 'asset-1' }] }));
		expect(await store.get('asset', 'asset-1')).toBeUndefined();
		expect(await store.blobs.get(sha256)).toBeUndefined();
		expect(await store.snapshots.get('assets')).toBeUndefined();
	});

	it('is gone with what was typed about it, and nothing else is', async () => {
		const { store, sync } = await open();
		await take(sync, page([[asset(), 1]]));
		const about = ['asset-1', 'note/asset-1', 'swap/asset-1/line', 'voice:asset-1:0'];
		const others = ['note/asset-10', 'note/asset-2', 'own-hand'];
		for (const key of [...about, ...others]) await store.drafts.set(key, 'quotes it');
		await take(sync, page([], { removals: [{ kind: 'asset', id: 'asset-1' }] }));
		for (const key of about) expect([key, await store.drafts.get(key)]).toEqual([key, undefined]);
		for (const key of others) expect(await store.drafts.get(key)).toBe('quotes it');
	});

	it('is gone when no grant covers it', async () => {
		const { store, sync } = await open();
		await take(sync, page([[asset(), 1]]));
		await take(sync, page([], { grants: ['site:2'] }));
		expect(await store.get('asset', 'asset-1')).toBeUndefined();
	});

	it('waits until unsent work has been handed in', async () => {
		const { store, sync } = await open();
		await take(sync, page([[asset(), 1]]));
		await store.execute(edit('mine'));
		await take(sync, page([], { grants: [] }));
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
		await take(sync, page([], { more: true }), await sync.acknowledged());
		expect(await store.get('asset', 'asset-9')).toBeDefined();
		await take(sync, page([]), await sync.acknowledged());
		expect(await store.get('asset', 'asset-9')).toBeUndefined();
	});
});

describe('the feed', () => {
	it('goes on past a record this version cannot read, and says so', async () => {
		const { store, sync } = await open();
		const broken = asset({ id: 'asset-2', state: 'state of a later version' });
		const applied = await take(
			sync,
			page([
				[broken, 1],
				[asset(), 1],
			]),
		);
		expect(applied).toMatchObject({ records: 1, unreadable: 1 });
		expect(await store.outbox.summary()).toMatchObject({ unreadable: 1 });
		await take(sync, page([[asset({ id: 'asset-2' }), 2]]));
		expect(await store.outbox.summary()).toMatchObject({ unreadable: 0 });
	});

	it('keeps fields of newer versions', async () => {
		const { store, sync } = await open();
		await take(sync, page([[asset({ fieldOfTomorrow: 7 }), 1]]));
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
		await take(
			sync,
			page([
				[asset(), 1],
				[asset({ id: 'asset-2' }), 1],
			]),
		);
		expect(await sync.beginPull()).toBe('cursor-1');
		await hello('epoch-2');
		expect(await sync.beginPull()).toBeUndefined();
		await take(sync, page([[asset(), 1]], { more: true, cursor: 'cursor-2' }));
		expect(await store.get('asset', 'asset-2')).toBeDefined();
		expect(await sync.beginPull()).toBe('cursor-2');
		await take(sync, page([]));
		expect(await store.get('asset', 'asset-2')).toBeUndefined();
		expect(await store.get('asset', 'asset-1')).toBeDefined();
	});

	it('lets go of a page that another tab was faster than: what that one brought stays told', async () => {
		const { store, sync } = await open();
		await take(sync, page([[asset(), 1]]));
		const asked = { acknowledged: [], cursor: await sync.beginPull() };
		await take(sync, page([[asset({ id: 'asset-2' }), 2]], { cursor: 'cursor-2' }));
		expect(await sync.applyPage(page([], { cursor: 'cursor-3' }), asked)).toBeUndefined();
		expect(await sync.beginPull()).toBe('cursor-2');
		expect(await store.get('asset', 'asset-2')).toBeDefined();
	});

	it('writes nothing of a page on a full disk, its cursor neither', async () => {
		const { store, sync } = await open();
		await sync.beginPull();
		await take(sync, page([[asset(), 1]]));
		const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
			throw new DOMException('disk full', 'QuotaExceededError');
		});
		const next = page([[asset({ name: 'newer' }), 2]], { cursor: 'cursor-2' });
		const failure: unknown = await take(sync, next).catch((error: unknown) => error);
		put.mockRestore();
		expect(isStorageFull(failure)).toBe(true);
		expect(await nameOf(store)).toBe('PC');
		expect(await sync.beginPull()).toBe('cursor-1');
	});
});

describe('a database put back to an older state', () => {
	const hello = (store: AccountStore, lastSeq: number) => ({
		clock: { offsetMs: 0, measuredAtMs: 1 },
		deviceCode: 'K7F',
		epoch: 'epoch-1',
		lastSeq,
		user: { id: store.account.userId, name: '工程师', roles: ['engineer'] },
	});

	it('asks under the old name first and takes a new one when all is answered', async () => {
		const { store, sync } = await open();
		await take(sync, page([[asset(), 1]]));
		await store.execute(edit('mine'));
		await store.execute(roomTo('6F'));
		const before = await sync.device();
		await sync.noteHello(hello(store, 7));
		expect(await store.deviceCode()).toBeUndefined();
		expect(await sync.renewIfDue()).toBe(false);
		expect(await sync.takeBatch(10, 1e6)).toMatchObject([{ device: before }, { device: before }]);
		const taken = { seq: 2, outcome: 'rejected', refusal: { kind: 'seq-taken' } } as const;
		await sync.applyResults([{ seq: 1, outcome: 'duplicate', original: 'applied', rev: 2 }, taken]);
		expect(await sync.takeBatch(10, 1e6)).toEqual([]);
		expect(await sync.renewIfDue()).toBe(true);
		const device = await sync.device();
		expect(device).not.toBe(before);
		expect(await sync.takeBatch(10, 1e6)).toMatchObject([{ device, seq: 2 }]);
		const history = (await store.get('asset', 'asset-1'))?.history;
		expect(history).toMatchObject([{ id: `${before}:1` }, { id: `${device}:2` }]);
		await sync.noteHello(hello(store, 0));
		expect(await store.deviceCode()).toBe('K7F');
	});

	it('names parts anew that its commands made, and leaves those alone that are older', async () => {
		const { store, sync } = await open();
		const before = await sync.device();
		await take(sync, page([[asset(), 1]]));
		await store.execute(edit('first'));
		await store.execute(edit('second'));
		await store.execute({ ...edit('third'), causedBy: `${before}:2` });
		await store.execute({ ...edit('fourth'), causedBy: `${before}:1` });
		await sync.applyResults([{ seq: 1, outcome: 'applied', rev: 2 }]);
		await sync.noteHello(hello(store, 7));
		const taken = (seq: number) =>
			({ seq, outcome: 'rejected', refusal: { kind: 'seq-taken' } }) as const;
		await sync.applyResults([taken(2), taken(3), taken(4)]);
		expect(await sync.renewIfDue()).toBe(true);
		const device = await sync.device();
		expect((await sync.takeBatch(10, 1e6)).map(({ causedBy }) => causedBy)).toEqual([
			undefined,
			`${device}:2`,
			`${before}:1`,
		]);
	});
});
