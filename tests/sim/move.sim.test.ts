import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { deviceCodeOf } from '#domain/numbering/device-code.ts';
import { addMinutes } from '#domain/time/instant.ts';
import { moveStore } from '#server/move/move-store.ts';
import { summaryOf } from '#server/move/summary.ts';
import { CouchMoving, isHalfMoved } from '#server/store/couch-moving.ts';
import { CouchStore } from '#server/store/couch-store.ts';
import { markRestored } from '#server/store/mark-restored.ts';
import { databaseFile, openSqliteStore } from '#server/store/open-sqlite.ts';
import type { CommitEntry, Store } from '#server/store/port.ts';
import { SqliteMoving } from '#server/store/sqlite-moving.ts';
import { orderArgs, start, TestServer } from '#server/testing/test-server.ts';
import { calm, calmCluster, openCouchModel, type CouchModel } from './couch-model.ts';

let folder: string;
let model: CouchModel;
const bytes = randomBytes(1_500_000);
const sha256 = createHash('sha256').update(bytes).digest('hex');

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'outpost-move-'));
	model = openCouchModel(3, calmCluster);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string) => join(folder, name);

async function couch(client = model.client()): Promise<CouchStore> {
	const { transport } = client;
	let now = 0;
	return CouchStore.open({
		...{ transport, prefix: 'moved', account: 'outpost' },
		nowMs: () => (now += 1_000_000),
	});
}

/** A commit takes fewer requests. */
const diesWithin = 20;
const offlineNumber = 'D0201-20261121-Z9Z-01';
const walkUp = { ...orderArgs('north'), channel: 'walk_up', offlineNumber };

/** A day's work: orders that were re-dispatched, a refused command, a device, a photo. */
async function work(store: Store, dataDir: string): Promise<void> {
	const server = await TestServer.open({ store, dataDir: at('files') });
	await server.staff({ desk: ['dispatcher'], li: ['engineer'], wang: ['engineer'] });
	await server.premises('north');
	await server.order('order-1', 'north', 'li');
	await server.dispatch('order-1', 'wang', 'overload');
	await server.order('order-2', 'north', 'li');
	const li = await server.signIn('li');
	await li.pull();
	await li.push(li.command('workOrder.note@1', 'order-2', { text: 'x' }));
	await li.push(li.command('workOrder.note@1', 'order-none', { text: 'x' }));
	await li.push(li.command('workOrder.createOnSite@1', 'order-x', walkUp));
	await store.keepDeviceKey(li.id, 'a-key');
	const blob = { sha256, recordId: 'order-2', type: 'image/png', bytes: bytes.length } as const;
	await store.putBlob({ ...blob, createdAt: start });
	await store.putBlob({ ...blob, sha256: 'f'.repeat(64), createdAt: start });
	mkdirSync(join(dataDir, 'blobs', sha256.slice(0, 2)), { recursive: true });
	writeFileSync(join(dataDir, 'blobs', sha256.slice(0, 2), sha256), bytes);
	await server.app.close();
	await store.close();
}

test('an organisation goes to CouchDB and back, and is the same', async () => {
	await work(openSqliteStore(at('a')), at('a'));
	const a = new SqliteMoving(at('a'));
	const there = new CouchMoving(await couch());
	const { summary, missing } = await moveStore(a, there, start);
	expect(missing).toEqual(['f'.repeat(64)]);
	expect(summary.journal.count).toBeGreaterThan(8);
	expect(summary.reserved.count).toBe(1);
	const back = new SqliteMoving(at('b'));
	await moveStore(there, back, start);
	expect(await summaryOf(back)).toEqual(await summaryOf(a));
	expect(new Set([a, there, back].map(({ store }) => store.epoch)).size).toBe(3);
	await a.close();
	await back.close();
});

test('work goes on there: numbers and codes continue, people sign in, nothing is taken twice', async () => {
	await work(openSqliteStore(at('a')), at('a'));
	const a = new SqliteMoving(at('a'));
	await moveStore(a, new CouchMoving(await couch()), start);
	const before = await a.store.device('device-li');
	const numbers = await a.store.numberCounters();
	await a.close();
	const server = await TestServer.open({ store: await couch(), dataDir: at('files-2') });
	expect(server.parts.store.secret).toHaveLength(32);
	const li = await server.signIn('li');
	expect(await server.parts.store.device(li.id)).toMatchObject({ ...before, publicKey: 'a-key' });
	const [again] = await li.push(li.command('workOrder.note@1', 'order-2', { text: 'x' }));
	expect(again?.outcome).toBe('duplicate');
	await server.order('order-3', 'north', 'li');
	const order = await server.administration.get('workOrder', 'order-3');
	const n = (numbers[0]?.n ?? 0) + 1;
	expect(order?.number?.endsWith(String(n).padStart(2, '0'))).toBe(true);
	const fresh = await server.parts.store.registerDevice('new', 'u-li', deviceCodeOf);
	expect(fresh.code).not.toBe(before?.code);
	expect(await server.parts.store.holderOf(offlineNumber)).toBe('order-x');
	expect(await server.parts.store.userOfCode(before?.code ?? '')).toBe('u-li');
	const page = await li.pull();
	expect(page.records.map(({ id }) => id)).toEqual(expect.arrayContaining(['order-2', 'order-3']));
	await server.close();
});

test('what a restore left out stays left out there: numbers of days nobody had one of, and codes', async () => {
	await work(openSqliteStore(at('a')), at('a'));
	const restoredAt = addMinutes(start, 3 * 24 * 60);
	markRestored(join(at('a'), databaseFile), restoredAt);
	const a = new SqliteMoving(at('a'));
	const { floor } = await a.beginnings();
	await moveStore(a, new CouchMoving(await couch()), restoredAt);
	const here = await nextOf(a.store);
	await a.close();
	const there = await couch();
	expect(await nextOf(there)).toEqual(here);
	expect(here.number).toBe(floor.n + 1);
	const back = new SqliteMoving(at('b'));
	await moveStore(new CouchMoving(there), back, restoredAt);
	expect((await back.beginnings()).floor).toEqual(floor);
	await back.close();
});

/** What the next installation gets, and the next order of a day that has none yet. */
async function nextOf(store: Store): Promise<{ code: string; number: number | undefined }> {
	const { code } = await store.registerDevice('fresh', 'u-li', deviceCodeOf);
	const { rev = 0, json = '' } = (await store.get('workOrder', 'order-1')) ?? {};
	const record = JSON.parse(json) as never;
	let number: number | undefined;
	const apply = (n: number) => {
		number = n;
		return { record };
	};
	const numbering = { form: 'D0201', date: '2026-11-23', apply };
	await store.commit([{ write: { record, expectedRev: rev, channels: [], numbering } }]);
	return { code, number };
}

test('what servers had begun when they died is ended first: no command can take effect again', async () => {
	const store = await couch();
	const server = await TestServer.open({ store, dataDir: at('files') });
	await server.staff({ desk: ['dispatcher'], li: ['engineer'] });
	await server.premises('north');
	await server.order('order-1', 'north', 'li');
	const seq = await dieBehindRecord(store);
	const ended = await store.allJournal(undefined, 1_000);
	expect(ended.some(({ command }) => command.device === 'device-li')).toBe(false);
	const to = new SqliteMoving(at('b'));
	await moveStore(new CouchMoving(store), to, start);
	expect(await to.store.journaled('device-li', seq)).toMatchObject({ outcome: 'applied' });
	await to.close();
});

/** A server dies one request later each time, until its record is written and its journal is not ended. */
async function dieBehindRecord(store: Store): Promise<number> {
	const before = (await store.get('workOrder', 'order-1'))?.rev;
	for (let requests = 1; requests <= diesWithin; requests++) {
		const dying = model.client();
		const other = await couch(dying);
		dying.lifetime = requests;
		const entry = await noteOn(store, requests);
		await other.commit([entry]).catch(() => undefined);
		if ((await store.get('workOrder', 'order-1'))?.rev !== before) return requests;
	}
	throw new Error('nobody died behind his record');
}

/** As a server commits it, decided already. */
async function noteOn(store: Store, seq: number): Promise<CommitEntry> {
	const { rev = 0, json = '' } = (await store.get('workOrder', 'order-1')) ?? {};
	const record = JSON.parse(json) as never;
	const at = { raw: start, offsetMs: 0, effective: start };
	const command = {
		...{ device: 'device-li', seq, type: 'workOrder.note@1', kind: 'workOrder' as const },
		...{ record: 'order-1', args: { id: `note-${seq}`, text: 'x' }, at },
	};
	const result = { seq, outcome: 'applied' as const, rev: rev + 1 };
	return {
		journal: { command, result, userId: 'u-li', receivedAt: start },
		write: { record, expectedRev: rev, channels: [] },
	};
}

test('one that was cut off is not worked on, and is run again', async () => {
	await work(openSqliteStore(at('a')), at('a'));
	const a = new SqliteMoving(at('a'));
	for (const lifetime of [60, 80, 90]) {
		const client = model.client();
		const target = new CouchMoving(await couch(client));
		client.lifetime = lifetime - 50;
		await expect(moveStore(a, target, start)).rejects.toThrow();
		expect(await isHalfMoved(await couch())).toBe(true);
	}
	const { summary } = await moveStore(a, new CouchMoving(await couch()), start);
	expect(summary).toEqual(await summaryOf(a));
	expect(await isHalfMoved(await couch())).toBe(false);
	await a.close();
});

test('a target with something in it is refused, on either side', async () => {
	await work(openSqliteStore(at('a')), at('a'));
	const a = new SqliteMoving(at('a'));
	const there = new CouchMoving(await couch());
	await moveStore(a, there, start);
	await expect(moveStore(a, there, start)).rejects.toThrow(/organisation in the target already/);
	await expect(moveStore(there, a, start)).rejects.toThrow(/Choose an empty folder/);
	await a.close();
});

test('counters that were lost go on behind the highest number of the records', async () => {
	model = openCouchModel(3, calm);
	const server = await TestServer.open({ store: await couch(), dataDir: at('files') });
	await server.staff({ desk: ['dispatcher'] });
	await server.premises('north');
	for (const n of [1, 2, 3]) await server.order(`order-${n}`, 'north');
	const known = await server.parts.store.registerDevice('dev', 'u-desk', deviceCodeOf);
	await (await couch()).databases.numbers.send({ method: 'DELETE', path: '' });
	const later = await TestServer.open({ store: await couch(), dataDir: at('files-2') });
	await later.order('order-4', 'north');
	const [third, fourth] = await Promise.all(
		['order-3', 'order-4'].map((id) => later.administration.get('workOrder', id)),
	);
	const numberOf = (text: string | undefined) => Number(text?.slice('D0201-20261121'.length));
	expect(numberOf(fourth?.number)).toBeGreaterThan(numberOf(third?.number));
	expect(await later.parts.store.device('dev')).toMatchObject({ code: known.code });
	const fresh = await later.parts.store.registerDevice('new', 'u-desk', deviceCodeOf);
	expect(fresh.code).not.toBe(known.code);
	await server.close();
	await later.close();
});
