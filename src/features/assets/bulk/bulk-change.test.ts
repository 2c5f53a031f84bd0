import { expect, test } from 'vitest';
import type { Asset } from '#domain/asset/asset.ts';
import type { AssetCategory } from '#domain/asset/categories.ts';
import { actor } from '#domain/work-order/order-world.ts';
import { bulkCustomFields, commandFor, stepFor } from './bulk-change.ts';

const keeper = actor('ku', ['storekeeper']);
const categories: AssetCategory[] = [
	{
		...{ path: '电源', name: '电源', version: 1 },
		fields: [
			{ key: 'rack', name: '机柜', type: 'text', required: true },
			{ key: 'card', name: '卡号', type: 'text', unique: true },
		],
	},
];
const asset = {
	...{ id: 'a', tag: 'ZC-1', name: 'UPS', state: 'in_use', room: '601', category: '安防' },
	user: { name: '张工', contactId: 'c1' },
} as unknown as Asset;
const step = (field: string, value: string, of = asset) =>
	stepFor(of, { field, value }, { actor: keeper, categories });

test('what changes, what is so already, and who is refused and why', () => {
	expect(step('room', '602')).toEqual({ kind: 'change', from: '601', to: '602' });
	expect(step('room', '601')).toEqual({ kind: 'same' });
	expect(step('user', '李工')).toEqual({ kind: 'change', from: '张工', to: '李工' });
	expect(step('state', 'in_stock')).toMatchObject({ kind: 'change' });
	expect(step('state', 'ordered')).toMatchObject({ kind: 'refused', why: 'state' });
	expect(step('state', 'retired')).toMatchObject({ kind: 'refused', why: 'state' });
	expect(step('category', '电源')).toMatchObject({ kind: 'refused', why: 'required' });
	expect(step('custom:rack', 'A-1')).toMatchObject({ kind: 'refused', why: 'other-category' });
	const ups = { ...asset, category: '电源' };
	expect(step('custom:rack', 'A-1', ups)).toMatchObject({ kind: 'change' });
	expect(bulkCustomFields(categories).map(({ field }) => field)).toEqual(['custom:rack']);
});

test('each by its own ordinary command, against what was seen', () => {
	expect(commandFor(asset, { field: 'state', value: 'lost' })).toMatchObject({
		...{ type: 'asset.move@1', record: 'a', args: { to: 'lost' } },
	});
	expect(commandFor(asset, { field: 'user', value: '李工' })).toMatchObject({
		...{ type: 'asset.edit@1', args: { set: { user: { name: '李工' } } } },
		base: { user: { name: '张工', contactId: 'c1' } },
	});
});
