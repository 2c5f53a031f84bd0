import { beforeEach, describe, expect, test } from 'vitest';
import { channelsOf, deskConflictsChannel, siteChannel } from '../access/channels.ts';
import { OrderWorld, people, sampleRequest } from '../work-order/order-world.ts';
import { assetRefOf, isProvisional, type Asset } from './asset.ts';

const assetId = 'asset-new';
const set = {
	...{ tag: 'ZC-NEW', name: '打印机', model: 'P1', serial: 'SN-1' },
	...{ customerId: 'customer-1', siteId: 'site-1' },
};
let world: OrderWorld;

const asset = () => world.get('asset', assetId) as Asset;
const register = (by = people.engineer, id = assetId) =>
	world.run(by, 'asset.registerFound@1', id, { orderId: 'order-1', set });
const decide = (args: object, by: Parameters<OrderWorld['run']>[0] = people.dispatcher) =>
	world.run(by, 'asset.decideFound@1', assetId, { ...args });

beforeEach(async () => {
	world = new OrderWorld();
	await world.do('dispatcher', 'create', { ...sampleRequest, lines: [{}] });
	await world.do('dispatcher', 'dispatch', { assigneeId: 'chen' });
	await world.do('engineer', 'accept');
	await world.do('engineer', 'arrive');
});

describe('a machine found on site', () => {
	test('is provisional and lies at the desk until it is confirmed', async () => {
		await register();
		expect(isProvisional(asset())).toBe(true);
		expect(asset().found).toMatchObject({ orderId: 'order-1', by: 'chen' });
		expect(channelsOf(asset())).toEqual(
			expect.arrayContaining([siteChannel('site-1'), deskConflictsChannel]),
		);
		expect((await register()).ok).toBe(false);
		await decide({ as: 'confirmed' });
		expect(isProvisional(asset())).toBe(false);
		expect(channelsOf(asset())).not.toContain(deskConflictsChannel);
		expect(await decide({ as: 'rejected', reason: '迟了' })).toMatchObject({
			value: { changed: false },
		});
	});

	test('rejected for a reason, it is retired', async () => {
		await register();
		expect(await decide({ as: 'rejected' })).toMatchObject({ refusal: { kind: 'reason-missing' } });
		await decide({ as: 'rejected', reason: '就是 ZC-1' });
		expect(asset()).toMatchObject({ state: 'retired', moves: [{ reason: '就是 ZC-1' }] });
	});

	test('is decided by the desk alone', async () => {
		await register();
		for (const by of [people.engineer, people.storekeeper, people.requester])
			expect(await decide({ as: 'confirmed' }, by)).toMatchObject({
				refusal: { kind: 'not-allowed' },
			});
		await world.run(people.admin, 'asset.register@1', 'asset-2', { set });
		const other = await world.run(people.dispatcher, 'asset.decideFound@1', 'asset-2', {
			as: 'confirmed',
		});
		expect(other).toMatchObject({ refusal: { kind: 'not-found' } });
	});

	test('stands on the order as a fact, once, also of one who lost the order meanwhile', async () => {
		await register();
		const args = { asset: assetRefOf(asset()) };
		await world.do('engineer', 'addFound', args);
		expect(world.order.found).toMatchObject([{ by: 'chen', asset: { tag: 'ZC-NEW' } }]);
		expect(await world.do('engineer', 'addFound', args)).toMatchObject({
			value: { changed: false },
		});
		expect((await world.do('outsider', 'addFound', args)).ok).toBe(false);
		await world.do('dispatcher', 'dispatch', { assigneeId: 'wang', reason: 'overload' });
		const second = { asset: { tag: 'ZC-NEW-2' } };
		await world.do('engineer', 'addFound', second);
		expect(world.order.found).toMatchObject([{}, { late: true, asset: { tag: 'ZC-NEW-2' } }]);
	});
});
