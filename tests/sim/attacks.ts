/** What somebody with a session and no respect sends past the app. */
import type { RecordKey } from '#server/store/port.ts';
import { instantOf } from '#domain/time/instant.ts';
import { engineers, secretOf } from './people.ts';
import { assets, customers } from './setting.ts';
import type { Tab } from './world/tab.ts';
import type { World } from './world/world.ts';
import { strangersSeq } from './forged.ts';

let sent = 0;

interface Attack {
	url: string;
	body: object;
}

/** Asks for all there is behind somebody's cursor, or sends a batch of forged commands. */
export function attack(world: World, tab: Tab): Attack {
	if (world.chance.chance(0.75)) return { url: '/sync/v1/push', body: forgedBatch(world, tab) };
	const device = `evil-${tab.device.person.account}`;
	const cursor = cursorFor(world);
	return { url: '/sync/v1/pull', body: { device, ...(cursor !== undefined && { cursor }) } };
}

function forgedBatch(world: World, tab: Tab): object {
	const device = nameFor(world, tab);
	const commands = [1, 2, 3, 4].map(() => ({
		...{ device, seq: ++sent + strangersSeq, at: forgedTime(world) },
		...forged(world, tab),
	}));
	const cursor = cursorFor(world);
	return { device, protocol: 1, commands, ...(cursor !== undefined && { cursor }) };
}

/** An installation of his own, that of somebody else, or the server's. */
function nameFor({ chance, oracle }: World, tab: Tab): string {
	const { saved } = oracle.ledger;
	if (chance.chance(0.1)) return 'server';
	if (saved.length > 0 && chance.chance(0.12)) return chance.pick(saved).command.device;
	return `evil-${tab.device.person.account}`;
}

/** As if he had held what somebody's device holds. */
function cursorFor({ chance, devices }: World): string | undefined {
	if (chance.chance(0.4)) return undefined;
	// The desk's has held most.
	const [desk] = devices;
	const cursor = (desk && chance.chance(0.6) ? desk : chance.pick(devices)).meta('cursor');
	return typeof cursor === 'string' ? cursor : undefined;
}

function forgedTime({ chance, scheduler }: World) {
	const raw = chance.pick([
		instantOf(scheduler.nowMs),
		'2099-01-01T00:00:00.000Z',
		'2026-11-20T00:00:00.000Z',
		'1999-01-01T00:00:00.000Z',
	]);
	return { raw, offsetMs: 0, effective: raw };
}

function forged(world: World, { device }: Tab): object {
	const { chance } = world;
	const orders = [...world.oracle.mirror.records.values()].flatMap(({ record }) =>
		record.kind === 'workOrder' ? [record] : [],
	);
	const own = device.person.id;
	const record = orders.length > 0 ? chance.pick(orders).id : 'order-1';
	const line = orders.find(({ id }) => id === record)?.lines[0]?.id ?? 'x';
	const on = (type: string, args: object) => ({
		type: `workOrder.${type}`,
		kind: 'workOrder',
		record,
		args,
	});
	const part = { storeId: 'warehouse', partId: 'part-P1', type: 'in', quantity: 9 };
	const van = { ...part, storeId: `van-${chance.pick(engineers).id}` };
	const into = (kind: RecordKey['kind'], id: string, type: string, set: object) => {
		return { type: `${kind}.${type}@1`, kind, record: id, args: { set } };
	};
	return chance.pick([
		on('note@1', { text: 'forged' }),
		on('dispatch@1', { assigneeId: own, reason: 'overload' }),
		on('dispatch@1', { assigneeId: 'u-r1', reason: 'overload' }),
		on('claim@1', {}),
		on('complete@1', { minutes: 5, state: 'closed', assigneeId: own }),
		on('accept@1', { state: 'closed', actor: { userId: 'u-a1', roles: ['admin'] } }),
		on('arrive@1', {}),
		on('close@1', { outcome: 'reached' }),
		on('cancel@1', { reason: 'forged' }),
		on('reopen@1', { reason: 'forged' }),
		on('acceptLate@1', { heldId: 'x' }),
		on('addTime@1', { minutes: -5 }),
		on('addTime@1', { minutes: 1e9 }),
		walkUp(world, on),
		walkUp(world, on),
		on('recordWork@1', { lineId: line, set: { solution: 'forged', result: 'solved' } }),
		on('accept@9', {}),
		{ ...on('note@1', { text: 'x' }), kind: 'asset' },
		{ ...on('create@1', {}), record: chance.pick(assets) },
		into('user', own, 'edit', { roles: ['admin', 'dispatcher', 'engineer'] }),
		into('user', `u-new-${sent}`, 'register', { name: 'x', roles: ['admin'], deskIds: [] }),
		into('customer', chance.pick(customers), 'edit', { name: 'forged' }),
		into('asset', chance.pick(assets), 'edit', { room: 'forged' }),
		into('site', 's-1', 'edit', { customerId: device.person.customerId ?? 'c-3' }),
		into('article', 'art-1', 'edit', { solution: 'forged' }),
		{ ...into('asset', chance.pick(assets), 'move', {}), args: { to: 'retired' } },
		{ ...into('stock', 'warehouse.P1', 'move', {}), args: part },
		{ ...into('stock', `${van.storeId}.P1`, 'move', {}), args: van },
	]);
}

/** An order of his own with the number of somebody else's. */
function walkUp({ chance, oracle }: World, on: (type: string, args: object) => object): object {
	const record = `evil-${sent}`;
	const numbers = oracle.mirror
		.ofKind('workOrder')
		.flatMap(({ offlineNumber }) => offlineNumber ?? []);
	const args = {
		...{ orderKind: 'request', channel: 'walk_up', requester: { name: 'z' } },
		...{ customerId: chance.pick(customers), summary: record, impact: 'low', urgency: 'low' },
		symptom: secretOf('workOrder', record),
		...(numbers.length > 0 && { offlineNumber: chance.pick(numbers) }),
	};
	return { ...on('createOnSite@1', args), record };
}

export function beginAttacks(): void {
	sent = 0;
}
