/**
 * A browser profile copied to a second machine, and one put back to an older state: sequence and
 * offline numbers are given twice, and still each command takes effect once (statement 3) and every
 * number stays one order's own (13).
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WorkOrder } from '#domain/work-order/work-order.ts';
import { findingsIn } from '#server/verify/findings.ts';
import { Database, type Engine } from '#store/database.ts';
import type { CommandDraft } from '#store/execute.ts';
import { handClock, memoryEngine } from '#store/test-store.ts';
import { Seeded } from '../fixtures/seeded.ts';
import { SimDevice } from './sim-device.ts';
import { startSimServer, type SimPerson, type SimServer } from './sim-server.ts';

const engineer: SimPerson = { id: 'user-e1', account: 'engineer1', roles: ['engineer'] };
const clock = handClock();
let server: SimServer;
let open: SimDevice[];

beforeEach(async () => {
	server = await startSimServer([engineer], clock.wallMs);
	open = [];
});
afterEach(async () => {
	for (const device of open) {
		expect(device.bugs).toEqual([]);
		device.close();
	}
	for await (const finding of findingsIn(server.parts.store)) expect(finding).toBeUndefined();
	await server.close();
});

async function device(engine: Engine): Promise<SimDevice> {
	const fetch = await server.fetchAs(engineer);
	const made = new SimDevice({ person: engineer, engine, clock, fetch, chance: new Seeded(1) });
	await made.open();
	open.push(made);
	return made;
}

/** All that lies in a profile, in a new one. */
async function copyOf(engine: Engine): Promise<Engine> {
	const copy = memoryEngine();
	const [from, to] = [engine, copy].map((each) => new Database(engineer.id, 'strict', each));
	if (!from || !to) throw new Error('no databases');
	for (const table of from.tables) await to.table(table.name).bulkPut(await table.toArray());
	from.close();
	to.close();
	return copy;
}

async function nameOf(engine: Engine): Promise<unknown> {
	const database = new Database(engineer.id, 'strict', engine);
	const row = await database.meta.get('device');
	database.close();
	return row?.value;
}

const onSite = (record: string): CommandDraft => ({
	type: 'workOrder.createOnSite@1',
	kind: 'workOrder',
	record,
	args: async ({ nextOfflineNumber }) => ({
		orderKind: 'fault',
		channel: 'walk_up',
		requester: { name: '护士站' },
		customerId: 'customer-1',
		siteId: 'site-1',
		summary: '无法开机',
		impact: 'low',
		urgency: 'high',
		offlineNumber: await nextOfflineNumber('D0201'),
	}),
});

const note = (text: string): CommandDraft => ({
	type: 'workOrder.note@1',
	kind: 'workOrder',
	record: 'order-1',
	args: { text },
});

async function act({ store }: SimDevice, ...drafts: CommandDraft[]): Promise<void> {
	for (const draft of drafts) {
		clock.advance(1_000);
		expect(await store.execute(draft)).toMatchObject({ ok: true });
	}
}

async function orderOf(id: string): Promise<WorkOrder | undefined> {
	return server.parts.administration.get('workOrder', id);
}

const notesOf = async () => (await orderOf('order-1'))?.notes.map(({ text }) => text).sort();

/** One installation with an order of its own, known to the server. */
async function settled(): Promise<{ engine: Engine; phone: SimDevice }> {
	const engine = memoryEngine();
	const phone = await device(engine);
	await phone.sync();
	await act(phone, onSite('order-1'));
	await phone.sync();
	return { engine, phone };
}

it('two machines with one profile: each command takes effect once, and one takes a new name', async () => {
	const { engine, phone } = await settled();
	const copied = await copyOf(engine);
	const twin = await device(copied);
	await act(phone, note('a1'), note('a2'));
	await act(twin, note('b1'), note('b2'), note('b3'));
	for (const one of [phone, twin, phone, twin]) await one.sync();
	expect(await notesOf()).toEqual(['a1', 'a2', 'b1', 'b2', 'b3']);
	expect(await nameOf(copied)).not.toBe(await nameOf(engine));
	for (const one of [phone, twin]) expect(await one.outboxStatuses()).toEqual([]);
	expect(await twin.store.deviceCode()).not.toBe(await phone.store.deviceCode());
});

it('an offline number given on both stays with the first; both orders are found by it', async () => {
	const { engine, phone } = await settled();
	const twin = await device(await copyOf(engine));
	await act(phone, onSite('of-the-first'));
	await act(twin, onSite('of-the-twin'));
	for (const one of [phone, twin, phone, twin]) await one.sync();
	const [first, second] = [await orderOf('of-the-first'), await orderOf('of-the-twin')];
	expect(second?.formerNumber).toBe(first?.offlineNumber);
	expect(second?.offlineNumber).toBeUndefined();
	expect(second?.number).not.toBe(first?.number);
	const text = first?.offlineNumber ?? '';
	const found = await server.parts.store.search('workOrder', text, 9);
	expect(found.sort()).toEqual(['of-the-first', 'of-the-twin']);
	const { exact: here } = await twin.store.records.findByCode(text);
	expect(here.map(({ id }) => id).sort()).toEqual(['of-the-first', 'of-the-twin']);
	await act(twin, onSite('after'));
	await twin.sync();
	expect((await orderOf('after'))?.offlineNumber).toContain(await twin.store.deviceCode());
});

describe('a name that is another user’s to the server', () => {
	const other: SimPerson = { id: 'user-e2', account: 'engineer2', roles: ['engineer'] };
	const restoredFor = (people: SimPerson[]) => startSimServer(people, clock.wallMs);

	async function helloAs(person: SimPerson, name: unknown): Promise<void> {
		const fetch = await server.fetchAs(person);
		const body = JSON.stringify({ device: name, protocol: 1 });
		const headers = { 'content-type': 'application/json' };
		const answer = await fetch('/sync/v1/hello', { method: 'POST', headers, body });
		expect(answer.ok).toBe(true);
	}

	it('taken over after a restore: he goes on under a new one, and nothing is lost or done twice', async () => {
		const { engine, phone } = await settled();
		await act(phone, note('taken'));
		await phone.sync();
		await act(phone, note('unsent'));
		const name = await nameOf(engine);
		phone.close();
		open = [];
		await server.close();
		server = await restoredFor([engineer, other]);
		await helloAs(other, name);
		const again = await device(engine);
		await again.sync();
		await again.sync();
		expect(await notesOf()).toEqual(['taken', 'unsent']);
		expect(await again.outboxStatuses()).toEqual([]);
		expect(await nameOf(engine)).not.toBe(name);
	});

	it('only because another one is signed in: the name stays', async () => {
		await server.close();
		server = await restoredFor([engineer, other]);
		const { engine, phone } = await settled();
		const name = await nameOf(engine);
		phone.close();
		open = [];
		const fetch = await server.fetchAs(other);
		const strange = new SimDevice({
			person: engineer,
			engine,
			clock,
			fetch,
			chance: new Seeded(1),
		});
		await strange.open();
		open.push(strange);
		await strange.sync();
		expect(strange.connection).toMatchObject({ phase: 'signedOut', problem: 'other-user' });
		expect(await nameOf(engine)).toBe(name);
	});
});

it('a profile put back: what was sent before and not answered is not done again', async () => {
	const { engine, phone } = await settled();
	await act(phone, note('sent'));
	const older = await copyOf(engine);
	phone.faults = { drop: 0, loseReply: 1, duplicate: 0 };
	await phone.sync();
	phone.faults = { drop: 0, loseReply: 0, duplicate: 0 };
	await phone.sync();
	await act(phone, note('later'));
	await phone.sync();
	const back = await device(older);
	await act(back, note('after the fall'));
	await back.sync();
	await back.sync();
	expect(await notesOf()).toEqual(['after the fall', 'later', 'sent']);
	expect(await back.outboxStatuses()).toEqual([]);
	expect(await nameOf(older)).not.toBe(await nameOf(engine));
});
