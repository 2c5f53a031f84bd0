import { expect, test } from 'vitest';
import { OrderWorld, people } from '#domain/work-order/order-world.ts';
import { assetStates, type Asset } from '#domain/asset/asset.ts';
import { commandOf, firstValues, lifeSteps, missingIn, noValues } from './life-steps.ts';

const { admin, storekeeper, supervisor, auditor } = people;
const filled = {
	...noValues,
	...{ check: 'passed', responsible: '王', with: '门诊部', backBy: '2026-12-01' },
	...{ home: 'in_stock', reason: '原因' },
};

test('whatever a state offers goes through with what the form asks for', async () => {
	for (const state of assetStates) {
		const begun = async () => {
			const world = new OrderWorld();
			await world.run(admin, 'asset.import@1', 'a', { set: { tag: 'ZC-1', name: 'PC' }, state });
			return world;
		};
		const first = (await begun()).get('asset', 'a') as Asset;
		for (const step of lifeSteps(first, storekeeper)) {
			const world = await begun();
			expect(missingIn(step, filled)).toBeUndefined();
			const { type, args } = commandOf(step, filled, first);
			expect(await world.run(storekeeper, type, 'a', args), `${step} ${state}`).toMatchObject({
				value: { changed: true },
			});
		}
	}
});

test('who asked may withdraw, others wait; the auditor moves nothing', async () => {
	const world = new OrderWorld();
	await world.run(admin, 'asset.import@1', 'a', { set: { tag: 'ZC-1', name: 'PC' } });
	await world.run(storekeeper, 'asset.askRetire@1', 'a', { reason: '坏' });
	const asset = world.get('asset', 'a') as Asset;
	expect(lifeSteps(asset, storekeeper)).toContain('withdraw');
	expect(lifeSteps(asset, supervisor)).toEqual([]);
	expect(lifeSteps(asset, auditor)).toEqual([]);
	const { type, args } = commandOf('withdraw', noValues, asset);
	expect(await world.run(storekeeper, type, 'a', args)).toMatchObject({ ok: true });
});

test('a check that was not passed says why', () => {
	const values = { ...firstValues('receive', {} as Asset), check: 'failed' };
	expect(missingIn('receive', values)).toBe('reason');
});
