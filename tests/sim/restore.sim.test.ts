/**
 * The server is lost and restored from a backup older than what it had acknowledged. The devices come
 * back in any order; then everything is there again once (statements 2, 3), under the numbers it had
 * (13), photos too, and every device holds what its user may see (6).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { instantOf } from '#domain/time/instant.ts';
import type { Quarantine } from '#domain/quarantine/quarantine.ts';
import type { WorkOrder } from '#domain/work-order/work-order.ts';
import { putBack } from '#server/backup/put-back.ts';
import { takeBackup } from '#server/backup/take-backup.ts';
import { openSqliteStore } from '#server/store/open-sqlite.ts';
import type { StoredRecord } from '#server/store/port.ts';
import { findingsIn } from '#server/verify/findings.ts';
import { blobRefOf } from '#store/blob-store.ts';
import type { CommandDraft } from '#store/execute.ts';
import { againMs, patienceMsMax } from '#store/resend.ts';
import { handClock, memoryEngine } from '#store/test-store.ts';
import { Seeded } from '../fixtures/seeded.ts';
import { SimDevice } from './sim-device.ts';
import { startSimServer, urlOf, type SimPerson, type SimServer } from './sim-server.ts';

const desk: SimPerson = { id: 'user-desk', account: 'desk', roles: ['dispatcher'] };
const first: SimPerson = { id: 'user-e1', account: 'engineer1', roles: ['engineer'] };
const second: SimPerson = { id: 'user-e2', account: 'engineer2', roles: ['engineer'] };
const people = [desk, first, second];
const hourMs = 60 * 60_000;

// Real sockets and files on a loaded machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let folder: string;
let clock: ReturnType<typeof handClock>;
let server: SimServer;
let base: string;
let open: SimDevice[];

beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'outpost-restore-'));
	clock = handClock();
	open = [];
	await start('before');
});
afterEach(async () => {
	for (const device of open) device.close();
	await server.close();
	rmSync(folder, { recursive: true, force: true });
});

async function start(name: string): Promise<void> {
	const dataDir = join(folder, name);
	server = await startSimServer(people, clock.wallMs, { store: openSqliteStore(dataDir), dataDir });
	await server.app.listen({ host: '127.0.0.1', port: 0 });
	base = `http://127.0.0.1:${(server.app.server.address() as AddressInfo).port}`;
}

const backUp = () => takeBackup(join(folder, 'before'), folder, instantOf(clock.wallMs()));

/** The server's disk is gone; the backup starts in another place. */
async function loseAndRestore(backup: string, place = 'after', tookMs = 5 * hourMs): Promise<void> {
	await server.close();
	clock.advance(tookMs);
	const now = instantOf(clock.wallMs());
	await putBack(backup, join(folder, place), { replace: false, now });
	await start(place);
}

async function device(person: SimPerson): Promise<SimDevice> {
	const made = new SimDevice({
		person,
		engine: memoryEngine(),
		clock,
		chance: new Seeded(1),
		base: 'http://outpost.test',
		fetch: async (input, init) => {
			const headers = { ...(init?.headers as Record<string, string>) };
			const url = new URL(urlOf(input));
			const cookie = await server.cookieOf(person);
			return fetch(base + url.pathname + url.search, { ...init, headers: { ...headers, cookie } });
		},
	});
	await made.open();
	open.push(made);
	await made.sync();
	return made;
}

const order = (type: string, record: string, args: object = {}): CommandDraft => ({
	type: `workOrder.${type}@1`,
	kind: 'workOrder',
	record,
	args: { ...args },
});

const request = {
	orderKind: 'fault',
	channel: 'phone',
	requester: { name: '护士站' },
	customerId: 'customer-1',
	siteId: 'site-1',
	summary: '无法开机',
	impact: 'low',
	urgency: 'high',
};

async function act({ store }: SimDevice, ...drafts: CommandDraft[]): Promise<void> {
	for (const draft of drafts) {
		clock.advance(1_000);
		expect(await store.execute(draft)).toMatchObject({ ok: true });
	}
}

/** A walk-up request without signal. */
async function reportOnSite({ store }: SimDevice, record: string): Promise<void> {
	clock.advance(1_000);
	const done = await store.execute({
		...order('createOnSite', record),
		args: async ({ nextOfflineNumber }) => ({
			...request,
			channel: 'walk_up',
			offlineNumber: await nextOfflineNumber('D0201'),
		}),
	});
	expect(done).toMatchObject({ ok: true });
}

async function addPhoto({ store }: SimDevice, record: string): Promise<string> {
	const data = new Uint8Array(1_000).map((_, n) => n % 251);
	data.set([0xff, 0xd8, 0xff]);
	const blob = await blobRefOf(data.buffer, 'image/jpeg');
	const photo = { sha256: blob.sha256, type: blob.type, data: data.buffer, recordId: record };
	const result = await store.execute([order('addPhoto', record, { blob })], { blobs: [photo] });
	expect(result).toMatchObject({ ok: true });
	return blob.sha256;
}

async function syncAll(...devices: SimDevice[]): Promise<void> {
	for (const one of devices) await one.sync();
	for (const one of devices) expect(one.bugs).toEqual([]);
}

/** Rounds as they come by themselves, until what was put off has had its turn. */
async function settle(...devices: SimDevice[]): Promise<void> {
	for (let round = 0; round < 4; round++) {
		clock.advance(againMs + 1_000);
		await syncAll(...devices);
	}
}

async function ordersOnServer(): Promise<Map<string, WorkOrder>> {
	const stored: StoredRecord[] = await server.parts.store.allRecords(undefined, 10_000);
	const orders = stored.filter(({ kind }) => kind === 'workOrder');
	return new Map(orders.map(({ id, json }) => [id, JSON.parse(json) as WorkOrder]));
}

/** What must be the same afterwards: numbers, state, and every command in its place. */
function essence(orders: ReadonlyMap<string, WorkOrder>) {
	return [...orders].map(([id, { number, offlineNumber, state, assigneeId, history, photos }]) => ({
		...{ id, number, offlineNumber, state, assigneeId },
		photos: photos.map(({ blob }) => blob.sha256),
		commands: history.map((entry) => entry['id'] ?? entry.command),
	}));
}

async function noFindings(): Promise<void> {
	for await (const finding of findingsIn(server.parts.store)) expect(finding).toBeUndefined();
}

async function holdsWhatItMay(one: SimDevice): Promise<void> {
	const rows = await one.rows();
	const orders = await ordersOnServer();
	for (const row of rows.filter(({ kind }) => kind === 'workOrder')) {
		expect(row.shadow).toBeUndefined();
		const stored = await server.parts.store.get('workOrder', row.id);
		expect({ id: row.id, rev: row.rev }).toEqual({ id: row.id, rev: stored?.rev });
	}
	if (one.person === desk)
		expect(rows.filter(({ kind }) => kind === 'workOrder').length).toBe(orders.size);
}

describe('a server restored from an older backup', () => {
	let atDesk: SimDevice;
	let phone: SimDevice;
	let other: SimDevice;
	let photo: string;
	let backup: string;
	let before: ReturnType<typeof essence>;

	beforeEach(async () => {
		atDesk = await device(desk);
		phone = await device(first);
		await act(atDesk, order('create', 'old', request));
		await act(atDesk, order('dispatch', 'old', { assigneeId: first.id }));
		await syncAll(atDesk, phone);
		backup = (await backUp()).folder;
		other = await device(second);
		await act(atDesk, order('create', 'new', request));
		await act(atDesk, order('dispatch', 'new', { assigneeId: first.id }));
		await syncAll(atDesk, phone);
		await act(phone, order('accept', 'old'), order('accept', 'new'), order('arrive', 'new'));
		photo = await addPhoto(phone, 'new');
		await syncAll(phone, atDesk);
		await act(atDesk, order('note', 'new', { text: '用户催单' }));
		await reportOnSite(phone, 'walk-up');
		await reportOnSite(other, 'of-the-other');
		await syncAll(atDesk, phone, other, phone);
		await act(phone, order('note', 'new', { text: '更换电源' }));
		await syncAll(phone, atDesk, other);
		before = essence(await ordersOnServer());
		expect(before.map(({ id }) => id)).toEqual(['new', 'of-the-other', 'old', 'walk-up']);
		expect(await phone.outboxStatuses()).toEqual([]);
	});

	it('what only a disabled user still has is handed in for the desk', async () => {
		await loseAndRestore(backup);
		const cookie = await server.cookieOf(first);
		server = { ...server, cookieOf: async () => cookie };
		const { administration } = server.parts;
		const disable = { type: 'user.edit@1', kind: 'user', record: first.id } as const;
		await administration.execute({ ...disable, args: { set: { disabled: true } } });
		await syncAll(phone);
		const stored = await server.parts.store.allRecords(undefined, 10_000);
		const items = stored.flatMap(({ json, kind }) =>
			kind === 'quarantine' ? [JSON.parse(json) as Quarantine] : [],
		);
		const types = items.map(({ command }) => command.type);
		for (const type of ['accept', 'arrive', 'addPhoto', 'createOnSite', 'note'])
			expect(types).toContain(`workOrder.${type}@1`);
		expect(await phone.outboxStatuses()).toEqual([]);
	});

	it.each([
		['the desk first', () => [atDesk, phone, other]],
		['the engineers first', () => [other, phone, atDesk]],
	] as const)('has everything again once, when %s come back', async (_, order) => {
		await loseAndRestore(backup);
		expect((await ordersOnServer()).has('new')).toBe(false);
		await syncAll(...order());
		await settle(...order());
		expect(essence(await ordersOnServer())).toEqual(before);
		const seen = await (await server.fetchAs(desk))(`/sync/v1/blobs/${photo}?record=new`);
		expect(seen.status).toBe(200);
		for (const one of order()) {
			expect(await one.outboxStatuses()).toEqual([]);
			await holdsWhatItMay(one);
		}
		await noFindings();
	});

	it('never gives a number or a code again that the lost time had given', async () => {
		const codes = await Promise.all(open.map(({ store }) => store.deviceCode()));
		await loseAndRestore(backup);
		const newcomer = await device(second);
		await reportOnSite(newcomer, 'first-after');
		await syncAll(newcomer);
		await settle(atDesk, phone, other, newcomer);
		const orders = await ordersOnServer();
		const numbers = [...orders.values()].flatMap((one) => [
			one.number,
			one.offlineNumber ?? one.id,
		]);
		expect(new Set(numbers).size).toBe(2 * orders.size);
		expect(codes).not.toContain(await newcomer.store.deviceCode());
		for (const { id, number } of before) expect(orders.get(id)?.number).toBe(number);
		await noFindings();
	});

	it('never gives a number or a code twice when one backup is put back twice', async () => {
		await loseAndRestore(backup);
		const between = await device(second);
		await reportOnSite(between, 'between');
		await syncAll(between);
		const { number } = (await ordersOnServer()).get('between') ?? {};
		await loseAndRestore(backup, 'again', hourMs / 12);
		const newcomer = await device(first);
		await reportOnSite(newcomer, 'first-after');
		await syncAll(newcomer);
		expect(await newcomer.store.deviceCode()).not.toBe(await between.store.deviceCode());
		const after = (await ordersOnServer()).get('first-after');
		expect(after?.number).not.toBe(number);
		await syncAll(between);
		await settle(atDesk, phone, other, between, newcomer);
		expect((await ordersOnServer()).get('between')?.number).toBe(number);
		await noFindings();
	});

	it('takes no batch of a round that began before: what went before it is not here yet', async () => {
		await act(phone, order('note', 'new', { text: '已到' }));
		const { epoch } = server.parts.store;
		let commands: unknown[] = [];
		await phone.damage(async ({ outbox }) => {
			commands = (await outbox.toArray()).map(({ command }) => command.sealed);
		});
		await loseAndRestore(backup);
		const ask = await server.fetchAs(first);
		const body = JSON.stringify({
			device: await phone.store.deviceId(),
			protocol: 1,
			commands,
			epoch,
		});
		const headers = { 'content-type': 'application/json' };
		const late = await ask('/sync/v1/push', { method: 'POST', headers, body });
		expect(late.status).toBe(503);
		await syncAll(atDesk, phone, other);
		await settle(atDesk, phone, other);
		const notes = (await ordersOnServer()).get('new')?.notes.map(({ text }) => text);
		expect(notes).toEqual(['用户催单', '更换电源', '已到']);
	});

	it('keeps on a device what only that device can bring back, until it has', async () => {
		await loseAndRestore(backup);
		await phone.sync();
		expect(await phone.store.get('workOrder', 'new')).toMatchObject({ state: 'on_site' });
		expect(await phone.outboxStatuses()).toContain('queued');
		expect(await phone.store.outbox.summary()).toMatchObject({ needsYou: 0, waitingBlobs: 1 });
	});

	it('decides on what there is when somebody never comes back', async () => {
		await loseAndRestore(backup);
		await phone.sync();
		clock.advance(patienceMsMax + 1_000);
		await settle(phone);
		const statuses = new Set(await phone.outboxStatuses());
		expect(statuses.has('queued')).toBe(false);
		// Whose record did not come back is kept for the desk, not refused.
		expect(statuses).toEqual(new Set(['quarantined']));
		expect((await ordersOnServer()).get('walk-up')).toBeDefined();
	});
});

describe('a comparison', () => {
	const dayMs = 24 * hourMs;

	it('brings back what a device lost and takes away what it should not have', async () => {
		const atDesk = await device(desk);
		await act(atDesk, order('create', 'one', request), order('create', 'two', request));
		await atDesk.sync();
		await atDesk.damage(async (database) => {
			await database.records.delete('one');
			await database.records.update('two', { rev: 99 });
			const two = await database.records.get('two');
			if (two) await database.records.put({ ...two, id: 'ghost', rev: 3 });
		});
		await atDesk.sync();
		expect(await atDesk.store.get('workOrder', 'one')).toBeUndefined();
		clock.advance(dayMs);
		await syncAll(atDesk);
		expect(await atDesk.store.get('workOrder', 'one')).toBeDefined();
		expect(await atDesk.store.get('workOrder', 'ghost')).toBeUndefined();
		await holdsWhatItMay(atDesk);
	});

	it('hands in again what the server lost without saying so', async () => {
		const atDesk = await device(desk);
		const backup = (await backUp()).folder;
		await act(atDesk, order('create', 'one', request));
		await atDesk.sync();
		const { epoch } = server.parts.store;
		await loseAndRestore(backup);
		Object.assign(server.parts.store, { epoch });
		clock.advance(dayMs);
		await syncAll(atDesk, atDesk);
		expect((await ordersOnServer()).get('one')).toMatchObject({
			number: expect.any(String) as string,
		});
	});
});
