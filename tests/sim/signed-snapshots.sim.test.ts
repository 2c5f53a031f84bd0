/**
 * What was handed in is signed by the device and countersigned by the server, whatever lies between
 * (design.md 6b): real stores, the real server, and somebody who rewrites its database.
 */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SealFinding } from '#domain/seal/check-seal.ts';
import { signedStrokes } from '#domain/work-order/order-world.ts';
import { snapshotJson } from '#domain/work-order/readiness.ts';
import type { WorkOrder } from '#domain/work-order/work-order.ts';
import { sha256Of } from '#store/blob-store.ts';
import { Database, type Engine } from '#store/database.ts';
import * as seals from '#store/seal-snapshots.ts';
import type { DeviceKey } from '#store/device-key.ts';
import { handClock, memoryEngine } from '#store/test-store.ts';
import { noFaults, SimDevice } from './sim-device.ts';
import { Seeded } from '../fixtures/seeded.ts';
import { startSimServer, type SimPerson, type SimServer } from './sim-server.ts';

const desk: SimPerson = { id: 'user-desk', account: 'desk', roles: ['dispatcher'] };
const first: SimPerson = { id: 'user-e1', account: 'engineer1', roles: ['engineer'] };
const second: SimPerson = { id: 'user-e2', account: 'engineer2', roles: ['engineer'] };

let clock: ReturnType<typeof handClock>;
let server: SimServer;
const open: SimDevice[] = [];

beforeEach(async () => {
	clock = handClock();
	server = await startSimServer([desk, first, second], clock.wallMs);
});
afterEach(async () => {
	vi.restoreAllMocks();
	for (const device of open.splice(0)) {
		expect(device.bugs).toEqual([]);
		device.close();
	}
	await server.close();
});

async function device(person: SimPerson, engine: Engine = memoryEngine()): Promise<SimDevice> {
	const fetch = await server.fetchAs(person);
	const made = new SimDevice({ person, engine, clock, fetch, chance: new Seeded(1) });
	await made.open();
	open.push(made);
	await made.sync();
	return made;
}

async function must(on: SimDevice, type: string, record: string, args: object = {}): Promise<void> {
	clock.advance(1_000);
	const draft = {
		type: `workOrder.${type}@1`,
		kind: 'workOrder' as const,
		record,
		args: { ...args },
	};
	const result = await on.store.execute(draft);
	expect(result.ok ? type : result.refusal).toBe(type);
}

const request = {
	orderKind: 'fault',
	customerId: 'customer-1',
	siteId: 'site-1',
	summary: '打印机卡纸',
	requester: { name: '护士站' },
	...{ impact: 'low', urgency: 'low', lines: [{}] },
};

async function orderOf(on: SimDevice, id = 'order-1'): Promise<WorkOrder> {
	const order = await on.store.get('workOrder', id);
	if (!order) throw new Error(`${id} is not here`);
	return order;
}

async function dispatched(to: SimPerson): Promise<SimDevice> {
	const at = await device(desk);
	await must(at, 'create', 'order-1', { ...request, channel: 'phone' });
	await must(at, 'dispatch', 'order-1', { assigneeId: to.id });
	await at.sync();
	return at;
}

/** Everything on site up to the customer's signature and the completion. */
async function handIn(on: SimDevice, id = 'order-1'): Promise<void> {
	const { state, lines } = await orderOf(on, id);
	if (state === 'dispatched') for (const step of ['accept', 'arrive']) await must(on, step, id);
	const [line] = lines;
	const set = { cause: '硒鼓用尽', solution: '更换硒鼓', result: 'solved' };
	await must(on, 'recordWork', id, { lineId: line?.id, set });
	await must(on, 'sign', id, { name: '王护士', strokes: signedStrokes });
	await must(on, 'complete', id);
}

async function found(on: SimDevice, id = 'order-1'): Promise<SealFinding> {
	return on.store.checkSeal(await orderOf(on, id));
}

async function keyOf(engine: Engine): Promise<DeviceKey> {
	const database = new Database(first.id, 'strict', engine);
	const row = await database.meta.get('deviceKey');
	database.close();
	return row?.value as DeviceKey;
}

describe('signed and countersigned', () => {
	it('waits for the receipt, then proves itself on every device', async () => {
		const office = await dispatched(first);
		const phone = await device(first);
		await handIn(phone);
		expect(await found(phone)).toMatchObject({ kind: 'waiting', changes: [] });
		await phone.sync();
		await office.sync();
		expect((await orderOf(phone)).seals).toHaveLength(1);
		expect(await found(phone)).toMatchObject({ kind: 'signed', changes: [] });
		expect(await found(office)).toMatchObject({ kind: 'signed', changes: [] });
	});

	it('an order born offline: the number given afterwards is no change', async () => {
		const phone = await device(first);
		phone.faults = { ...noFaults, drop: 1 };
		await must(phone, 'createOnSite', 'order-1', {
			...request,
			...{ channel: 'walk_up', offlineNumber: 'D0201-20261121-K7F-01' },
		});
		await handIn(phone);
		phone.faults = noFaults;
		await phone.sync();
		const order = await orderOf(phone);
		expect(order.number).toMatch(/^D0201-/);
		expect(await found(phone)).toMatchObject({ kind: 'signed', changes: [] });
	});

	it('what the desk added meanwhile is told apart from what was signed', async () => {
		const office = await dispatched(first);
		const phone = await device(first);
		await must(office, 'note', 'order-1', { text: '客户来电催' });
		await office.sync();
		await handIn(phone);
		await phone.sync();
		const changes = [{ field: 'notes', how: 'added' }];
		expect(await found(phone)).toMatchObject({ kind: 'signed', changes });
	});

	it('a refused completion leaves nothing to seal and nothing to see to but itself', async () => {
		const office = await dispatched(first);
		const phone = await device(first);
		await handIn(phone);
		await must(office, 'cancel', 'order-1', { reason: '重复' });
		await office.sync();
		await phone.sync();
		const { needsYou } = await phone.store.outbox.ledger();
		expect(needsYou.map(({ type }) => type)).not.toContain('workOrder.sealSnapshot@1');
	});
});

describe('held work', () => {
	it('keeps its seal, which stands once the desk takes the work over', async () => {
		const office = await dispatched(first);
		const phone = await device(first);
		await handIn(phone);
		await must(office, 'dispatch', 'order-1', { assigneeId: second.id, reason: 'overload' });
		await office.sync();
		await phone.sync();
		await office.sync();
		const held = (await orderOf(office)).held.find(({ command }) => command.includes('complete'));
		expect((await orderOf(office)).seals).toHaveLength(1);
		expect(await found(office)).toEqual({ kind: 'open' });
		await must(office, 'acceptLate', 'order-1', { heldId: held?.id });
		await office.sync();
		// The colleague's visit that never was; his own work stands as he signed it.
		const changes = [{ field: 'visits', how: 'added' }];
		expect(await found(office)).toMatchObject({ kind: 'signed', changes });
	});
});

describe('a crash between completing and signing', () => {
	it('is made good at the next opening, once', async () => {
		await dispatched(first);
		const phone = await device(first);
		vi.spyOn(seals, 'sealDrafts').mockResolvedValueOnce([]);
		await handIn(phone);
		expect((await orderOf(phone)).seals ?? []).toEqual([]);
		await phone.kill();
		await phone.store.sealUnsealed();
		await phone.store.sealUnsealed();
		await phone.sync();
		expect((await orderOf(phone)).seals).toHaveLength(1);
		expect((await found(phone)).kind).toBe('signed');
	});
});

describe('keys', () => {
	it('the private key cannot be read out, and a second key for the device is not taken', async () => {
		const engine = memoryEngine();
		await dispatched(first);
		const phone = await device(first, engine);
		const { privateKey, publicKey, device: id } = await keyOf(engine);
		expect(privateKey.extractable).toBe(false);
		await expect(crypto.subtle.exportKey('pkcs8', privateKey)).rejects.toThrow();
		const database = new Database(first.id, 'strict', engine);
		await database.meta.delete('deviceKey');
		database.close();
		await handIn(phone);
		await phone.sync();
		expect((await server.parts.store.device(id))?.publicKey).toBe(publicKey);
		expect(await found(phone)).toMatchObject({ kind: 'invalid' });
	});
});

describe('a device put back to an older state', () => {
	it('becomes a new one with a new key; what it signed before stands', async () => {
		await dispatched(first);
		const engine = memoryEngine();
		const phone = await device(first, engine);
		const before = await keyOf(engine);
		await handIn(phone);
		await seenMore(before.device);
		for (let round = 0; round < 3; round++) await phone.sync();
		const after = await keyOf(engine);
		expect(after.device).not.toBe(before.device);
		expect(after.publicKey).not.toBe(before.publicKey);
		const { store } = server.parts;
		expect((await store.device(after.device))?.publicKey).toBe(after.publicKey);
		expect((await store.device(before.device))?.publicKey).toBe(before.publicKey);
		expect(await found(phone)).toMatchObject({ kind: 'signed', changes: [] });
	});

	/** The server has seen more of it than it has of itself. */
	async function seenMore(id: string): Promise<void> {
		const now = '2026-11-21T02:00:00.000Z' as WorkOrder['createdAt'];
		const at = { raw: now, offsetMs: 0, effective: now };
		const command = {
			...{ device: id, seq: 999, type: 'workOrder.note@1', kind: 'workOrder' as const },
			...{ record: 'order-1', args: {}, at },
		};
		const result = { seq: 999, outcome: 'rejected' as const };
		await server.parts.store.commit([
			{ journal: { command, result, userId: first.id, receivedAt: now } },
		]);
	}
});

describe('whoever rewrites record, snapshot and hash alike is found by the keys', () => {
	const forged = '什么也没做';

	/** As somebody with the database in his hands: other work, and everything computed from it. */
	async function rewrite(order: WorkOrder, more: (seal: object) => object): Promise<WorkOrder> {
		const lines = order.lines.map((line) => ({ ...line, solution: forged }));
		const changed = { ...order, lines };
		const json = snapshotJson(changed);
		const sha256 = await sha256Of(new TextEncoder().encode(json).buffer);
		const sealed = (order.seals ?? []).map((seal) => {
			const { json: _, ...rest } = seal;
			const receipt = seal.receipt && { ...seal.receipt, sha256 };
			return more({ ...rest, sha256, receipt }) as typeof seal;
		});
		const snapshot = { ...order.snapshot, json } as NonNullable<WorkOrder['snapshot']>;
		return { ...changed, snapshot, seals: sealed };
	}

	it('the record alone, the text alone, and both with their hash', async () => {
		const office = await dispatched(first);
		const phone = await device(first);
		await handIn(phone);
		await phone.sync();
		await office.sync();
		const order = await orderOf(office);
		const lines = order.lines.map((line) => ({ ...line, solution: forged }));
		const check = (forgery: WorkOrder) => office.store.checkSeal(forgery);
		expect(await check({ ...order, lines })).toMatchObject({
			kind: 'signed',
			changes: [{ field: 'solution', line: 1, how: 'changed' }],
		});
		const json = snapshotJson({ ...order, lines });
		const snapshot = { ...order.snapshot, json } as NonNullable<WorkOrder['snapshot']>;
		const seals = order.seals?.map(({ json: _, ...seal }) => seal);
		expect(await check({ ...order, lines, snapshot, seals })).toEqual({
			kind: 'invalid',
			fault: 'text',
		});
		const same = (seal: object) => seal;
		const alike = await rewrite(order, same);
		expect(await check(alike)).toEqual({ kind: 'invalid', fault: 'server' });
	});

	it('a forger with a key of his own, and one with the server’s receipt key', async () => {
		const office = await dispatched(first);
		const phone = await device(first);
		await handIn(phone);
		await phone.sync();
		await office.sync();
		const order = await orderOf(office);
		const noReceipt = await rewrite(order, (seal) => ({ ...seal, receipt: undefined }));
		expect(await phone.store.checkSeal(noReceipt)).toEqual({ kind: 'invalid', fault: 'device' });
		const { receiptText } = await import('#domain/seal/seal.ts');
		const { keys } = server.parts;
		// With the server's own key he can countersign, but not sign as the device.
		const countersigned = await rewrite(order, (raw) => {
			const seal = raw as NonNullable<WorkOrder['seals']>[number];
			const receipt = seal.receipt;
			if (!receipt) throw new Error('no receipt to forge');
			const signature = keys.signReceipt(receiptText(order.id, seal, receipt));
			return { ...seal, receipt: { ...receipt, signature } };
		});
		expect(await office.store.checkSeal(countersigned)).toEqual({
			kind: 'invalid',
			fault: 'device',
		});
	});
});
