import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { OrderWorld, people } from '../work-order/order-world.ts';
import type { Asset } from './asset.ts';
import { openRelations, reachedFrom, type Step } from './relations.ts';

const { admin, engineer, storekeeper, requester } = people;
let world: OrderWorld;
const asset = (id = 'pc') => world.get('asset', id) as Asset;
const run = (name: string, args: object, by: typeof admin = engineer) =>
	world.run(by, `asset.${name}@1`, 'pc', { ...args });

beforeEach(async () => {
	world = new OrderWorld();
	for (const id of ['pc', 'switch', 'server'])
		await world.run(admin, 'asset.register@1', id, { set: { tag: id, name: id } });
});

describe('relations', () => {
	const onSwitch = { type: 'connected_to', to: 'switch' };

	test('are facts: told twice it is one; ended, it stays with who ended it', async () => {
		await run('relate', onSwitch);
		expect(await run('relate', onSwitch)).toMatchObject({ value: { changed: false } });
		await run('relate', { type: 'uses', to: 'server' });
		await run('unrelate', onSwitch, storekeeper);
		expect(openRelations(asset())).toMatchObject([{ type: 'uses', to: 'server', by: 'chen' }]);
		expect(asset().relations?.[0]).toMatchObject({ ...onSwitch, ended: { by: 'ku' } });
	});

	test('any order of arrival gives the same', async () => {
		const told = [onSwitch, { type: 'uses', to: 'server' }, { type: 'runs_on', to: 'server' }];
		for (const one of told) await run('relate', one);
		const forwards = openRelations(asset()).map(({ type, to }) => `${type} ${to}`);
		for (const one of told) await run('unrelate', one);
		for (const one of told.toReversed()) await run('relate', one);
		const backwards = openRelations(asset()).map(({ type, to }) => `${type} ${to}`);
		expect(backwards.sort()).toEqual(forwards.sort());
	});

	test('name nothing out of sight, and not itself', async () => {
		for (const to of ['nowhere', 'pc'])
			expect(await run('relate', { type: 'uses', to })).toMatchObject({ ok: false });
		expect(await run('relate', onSwitch, requester as never)).toMatchObject({
			refusal: { kind: 'not-allowed' },
		});
	});
});

describe('accessories', () => {
	test('are put right by hand; the history tells what was there', async () => {
		const disk = { accessoryId: 'acc-1', sort: '硬盘', serial: 'S1' };
		await run('setAccessory', disk);
		expect(await run('setAccessory', disk)).toMatchObject({ value: { changed: false } });
		await run('setAccessory', { ...disk, serial: 'S2' });
		expect(asset().accessories).toMatchObject([{ id: 'acc-1', serial: 'S2' }]);
		expect(asset().history.at(-1)?.changes).toEqual([
			{ field: 'accessories', from: '硬盘 S1', to: '硬盘 S2' },
		]);
		await run('dropAccessory', { accessoryId: 'acc-1' });
		expect(asset().accessories).toEqual([]);
	});
});

describe('what is reached', () => {
	const over = (steps: readonly Step[]) => (ids: readonly string[]) =>
		Promise.resolve(steps.filter(({ from }) => ids.includes(from)));
	const step = (from: string, to: string): Step => ({ from, to, type: 'uses' });

	test('rings end, everything is reached once, by the shortest way', async () => {
		const ring = [step('a', 'b'), step('b', 'c'), step('c', 'a'), step('a', 'c')];
		const { nodes, steps, isCut } = await reachedFrom('a', over(ring));
		expect(nodes).toEqual([
			{ id: 'b', depth: 1 },
			{ id: 'c', depth: 1 },
		]);
		expect(steps).toHaveLength(4);
		expect(isCut).toBe(false);
	});

	test('is cut at its limit, and says so', async () => {
		const many = Array.from({ length: 30 }, (_, n) => step('a', `n${n}`));
		const { nodes, steps, isCut } = await reachedFrom('a', over(many), 10);
		expect(nodes).toHaveLength(10);
		expect(steps).toHaveLength(10);
		expect(isCut).toBe(true);
	});

	test('is what a plain closure says, for any graph', async () => {
		const node = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g');
		const graph = fc.array(fc.tuple(node, node), { maxLength: 20 });
		await fc.assert(
			fc.asyncProperty(graph, async (pairs) => {
				const steps = pairs.map(([from, to]) => step(from, to));
				const closed = new Set(['a']);
				for (let n = 0; n < 7; n++)
					for (const { from, to } of steps) if (closed.has(from)) closed.add(to);
				const { nodes } = await reachedFrom('a', over(steps));
				expect(new Set(['a', ...nodes.map(({ id }) => id)])).toEqual(closed);
			}),
		);
	});
});
