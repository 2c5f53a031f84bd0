import { beforeEach, describe, expect, test } from 'vitest';
import { OrderWorld, people } from '../work-order/order-world.ts';
import {
	assetCategoriesId,
	fieldsFor,
	inTreeOrder,
	isWithin,
	type AssetCategories,
	type CustomField,
} from './categories.ts';
import { customField, isValueOf } from './custom-values.ts';

const { admin, dispatcher, storekeeper } = people;
const rack: CustomField = { key: 'rack', name: '机柜', type: 'text', required: true };
const kind: CustomField = {
	...{ key: 'kind', name: '方式', type: 'choice' },
	choices: [{ value: '在线式' }, { value: '后备式' }],
};
let world: OrderWorld;

const tree = () => world.get('assetCategories', assetCategoriesId) as AssetCategories;
const at = (path: string) => tree().categories.find((one) => one.path === path);
const refused = (why: string, ...fields: string[]) => ({
	refusal: { kind: why, ...(fields.length > 0 && { fields }) },
});

function save(path: string, more: object = {}, seen = at(path)?.version ?? 0, by: object = admin) {
	const category = { path, name: path.split('/').at(-1), ...more };
	const args = { category, seen };
	return world.run(by as typeof admin, 'assetCategories.save@1', assetCategoriesId, args);
}
function asset(name: 'register' | 'edit', set: object, base?: Record<string, unknown>) {
	return world.run(storekeeper, `asset.${name}@1`, 'asset-1', { set: { ...set } }, base);
}

beforeEach(async () => {
	world = new OrderWorld();
	const set = { name: '资产类别', categories: [{ path: '电源', name: '电源', version: 1 }] };
	await world.run(admin, 'assetCategories.import@1', assetCategoriesId, { set });
});

describe('the tree of categories', () => {
	test('grows below what is there, by an administrator', async () => {
		expect((await save('电源/UPS', { fields: [kind] })).ok).toBe(true);
		expect(await save('网络/交换机')).toMatchObject(refused('bad-input', 'path'));
		expect(await save('安防', {}, 0, dispatcher)).toMatchObject(refused('not-allowed'));
		expect((await save('/坏')).ok).toBe(false);
		expect(inTreeOrder(tree().categories).map(({ path }) => path)).toEqual(['电源', '电源/UPS']);
		expect(isWithin('电源/UPS', '电源')).toBe(true);
		expect(isWithin('电源柜', '电源')).toBe(false);
	});

	test('keeps every field, its type and its choices; they are retired', async () => {
		await save('电源/UPS', { fields: [kind] });
		expect(await save('电源/UPS', { fields: [] })).toMatchObject(refused('frozen', 'fields'));
		const other = { ...kind, type: 'text' };
		expect(await save('电源/UPS', { fields: [other] })).toMatchObject(refused('frozen', 'fields'));
		const fewer = { ...kind, choices: [{ value: '在线式' }] };
		expect(await save('电源/UPS', { fields: [fewer] })).toMatchObject(refused('frozen', 'fields'));
		expect((await save('电源/UPS', { fields: [{ ...kind, retired: true }] })).ok).toBe(true);
		expect(fieldsFor(tree().categories, '电源/UPS')).toEqual([]);
		expect(await save('电源', { fields: [kind] })).toMatchObject(
			refused('already-exists', 'fields'),
		);
	});

	test('is not overwritten by who saw another version; beginning again leaves it alone', async () => {
		await save('电源', { nameEn: 'Power' });
		expect(await save('电源', { nameEn: 'Energy' }, 1)).toMatchObject(
			refused('conflict', 'category'),
		);
		const set = { name: '又来', categories: [] };
		const again = await world.run(admin, 'assetCategories.import@1', assetCategoriesId, { set });
		expect(again).toMatchObject({ value: { changed: false } });
	});
});

describe('values of its fields', () => {
	const set = { tag: 'ZC-1', name: 'UPS', category: '电源/UPS' };
	const inRack = { ...set, [customField('rack')]: 'A-12' };

	beforeEach(async () => {
		await save('电源', { fields: [rack] });
		await save('电源/UPS', { fields: [kind] });
	});

	test('are asked for by every category above, and told one by one in the history', async () => {
		expect(await asset('register', set)).toMatchObject(refused('field-required', 'custom:rack'));
		expect((await asset('register', inRack)).ok).toBe(true);
		const wrong = { [customField('kind')]: '飞轮' };
		expect(await asset('edit', wrong)).toMatchObject(refused('bad-input', 'custom:kind'));
		await asset('edit', { [customField('kind')]: '在线式' });
		const [change] = world.get('asset', 'asset-1')!.history.at(-1)!.changes;
		expect(change).toEqual({ field: 'custom:kind', from: null, to: '在线式' });
		expect(await asset('edit', { [customField('rack')]: '' })).toMatchObject(
			refused('field-required', 'custom:rack'),
		);
	});

	test('clash by field, so that two people may each fill in another', async () => {
		await asset('register', inRack);
		const seen = { [customField('rack')]: 'A-12', [customField('kind')]: '' };
		await asset('edit', { [customField('kind')]: '在线式' }, seen);
		await asset('edit', { [customField('rack')]: 'B-1' }, seen);
		expect(world.get('asset', 'asset-1')).toMatchObject({
			...{ 'custom:rack': 'B-1', 'custom:kind': '在线式' },
		});
		expect(world.get('asset', 'asset-1')?.conflicts).toBeUndefined();
	});

	test('a record that lacked one before is changed otherwise all the same', async () => {
		await asset('register', { ...set, category: '安防' });
		expect((await asset('edit', { room: '601' })).ok).toBe(true);
		expect(await asset('edit', { category: '电源/UPS' })).toMatchObject(refused('field-required'));
	});

	test('nothing else comes in with them', async () => {
		expect((await asset('register', { ...inRack, state: 'retired', junk: 'x' })).ok).toBe(true);
		const kept = world.get('asset', 'asset-1');
		expect(kept).toMatchObject({ state: 'in_use' });
		expect(kept).not.toHaveProperty('junk');
		expect((await asset('edit', { 'custom:Rack!': 'x' })).ok).toBe(false);
		expect((await asset('edit', { 'custom:rack': { deep: 1 } })).ok).toBe(false);
	});

	test.each([
		['number', '12.5', '12,5'],
		['date', '2026-11-22', '22.11.2026'],
		['yesno', 'yes', 'true'],
	] as const)('of type %s', (type, good, bad) => {
		const field = { key: 'k', name: 'k', type };
		expect([good, '', bad].map((value) => isValueOf(field, value))).toEqual([true, true, false]);
	});
});
