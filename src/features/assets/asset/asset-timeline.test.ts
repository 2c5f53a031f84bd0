import { beforeEach, expect, test } from 'vitest';
import type { Asset } from '#domain/asset/asset.ts';
import type { Repair } from '#domain/repair/repair.ts';
import { OrderWorld, people } from '#domain/work-order/order-world.ts';
import type { WorkOrder } from '#domain/work-order/work-order.ts';
import { assetTimeline } from './asset-timeline.ts';

const { admin, storekeeper, supervisor, engineer } = people;
let world: OrderWorld;
const asset = () => world.get('asset', 'pc') as Asset;
const run = (name: string, args: object, by: typeof admin = storekeeper) =>
	world.run(by, `asset.${name}@1`, 'pc', { ...args });
const told = () => assetTimeline(asset(), []).map(({ kind, of }) => `${kind} ${of}`);

beforeEach(async () => {
	world = new OrderWorld();
	for (const id of ['pc', 'switch'])
		await world.run(admin, 'asset.register@1', id, { set: { tag: id, name: id } });
});

test('each thing is told once, the latest first', async () => {
	await run('sendOut', { as: 'on_loan', with: '门诊部', backBy: '2026-12-01' });
	await run('takeBack', {});
	await run('relate', { type: 'uses', to: 'switch' });
	await run('unrelate', { type: 'uses', to: 'switch' });
	await run('setAccessory', { accessoryId: 'x', sort: '鼠标' }, engineer);
	await run('askRetire', { reason: '坏' });
	const requestId = asset().retirements?.[0]?.id;
	await run('decideRetire', { requestId, as: 'approved' }, supervisor);
	expect(told()).toEqual([
		...['move move', 'move request', 'change entry', 'change relation', 'change relation'],
		...['move move', 'move move', 'change entry'],
	]);
});

test('a rejected request is told with its end', async () => {
	await run('askRetire', { reason: '坏' });
	const requestId = asset().retirements?.[0]?.id;
	await run('decideRetire', { requestId, as: 'rejected', reason: '还好' }, supervisor);
	expect(told()).toEqual(['move request', 'move request', 'change entry']);
});

test('what moved along with a step is told with it: who had it before and after', async () => {
	await run('takeIn', {});
	await run('handOut', { responsible: '王', room: '6F' });
	const [entry] = assetTimeline(asset(), []);
	expect(entry).toMatchObject({ of: 'move', move: { to: 'in_use' } });
	const fields = entry?.of === 'move' ? entry.changes.map(({ field }) => field) : [];
	expect(fields.sort()).toEqual(['responsible', 'room']);
});

test('orders and repairs stand between, by their dates', () => {
	const order = { id: 'o', receivedAt: '2026-01-02T00:00:00.000Z' } as unknown as WorkOrder;
	const repair = { id: 'r', createdAt: '2026-01-03T00:00:00.000Z' } as unknown as Repair;
	const kinds = assetTimeline(asset(), [order], [repair]).map(({ kind }) => kind);
	expect(kinds).toEqual(['change', 'repair', 'order']);
});
