import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { OrderWorld, people, sampleRequest } from '../work-order/order-world.ts';
import type { Asset } from './asset.ts';
import { openSwaps, swapGoes, type Swap } from './swap.ts';

const [oldId, spareId] = ['asset-old', 'asset-spare'];
const set = { name: '台式工作站', customerId: 'customer-1', siteId: 'site-1' };
const memory = {
	...{ swapId: 'swap-1', what: 'part', sort: '内存条' },
	...{ out: { serial: 'SN-1' }, in: { model: 'DDR4', serial: 'SN-2' }, goes: 'vendor' },
};
let world: OrderWorld;
let lineId: string;

const asset = (id = oldId) => world.get('asset', id) as Asset;
const swapIn = (id: string, more: object = {}, by: (typeof people)['engineer'] = people.engineer) =>
	world.run(by, 'asset.swap@1', id, { orderId: 'order-1', ...memory, ...more });
const record = (more: object = {}) =>
	world.do('engineer', 'recordSwap', { lineId, ...memory, ...more });

beforeEach(async () => {
	world = new OrderWorld();
	for (const [id, tag] of [
		[oldId, 'ZC-1'],
		[spareId, 'ZC-2'],
	] as const)
		await world.run(people.admin, 'asset.register@1', id, { set: { ...set, tag } });
	const line = { asset: { id: oldId, tag: 'ZC-1' } };
	await world.do('dispatcher', 'create', { ...sampleRequest, lines: [line] });
	await world.do('dispatcher', 'dispatch', { assigneeId: 'chen' });
	await world.do('engineer', 'accept');
	await world.do('engineer', 'arrive');
	lineId = world.order.lines[0]?.id ?? '';
});

describe('a swap on the machine', () => {
	test('is a dated entry, and the new piece is in it', async () => {
		await swapIn(oldId);
		expect(asset().swaps).toMatchObject([{ ...memory, by: 'chen', orderId: 'order-1' }]);
		expect(asset().accessories).toMatchObject([{ id: 'swap-1', model: 'DDR4', serial: 'SN-2' }]);
		expect(await swapIn(oldId)).toMatchObject({ value: { changed: false } });
	});

	test('takes out the piece it names, and only that', async () => {
		await swapIn(oldId);
		await swapIn(oldId, { swapId: 'swap-2', out: undefined, goes: undefined });
		await swapIn(oldId, { swapId: 'swap-3', out: { id: 'swap-1' }, in: undefined });
		expect(asset().accessories?.map(({ id }) => id)).toEqual(['swap-2']);
		expect(asset().swaps).toHaveLength(3);
	});

	test('of the whole device is told in both, and touches nobody’s pieces', async () => {
		const device = {
			...{ what: 'device', sort: '台式工作站' },
			...{ out: { assetId: oldId, tag: 'ZC-1' }, in: { assetId: spareId, tag: 'ZC-2' } },
		};
		for (const id of [oldId, spareId]) expect((await swapIn(id, device)).ok).toBe(true);
		expect(asset(spareId).swaps).toMatchObject([device]);
		expect(asset(spareId).accessories).toBeUndefined();
	});

	test('is for the engineer of an order about that machine alone', async () => {
		const refused = { refusal: { kind: 'not-allowed' } };
		expect(await swapIn(spareId)).toMatchObject(refused);
		expect(await swapIn(oldId, {}, people.colleague)).toMatchObject(refused);
		expect(await swapIn(oldId, {}, people.dispatcher as never)).toMatchObject(refused);
		expect(await swapIn(oldId, { orderId: 'order-9' })).toMatchObject(refused);
		const elsewhere = { what: 'device', in: { assetId: spareId }, out: { assetId: 'other' } };
		expect(await swapIn(spareId, elsewhere)).toMatchObject(refused);
	});

	test('counts also from who lost the order meanwhile', async () => {
		await world.do('dispatcher', 'dispatch', { assigneeId: 'wang', reason: 'absence' });
		expect((await swapIn(oldId)).ok).toBe(true);
		expect((await record()).ok).toBe(true);
		expect(world.order.lines[0]?.swaps).toMatchObject([{ late: true }]);
	});
});

describe('a swap on the order', () => {
	test('stands on its line once', async () => {
		await record();
		expect(await record()).toMatchObject({ value: { changed: false } });
		expect(world.order.lines[0]?.swaps).toMatchObject([{ ...memory, by: 'chen' }]);
	});

	test('says what moved, and where that which was taken out went', async () => {
		for (const more of [{ in: undefined, out: undefined }, { goes: undefined }, { sort: ' ' }])
			expect(await record(more)).toMatchObject({ refusal: { kind: 'bad-input' } });
	});
});

test('a temporary one is open until another ends it, in any order of arrival', () => {
	const swap = (n: number, more: Partial<Swap>): Swap => ({
		...{ swapId: `swap-${n}`, what: 'part', sort: '硬盘', in: {}, goes: swapGoes[0] },
		...more,
	});
	const some = fc.array(fc.record({ temporary: fc.boolean(), ends: fc.option(fc.nat(9)) }), {
		maxLength: 10,
	});
	fc.assert(
		fc.property(some, (list) => {
			const swaps = list.map(({ temporary, ends }, n) =>
				swap(n, { temporary, ...(ends !== null && { ends: `swap-${ends}` }) }),
			);
			const open = openSwaps(swaps).map(({ swapId }) => swapId);
			const reversed = openSwaps(swaps.toReversed()).map(({ swapId }) => swapId);
			expect(new Set(reversed)).toEqual(new Set(open));
			for (const { ends } of swaps) expect(open).not.toContain(ends);
		}),
	);
});
