/** What somebody with a session and no respect sends past the app. */
import type { RecordKey } from '#server/store/port.ts';
import { instantOf } from '#domain/time/instant.ts';
import { assets, customers } from './setting.ts';
import type { Tab } from './world/tab.ts';
import type { World } from './world/world.ts';

let sent = 0;

/** A batch of forged commands under an installation of the attacker's own. */
export function attack(world: World, tab: Tab): object {
	const { chance } = world;
	const device = `evil-${tab.device.person.account}`;
	const commands = [1, 2, 3].map(() => ({
		...{ device, seq: ++sent, at: forgedTime(world) },
		...forged(world, tab),
	}));
	return { device: chance.chance(0.1) ? 'server' : device, protocol: 1, commands };
}

function forgedTime({ chance, scheduler }: World) {
	const raw = chance.pick([
		instantOf(scheduler.nowMs),
		'2099-01-01T00:00:00.000Z',
		'2026-11-20T00:00:00.000Z',
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
	]);
}

export function beginAttacks(): void {
	sent = 0;
}
