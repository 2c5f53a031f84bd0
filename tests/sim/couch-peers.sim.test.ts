import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseRecord } from '#domain/record-schemas.ts';
import { BlobFiles } from '#server/blobs/blob-files.ts';
import { pullPage } from '#server/pull/pull.ts';
import { CouchStore } from '#server/store/couch-store.ts';
import { start, TestServer, type TestDevice } from '#server/testing/test-server.ts';
import { calm, nasty, openCouchModel, type CouchFaults, type CouchModel } from './couch-model.ts';
import { Seeded } from '../fixtures/seeded.ts';

/** Copies that lag, and writes some of them miss; nothing is lost on the way. */
const lagging: CouchFaults = { ...nasty, late: 0.2, lost: 0, turnsMax: 0, rewound: 0.2 };

describe.each([
	['a single node', calm],
	['a cluster whose copies lag', lagging],
])('two servers on %s', (_, faults) => {
	let model: CouchModel;
	let a: TestServer;
	let b: TestServer;

	async function openServer(): Promise<TestServer> {
		const { transport } = model.client();
		// The longest lag of a copy, told in requests, is shorter than what the store allows for.
		const nowMs = () => model.requests * 2_000;
		const options = { transport, prefix: 'test', account: 'outpost', nowMs };
		return TestServer.open({ store: await CouchStore.open(options) });
	}

	beforeEach(async () => {
		model = openCouchModel(7, faults);
		a = await openServer();
		b = await openServer();
		await a.staff({ desk: ['dispatcher'], li: ['engineer'], wang: ['engineer'] });
		await a.premises('north');
	});
	afterEach(() => Promise.all([a.close(), b.close()]));

	const serverAt = (turn: number) => (turn % 2 === 0 ? a : b);

	/** The same session and installation at the other server. */
	function at(server: TestServer, device: TestDevice): TestDevice {
		const other = Object.create(device) as TestDevice;
		Object.defineProperty(other, 'server', { value: server });
		return other;
	}

	async function held(servers: readonly TestServer[], device: TestDevice): Promise<string[]> {
		const rows = new Map<string, readonly string[]>();
		let cursor: string | undefined;
		for (let turn = 0, quiet = 0; quiet < 4; turn++) {
			const server = servers[turn % servers.length] ?? a;
			const page = await at(server, device).pull(cursor, 3);
			for (const { id, channels } of page.records) rows.set(id, channels);
			for (const { id } of page.removals) rows.delete(id);
			for (const [id, channels] of rows)
				if (!channels.some((channel) => page.grants.includes(channel))) rows.delete(id);
			cursor = page.cursor;
			quiet = page.more ? 0 : quiet + 1;
		}
		return [...rows.keys()].sort();
	}

	test('a session opened at one is known at the other, and ends at both', async () => {
		const li = await a.signIn('li');
		expect((await at(b, li).request('POST', '/sync/v1/pull', { device: li.id })).statusCode).toBe(
			200,
		);
		await li.request('DELETE', '/session');
		expect((await at(b, li).request('POST', '/sync/v1/pull', { device: li.id })).statusCode).toBe(
			401,
		);
	});

	test('what one revokes the other does not give any more, at once', async () => {
		for (let round = 0; round < 10; round++) {
			const id = `order-${round}`;
			await a.order(id, 'north', 'li');
			const li = await b.signIn('li');
			expect(await held([b], li)).toContain(id);
			const lookup = { kind: 'asset', text: '', siteId: 's-north' };
			const assets = async () => (await li.request('POST', '/sync/v1/lookup', lookup)).body;
			expect(await assets()).toContain('a-north');
			await a.dispatch(id, 'wang', 'overload');
			expect(await assets()).not.toContain('a-north');
			const page = await li.pull();
			expect(page.records.map((record) => record.id)).not.toContain(id);
			const note = li.command('workOrder.note@1', 'order-none', { text: 'x' });
			expect((await li.push(note))[0]?.refusal?.kind).toBe('not-found');
		}
	});

	test('a disabled user is out at the other server at once', async () => {
		const li = await b.signIn('li');
		await li.pull();
		await a.must('user.edit@1', 'u-li', { set: { disabled: true } });
		const response = await li.request('POST', '/sync/v1/pull', { device: li.id });
		expect([401, 403]).toContain(response.statusCode);
	});

	test('a device that changes servers with every request misses nothing', async () => {
		const li = await a.signIn('li');
		for (let order = 0; order < 6; order++)
			await serverAt(order).order(`order-${order}`, 'north', 'li');
		const ids = await held([a, b], li);
		expect(ids).toEqual(
			expect.arrayContaining(['order-0', 'order-3', 'order-5', 'a-north', 's-north']),
		);
	});

	test('numbers and codes are given once', async () => {
		const devices = await Promise.all(
			['x', 'y', 'z'].map((id, at) =>
				serverAt(at).parts.store.registerDevice(id, 'u', (n) => `code-${n}`),
			),
		);
		expect(new Set(devices.map((device) => device.code)).size).toBe(3);
		await Promise.all([0, 1, 2, 3].map((n) => serverAt(n).order(`order-${n}`, 'north')));
		const orders = await Promise.all(
			[0, 1, 2, 3].map((n) => a.administration.get('workOrder', `order-${n}`)),
		);
		expect(new Set(orders.map((order) => order?.number)).size).toBe(4);
	});

	test('one hears what the other wrote, and not what it wrote itself', async () => {
		const heard: string[] = [];
		b.parts.store.peers?.watch(({ id }) => heard.push(id));
		await b.parts.store.peers?.follow(1);
		heard.length = 0;
		await a.order('order-a', 'north');
		await b.order('order-b', 'north');
		for (let look = 0; look < 30; look++) await b.parts.store.peers?.follow(1);
		expect(heard).toContain('order-a');
		if (faults === calm) expect(heard).not.toContain('order-b');
	});

	test('bytes handed in at one are read at the other', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'outpost-bytes-'));
		const bytes = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), randomBytes(2_500_000)]);
		const sha256 = createHash('sha256').update(bytes).digest('hex');
		writeFileSync(join(folder, 'upload'), bytes);
		const here = new BlobFiles(join(folder, 'a'), a.parts.store.bytes);
		const taken = await here.take(join(folder, 'upload'), { sha256, type: 'image/jpeg' });
		expect(taken).toEqual({ ok: true, bytes: bytes.length });
		const there = new BlobFiles(join(folder, 'b'), b.parts.store.bytes);
		const read = await there.read(sha256).toArray();
		expect(Buffer.concat(read as Buffer[]).equals(bytes)).toBe(true);
		rmSync(folder, { recursive: true });
	});

	test('without its database a server says so, and goes on when it is back', async () => {
		const li = await a.signIn('li');
		for (const node of [0, 1, 2]) model.kill(node);
		const note = li.command('workOrder.note@1', 'order-x', { text: 'x' });
		const payload = { device: li.id, protocol: 1, commands: [note] };
		const answer = await li.request('POST', '/sync/v1/push', payload);
		expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '5']);
		expect((await a.app.inject('/healthz')).statusCode).toBe(503);
		for (const node of [0, 1, 2]) model.revive(node);
		expect((await li.push(note))[0]?.refusal?.kind).toBe('not-found');
		expect((await a.app.inject('/healthz')).statusCode).toBe(200);
	});
});

test('channels granted while copies lag are handed over without a gap, whichever server is asked', async () => {
	for (let seed = 1; seed <= 25; seed++) {
		const model = openCouchModel(seed, { ...lagging, late: 0.45 });
		const chance = new Seeded(seed);
		const open = async () => {
			const nowMs = () => model.requests * 2_000;
			const { transport } = model.client();
			const options = { transport, prefix: 'test', account: 'outpost', nowMs };
			return CouchStore.open(options);
		};
		const servers = [await open(), await open()];
		const device = new Puller();
		const grants = new Set(['a']);
		for (let step = 0; step < 50; step++) {
			const server = chance.pick(servers);
			if (chance.chance(0.2)) grants.add(chance.pick(channelNames));
			if (chance.chance(0.5)) await write(server, chance);
			else await device.pull(server, grants, 1 + Math.floor(chance.next() * 3));
		}
		model.heal();
		const [server = await open()] = servers;
		for (let more = true; more;) more = await device.pull(server, grants, 3);
		for (let turn = 0; turn < 3; turn++) await device.pull(server, grants, 50);
		expect(device.revs(), `seed ${seed}`).toEqual(await visible(server, grants));
	}
}, 60_000);

const ids = Array.from({ length: 30 }, (_, at) => String(at));
const channelNames = ['a', 'b', 'c', 'd', 'e', 'f'];
const stamps = { createdAt: start, createdBy: 'u', updatedAt: start, updatedBy: 'u', history: [] };

async function write(store: CouchStore, chance: Seeded): Promise<void> {
	const id = chance.pick(ids);
	const record = parseRecord('desk', { id, kind: 'desk', name: String(chance.next()), ...stamps });
	const expectedRev = (await store.get('desk', id))?.rev ?? 0;
	const channels = channelNames.filter(() => chance.chance(0.3));
	await store.commit([{ write: { record, expectedRev, channels } }]);
}

async function visible(store: CouchStore, grants: ReadonlySet<string>) {
	const seen: Record<string, number> = {};
	for (const id of ids) {
		const stored = await store.get('desk', id);
		if (stored?.channels.some((channel) => grants.has(channel))) seen[id] = stored.rev;
	}
	return seen;
}

/** A device as the protocol wants it. */
class Puller {
	#cursor: string | undefined;
	readonly #rows = new Map<string, number>();

	async pull(store: CouchStore, grants: ReadonlySet<string>, limit: number): Promise<boolean> {
		const page = await pullPage(store, { id: 'u', grants }, this.#cursor, limit);
		for (const { id, rev } of page.records) this.#rows.set(id, rev);
		for (const { id } of page.removals) this.#rows.delete(id);
		this.#cursor = page.cursor;
		return page.more;
	}

	revs(): Record<string, number> {
		return Object.fromEntries(this.#rows);
	}
}
