/**
 * Devices whose user loses sight of records, by every road there is: what left is gone for real after
 * one sync (design.md section 5, statement 8), unsent work reaches the desk (9), and what is granted
 * again is there again (6). Real store, real runner, real server.
 */
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { quarantineId, type Quarantine } from '#domain/quarantine/quarantine.ts';
import type { RecordKind } from '#domain/record.ts';
import { blobRefOf } from '#store/blob-store.ts';
import { Database } from '#store/database.ts';
import type { CommandDraft } from '#store/execute.ts';
import { handClock, memoryEngine } from '#store/test-store.ts';
import { Seeded } from '../fixtures/seeded.ts';
import { SimDevice } from './sim-device.ts';
import type { Fetch } from '#sync/server-door.ts';
import { startSimServer, urlOf, type SimPerson, type SimServer } from './sim-server.ts';

const desk: SimPerson = { id: 'user-desk', account: 'desk', roles: ['dispatcher'] };
const li: SimPerson = { id: 'user-li', account: 'li', roles: ['engineer'] };
const wang: SimPerson = { id: 'user-wang', account: 'wang', roles: ['engineer'] };
const approver: SimPerson = { id: 'user-appr', account: 'approver', roles: ['clientApprover'] };

// Real sockets on a loaded machine.
vi.setConfig({ testTimeout: 60_000 });

let server: SimServer;
let base: string;
let clock: ReturnType<typeof handClock>;
/** Closed to apps too old. */
let pushDoor: 'open' | 'closed';
const engines = new Map<SimDevice, ReturnType<typeof memoryEngine>>();

beforeEach(async () => {
	clock = handClock();
	pushDoor = 'open';
	server = await startSimServer([desk, li, wang, approver], clock.wallMs);
	await server.app.listen({ host: '127.0.0.1', port: 0 });
	base = `http://127.0.0.1:${(server.app.server.address() as AddressInfo).port}`;
	await must('customer.register@1', 'customer-2', { set: { name: '第二医院' } });
	await must('site.register@1', 'site-9', { set: { name: '分院', customerId: 'customer-2' } });
	await must('workOrder.create@1', 'order-1', {
		...{ orderKind: 'fault', channel: 'phone', requester: { name: '护士站' } },
		...{ customerId: 'customer-1', siteId: 'site-1', summary: '只有他能看的工单' },
		...{ impact: 'low', urgency: 'high', lines: [{ asset: { id: 'asset-01', tag: 'ZC-01' } }] },
	});
	await dispatch('user-li');
});
afterEach(async () => {
	for (const device of engines.keys()) device.close();
	engines.clear();
	await server.parts.releases.settled();
	await server.close();
});

async function must(type: string, record: string, args: Record<string, unknown>): Promise<void> {
	const kind = type.slice(0, type.indexOf('.')) as RecordKind;
	const result = await server.parts.administration.execute({ type, kind, record, args });
	if (result.outcome !== 'applied') throw new Error(`${type}: ${JSON.stringify(result)}`);
	clock.advance(1_000);
}
const dispatch = (assigneeId: string) =>
	must('workOrder.dispatch@1', 'order-1', { assigneeId, reason: 'overload' });
const editUser = (set: object) => must('user.edit@1', 'user-li', { set });

async function deviceOf(person: SimPerson): Promise<SimDevice> {
	const engine = memoryEngine();
	const cookie = await server.cookieOf(person);
	const fetch: Fetch = async (input, init) => {
		const url = new URL(urlOf(input), base).href;
		if (pushDoor === 'closed' && url.endsWith('/push'))
			return Response.json({ error: { kind: 'app-too-old' } }, { status: 426 });
		const headers = { ...(init?.headers as Record<string, string>), cookie };
		return globalThis.fetch(url, { ...init, headers });
	};
	const device = new SimDevice({ person, engine, clock, fetch, chance: new Seeded(1), base });
	await device.open();
	engines.set(device, engine);
	await device.sync();
	return device;
}

/** All that lies on the device, as text: nothing of a record that left may be found in it. */
async function everythingOn(device: SimDevice, tables: readonly (keyof Database)[]) {
	const database = new Database(device.person.id, 'strict', engines.get(device));
	const rows = await Promise.all(tables.map((name) => database.table(name as string).toArray()));
	database.close();
	return JSON.stringify(rows);
}
const whereRecordsLie = ['records', 'blobs', 'blobBytes', 'search', 'drafts'] as const;

async function idsOn(device: SimDevice): Promise<string[]> {
	return (await device.rows()).map(({ id }) => id);
}
const edit = (record: string, room: string): CommandDraft => ({
	...{ type: 'asset.edit@1', kind: 'asset', record, args: { set: { room } } },
});
const note = (text: string): CommandDraft => ({
	...{ type: 'workOrder.note@1', kind: 'workOrder', record: 'order-1', args: { text } },
});
async function does(device: SimDevice, ...drafts: CommandDraft[]): Promise<void> {
	for (const draft of drafts) {
		const result = await device.store.execute(draft);
		if (!result.ok) throw new Error(JSON.stringify(result.refusal));
	}
}
async function items(): Promise<Quarantine[]> {
	const device = await deviceOf(desk);
	return device.store.records.list('quarantine');
}

describe('what leaves', () => {
	const own = ['order-1', 'site-1', 'customer-1', 'asset-01', 'asset-02'];
	const roads: [string, () => Promise<void>, () => Promise<void>, string[]][] = [
		['re-dispatch', () => dispatch('user-wang'), () => dispatch('user-li'), own],
		[
			'a role taken away',
			() => editUser({ roles: ['auditor'] }),
			() => editUser({ roles: ['engineer'] }),
			own,
		],
		[
			'an asset moved to another customer',
			() =>
				must('asset.edit@1', 'asset-02', { set: { customerId: 'customer-2', siteId: 'site-9' } }),
			() =>
				must('asset.edit@1', 'asset-02', { set: { customerId: 'customer-1', siteId: 'site-1' } }),
			['asset-02'],
		],
		[
			'an account disabled',
			() => editUser({ disabled: true }),
			() => editUser({ disabled: false }),
			own,
		],
	];

	it.each(roads)('by %s is gone after one sync, and there when granted again', async (...road) => {
		const [, lose, regain, ids] = road;
		const device = await deviceOf(li);
		expect(await idsOn(device)).toEqual(expect.arrayContaining(ids));
		for (const id of ids) await device.store.drafts.set(`asset:${id}`, { name: id });
		await device.store.snapshots.set('assets', 'asset', ids);
		await lose();
		await device.sync();
		const text = await everythingOn(device, whereRecordsLie);
		for (const id of ids) expect(text).not.toContain(`"${id}"`);
		await regain();
		await device.sync();
		expect(await idsOn(device)).toEqual(expect.arrayContaining(ids));
	});

	it('by a customer reassigned is gone from their approver’s device', async () => {
		await must('user.edit@1', approver.id, { set: { customerId: 'customer-1' } });
		const device = await deviceOf(approver);
		expect(await idsOn(device)).toContain('order-1');
		await must('user.edit@1', approver.id, { set: { customerId: 'customer-2' } });
		await device.sync();
		const ids = await idsOn(device);
		expect(ids).not.toContain('order-1');
		expect(ids).toContain('site-9');
	});
});

describe('unsent work about what left', () => {
	const room = '机房 3F';

	it('goes before the removal arrives, and waits for the desk', async () => {
		const device = await deviceOf(li);
		await does(device, edit('asset-02', room), note('备注'));
		await dispatch('user-wang');
		await device.sync();
		expect(await everythingOn(device, whereRecordsLie)).not.toContain('asset-02');
		expect(await device.outboxStatuses()).toEqual(['quarantined']);
		const [item] = await items();
		expect(item).toMatchObject({ why: 'out-of-scope', command: { args: { set: { room } } } });
	});

	it('keeps its proof when the removal came first', async () => {
		const device = await deviceOf(li);
		await does(device, edit('asset-02', room));
		await dispatch('user-wang');
		pushDoor = 'closed';
		await device.sync();
		await device.sync();
		expect(await idsOn(device)).toContain('asset-02');
		expect(await device.outboxStatuses()).toEqual(['queued']);
		pushDoor = 'open';
		await device.sync();
		expect(await device.outboxStatuses()).toEqual(['quarantined']);
		expect(await idsOn(device)).not.toContain('asset-02');
	});

	it('takes its photo along, which only the desk sees', async () => {
		const device = await deviceOf(li);
		const data = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, ...Array.from({ length: 99 }, () => 7)]);
		const blob = await blobRefOf(data.buffer, 'image/jpeg');
		const draft: CommandDraft = {
			...{ type: 'workOrder.addPhoto@1', kind: 'workOrder', record: 'order-1', args: { blob } },
		};
		const kept = { ...blob, data: data.buffer, recordId: 'order-1' };
		const result = await device.store.execute(draft, { blobs: [kept] });
		expect(result.ok).toBe(true);
		await editUser({ disabled: true });
		await device.sync();
		const [item] = await items();
		const path = `/sync/v1/blobs/${blob.sha256}?record=${item?.id}`;
		expect((await (await server.fetchAs(desk))(path)).status).toBe(200);
		expect((await (await server.fetchAs(wang))(path)).status).toBe(404);
		expect(await everythingOn(device, ['blobs', 'blobBytes'])).toBe('[[],[]]');
	});

	it.each([
		['release', {}, 'released'],
		['discard', { reason: '重复' }, 'discarded'],
	] as const)('its author learns of a %s', async (name, args, fate) => {
		const device = await deviceOf(li);
		await does(device, edit('asset-02', room));
		await dispatch('user-wang');
		await device.sync();
		expect((await device.store.outbox.ledger()).held).toHaveLength(1);
		const [item] = await items();
		await must(`quarantine.${name}@1`, item?.id ?? '', args);
		await server.parts.releases.settled();
		await device.sync();
		const { held, needsYou, sent } = await device.store.outbox.ledger();
		expect(held).toEqual([]);
		if (fate === 'released') expect(sent).toMatchObject([{ outcome: 'released' }]);
		else expect(needsYou).toMatchObject([{ reason: { kind: 'discarded', detail: args } }]);
	});

	it('of a disabled account is handed in, and nothing else is left', async () => {
		const device = await deviceOf(li);
		await does(device, edit('asset-02', room), note('临走前'));
		await editUser({ disabled: true });
		await device.sync();
		expect(device.connection).toMatchObject({ phase: 'signedOut', problem: 'user-disabled' });
		const all = ['records', 'outbox', 'sent', 'blobs', 'drafts', 'search'] as const;
		expect(await everythingOn(device, all)).toBe('[[],[],[],[],[],[]]');
		expect((await items()).map(({ why }) => why)).toEqual(['user-disabled', 'user-disabled']);
	});
});

it('an order of work is kept: one device, one id, one item', async () => {
	const device = await deviceOf(li);
	await does(device, edit('asset-02', '1'), edit('asset-02', '2'));
	await dispatch('user-wang');
	await device.sync();
	const found = await items();
	const expected = found.map(({ command }) => quarantineId(command));
	expect(found.map(({ id }) => id)).toEqual(expected);
	expect(found).toHaveLength(2);
});
