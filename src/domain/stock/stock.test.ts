import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Actor } from '../command.ts';
import { addMinutes } from '../time/instant.ts';
import { friday10, OrderWorld, people } from '../work-order/order-world.ts';
import { partIdOf } from './part.ts';
import {
	balanceOf,
	movesKeptMax,
	shortOf,
	stockIdOf,
	vanOf,
	warehouseId,
	type Stock,
} from './stock.ts';

const { engineer, colleague, storekeeper, dispatcher } = people;
const partId = partIdOf('SSD-512');
const van = vanOf(engineer.userId);

async function worldWithPart(): Promise<OrderWorld> {
	const world = new OrderWorld();
	await world.run(storekeeper, 'part.register@1', partId, { set: { name: '硬盘', unit: '块' } });
	return world;
}

function move(world: OrderWorld, by: Actor, storeId: string, args: Record<string, unknown>) {
	return world.run(by, 'stock.move@1', stockIdOf(storeId, partId), { storeId, partId, ...args });
}

function stock(world: OrderWorld, storeId = van): Stock | undefined {
	return world.get('stock', stockIdOf(storeId, partId)) as Stock | undefined;
}

const balance = (world: OrderWorld, storeId = van) => {
	const found = stock(world, storeId);
	return found ? balanceOf(found) : 0;
};

describe('the balance', () => {
	interface Said {
		by: Actor;
		storeId: string;
		args: { type: string; quantity: number; [more: string]: unknown };
	}
	const quantity = fc.integer({ min: -5, max: 5 });
	const said: fc.Arbitrary<Said> = fc.record({
		by: fc.constantFrom<Actor>(engineer, colleague, storekeeper, dispatcher),
		storeId: fc.constantFrom(van, vanOf(colleague.userId), warehouseId, 'van-nobody'),
		args: fc.oneof(
			fc.record({
				type: fc.constantFrom('in', 'out', 'use', 'return', 'count'),
				quantity,
				note: fc.constantFrom('坏了', undefined),
				counted: fc.constantFrom(3, undefined),
			}),
			fc.record({
				type: fc.constant('transfer'),
				quantity,
				other: fc.constantFrom(van, warehouseId, undefined),
			}),
		),
	});
	const arrivals = fc
		.array(said, { maxLength: 40 })
		.chain((all) =>
			fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
		);

	async function play(all: readonly Said[]) {
		const world = await worldWithPart();
		const sums = new Map<string, number>();
		for (const { by, storeId, args } of all) {
			const result = await move(world, by, storeId, args);
			if (result.ok) sums.set(storeId, (sums.get(storeId) ?? 0) + args.quantity);
		}
		return { world, sums };
	}

	test('is the sum of the accepted moves, in any order of arrival', async () => {
		const property = fc.asyncProperty(arrivals, async ([as, otherwise]) => {
			const [one, other] = [await play(as), await play(otherwise)];
			expect(Object.fromEntries(one.sums)).toEqual(Object.fromEntries(other.sums));
			for (const [storeId, sum] of one.sums) {
				expect(balance(one.world, storeId)).toBe(sum);
				expect(balance(other.world, storeId)).toBe(sum);
			}
		});
		await fc.assert(property, { numRuns: 150 });
	});

	test('stays right when early moves are summed up, and the record small', async () => {
		const world = await worldWithPart();
		let sum = 0;
		for (let n = 1; n <= movesKeptMax * 2 + 7; n++) {
			const taken = n % 3 === 0;
			sum += taken ? -2 : n;
			await move(world, engineer, van, taken ? use(2) : { type: 'in', quantity: n });
		}
		expect(balance(world)).toBe(sum);
		expect(stock(world)?.moves).toHaveLength(movesKeptMax);
		expect(stock(world)?.history).toHaveLength(movesKeptMax);
		expect(stock(world)?.carried?.moves).toBe(movesKeptMax + 7);
		const last = stock(world)?.moves.at(-1)?.at ?? friday10;
		const firstKept = addMinutes(last, 1 - movesKeptMax);
		expect(stock(world)?.carried?.until).toBe(addMinutes(firstKept, -1));
	});

	const use = (quantity: number) => ({ type: 'use', quantity: -quantity, orderId: 'order-1' });

	test('goes below zero when two take the last one: both moves stand', async () => {
		const world = await worldWithPart();
		await move(world, storekeeper, van, { type: 'in', quantity: 1 });
		expect(await move(world, engineer, van, use(1))).toMatchObject({ ok: true });
		expect(await move(world, engineer, van, use(1))).toMatchObject({ ok: true });
		expect(balance(world)).toBe(-1);
		expect(shortOf(stock(world)!)).toBe(1);
	});

	test('a count corrects by what its author saw, whatever came in between', async () => {
		const world = await worldWithPart();
		await move(world, storekeeper, van, { type: 'in', quantity: 5 });
		await move(world, engineer, van, use(1));
		// Counted before that use was known: 4 where 5 were seen, one had been lost.
		const count = { type: 'count', counted: 4, quantity: -1 };
		await move(world, storekeeper, van, count);
		expect(balance(world)).toBe(3);
	});
});

describe('who moves stock', () => {
	const cases: [string, Actor, string, Record<string, unknown>, boolean][] = [
		['an engineer uses from his van', engineer, van, { type: 'use', quantity: -1 }, true],
		['not from a colleague’s', colleague, van, { type: 'use', quantity: -1 }, false],
		[
			'he draws from the warehouse for his van',
			engineer,
			warehouseId,
			{ type: 'transfer', quantity: -1, other: van },
			true,
		],
		[
			'not for another',
			colleague,
			warehouseId,
			{ type: 'transfer', quantity: -1, other: van },
			false,
		],
		['receives no goods there', engineer, warehouseId, { type: 'in', quantity: 1 }, false],
		['the storekeeper does', storekeeper, warehouseId, { type: 'in', quantity: 1 }, true],
		['the desk looks on', dispatcher, warehouseId, { type: 'in', quantity: 1 }, false],
		['nobody has the van of nobody', storekeeper, 'van-x', { type: 'in', quantity: 1 }, false],
		['writing off wants a reason', engineer, van, { type: 'out', quantity: -1 }, false],
		['a use takes out', engineer, van, { type: 'use', quantity: 1 }, false],
	];
	test.each(cases)('%s', async (_, by, storeId, args, ok) => {
		expect((await move(await worldWithPart(), by, storeId, args)).ok).toBe(ok);
	});

	test('the record is of that part in that store', async () => {
		const world = await worldWithPart();
		const args = { storeId: van, partId, type: 'use', quantity: -1 };
		expect(await world.run(engineer, 'stock.move@1', 'van-chen.OTHER', args)).toMatchObject({
			refusal: { kind: 'bad-input' },
		});
		const unknown = { ...args, partId: 'part-NONE' };
		const id = stockIdOf(van, 'part-NONE');
		expect(await world.run(engineer, 'stock.move@1', id, unknown)).toMatchObject({ ok: false });
	});

	test('the storekeeper sets how low it may go', async () => {
		const world = await worldWithPart();
		const id = stockIdOf(van, partId);
		const args = { storeId: van, partId, minimum: 2 };
		expect((await world.run(engineer, 'stock.setMinimum@1', id, args)).ok).toBe(false);
		expect((await world.run(storekeeper, 'stock.setMinimum@1', id, args)).ok).toBe(true);
		expect(shortOf(stock(world)!)).toBe(2);
	});
});

describe('a part', () => {
	test('is registered by the storekeeper, under its code', async () => {
		const world = new OrderWorld();
		const set = { name: '硬盘', unit: '块' };
		const register = (by: Actor, id: string) => world.run(by, 'part.register@1', id, { set });
		expect((await register(engineer, partId)).ok).toBe(false);
		for (const id of ['x', 'part-lower', 'part-', `part-${'X'.repeat(21)}`])
			expect(await register(storekeeper, id), id).toMatchObject({ refusal: { kind: 'bad-input' } });
		expect((await register(storekeeper, partId)).ok).toBe(true);
		expect(await register(storekeeper, partId)).toMatchObject({
			refusal: { kind: 'already-exists' },
		});
	});
});
