import { describe, expect, test } from 'vitest';
import type { Asset } from '#domain/asset/asset.ts';
import { addDays, type LocalDate } from '#domain/time/local-date.ts';
import { conditionsOf, filterOf, isPlain, noFilter, queryOf } from './asset-filter.ts';
import { AssetIndex } from './asset-index.ts';

const today = '2026-11-22' as LocalDate;
const assets = [
	{
		...{ id: 'a', updatedAt: '1', tag: 'ZC-1', name: '台式工作站', model: '启明 M8200' },
		...{ room: '601', state: 'in_use', category: '计算机/台式机', warrantyUntil: '2026-12-01' },
		'custom:colour': 'yes',
	},
	{
		...{ id: 'b', updatedAt: '1', tag: 'ZC-10', name: '打印机', state: 'in_stock' },
		...{ responsible: { name: '张工' }, category: '外设/打印机', warrantyUntil: '2026-11-01' },
		seal: { state: 'broken' },
	},
	{
		...{ id: 'c', updatedAt: '1', tag: 'ZC-3', name: 'Laptop', hostName: 'NURSE-07' },
		...{ state: 'in_use', category: '计算机柜', serial: 'ZC-1' },
	},
] as unknown as Asset[];
const versions = new Map(assets.map(({ id, updatedAt }) => [id, updatedAt as string]));

function reader(log: string[][] = []) {
	return async (ids: string[]) => {
		log.push(ids);
		return assets.filter(({ id }) => ids.includes(id));
	};
}
async function filled() {
	const index = new AssetIndex();
	await index.follow(versions, reader());
	return (filter: object) => index.find({ filter: { ...noFilter, ...filter }, today }).ids;
}

describe('the index of the list', () => {
	test('finds by part of any word, several together; an exact code first', async () => {
		const find = await filled();
		expect(find({ text: '工作站' })).toEqual(['a']);
		expect(find({ text: 'm8200 601' })).toEqual(['a']);
		expect(find({ text: '张工' })).toEqual(['b']);
		expect(find({ text: 'ＮＵＲＳＥ' })).toEqual(['c']);
		expect(find({ text: 'zc-3' })).toEqual(['c']);
		expect(find({ text: 'zc-1' })).toEqual(['a', 'c', 'b']);
	});

	test('filters combine, a category with all below it and nothing beside it', async () => {
		const find = await filled();
		expect(find({ category: '计算机' })).toEqual(['a']);
		expect(find({ state: 'in_use' })).toEqual(['a', 'c']);
		expect(find({ state: 'in_use', room: '60' })).toEqual(['a']);
		expect(find({ user: '张' })).toEqual(['b']);
		expect(find({ condition: 'seal' })).toEqual(['b']);
		expect(find({ custom: { 'custom:colour': 'yes' } })).toEqual(['a']);
	});

	test('warranty by today: expired, ending soon, none', async () => {
		const find = await filled();
		expect(find({ warranty: 'expired' })).toEqual(['b']);
		expect(find({ warranty: 'soon' })).toEqual(['a']);
		expect(find({ warranty: 'none' })).toEqual(['c']);
	});

	test('what ends soon, what is overdue and what is to be retired is found', async () => {
		const index = new AssetIndex();
		const lent = { at: '2026-10-01T00:00:00.000Z', by: 'u', from: 'in_use', to: 'on_loan' };
		const more: Record<string, object> = {
			a: { warrantyUntil: addDays(today, 59), contractUntil: addDays(today, 30) },
			b: { state: 'on_loan', moves: [{ ...lent, backBy: addDays(today, -1) }] },
			c: { retirements: [{ id: 'r', at: lent.at, by: 'u' }], warrantyUntil: addDays(today, 90) },
		};
		await index.follow(versions, async (ids) => {
			const assets = await reader()(ids);
			return assets.map((one) => ({ ...one, ...more[one.id] }));
		});
		const find = (filter: object) => index.find({ filter: { ...noFilter, ...filter }, today }).ids;
		expect(find({ warranty: 'd60' })).toEqual(['a']);
		expect(find({ warranty: 'd90' })).toEqual(['a', 'c']);
		expect(find({ contract: 'soon' })).toEqual(['a']);
		expect(find({ condition: 'overdue' })).toEqual(['b']);
		expect(find({ condition: 'retiring' })).toEqual(['c']);
	});

	test('offers what the register names, the most frequent first, with whom to speak to', async () => {
		const index = new AssetIndex();
		const made = { manufacturer: '启明', model: 'M1' };
		await index.follow(versions, async (ids) => {
			const assets = await reader()(ids);
			const phone = (n: number) => ({ supplier: { name: '青澜', phone: String(n) } });
			return assets.map((one, n) => ({ ...one, ...(n > 0 ? made : {}), ...phone(n) }));
		});
		const { manufacturers, models, suppliers } = index.offers();
		expect(manufacturers[0]).toBe('启明');
		expect(models[0]).toEqual({ manufacturer: '启明', model: 'M1' });
		expect(suppliers).toEqual([{ name: '青澜', phone: '2' }]);
	});

	test('sorts, what has nothing there last, and counts states apart from the state asked', async () => {
		const find = await filled();
		expect(find({ isDescending: true })).toEqual(['c', 'b', 'a']);
		expect(find({ sort: 'warrantyUntil' })).toEqual(['b', 'a', 'c']);
		const index = new AssetIndex();
		await index.follow(versions, reader());
		const filter = { ...noFilter, state: 'lost' as const };
		expect(index.find({ filter, today })).toEqual({ ids: [], states: { in_use: 2, in_stock: 1 } });
	});

	test('follows changes, reading only what changed', async () => {
		const index = new AssetIndex();
		const log: string[][] = [];
		await index.follow(versions, reader(log));
		const later = new Map([
			['a', '1'],
			['b', '2'],
		]);
		await index.follow(later, reader(log));
		expect(log).toEqual([['a', 'b', 'c'], ['b']]);
		expect(index.find({ filter: noFilter, today }).ids).toEqual(['a', 'b']);
	});
});

describe('a filter in an address', () => {
	test('comes back as it was', () => {
		const filter = {
			...noFilter,
			...{ text: '打印', category: '外设/打印机', state: 'lost' as const, siteId: 's1', room: '6' },
			...{ warranty: 'soon' as const, condition: 'seal' as const, isDescending: true },
			...{ sort: 'user' as const, custom: { 'custom:colour': 'yes' } },
		};
		expect(filterOf(new URLSearchParams(queryOf(filter).toString()))).toEqual(filter);
		expect(conditionsOf(filter)).toBe(7);
	});

	test('nothing asked is an empty address, nonsense is nothing asked', () => {
		expect(queryOf(noFilter).toString()).toBe('');
		const nonsense = new URLSearchParams('state=flying&sort=-&warranty=x');
		expect(isPlain({ ...filterOf(nonsense), isDescending: false })).toBe(true);
	});
});
