import { describe, expect, test } from 'vitest';
import type { Asset } from '#domain/asset/asset.ts';
import { AssetNames } from './asset-names.ts';

const assets = [
	{ id: 'a', updatedAt: '1', tag: 'ZC-1', name: '台式工作站', model: '启明 M8200', room: '601' },
	{ id: 'b', updatedAt: '1', tag: 'ZC-2', name: '打印机', responsible: { name: '张工' } },
	{ id: 'c', updatedAt: '1', tag: 'ZC-3', name: 'Laptop', hostName: 'NURSE-07' },
] as unknown as Asset[];
const versions = new Map(assets.map(({ id, updatedAt }) => [id, updatedAt as string]));

function reader(log: string[][] = []) {
	return async (ids: string[]) => {
		log.push(ids);
		return assets.filter(({ id }) => ids.includes(id));
	};
}

describe('assets by name', () => {
	test('by part of any word, several words together, whatever the capitals', async () => {
		const names = new AssetNames();
		await names.follow(versions, reader());
		expect(names.find('工作站', 10)).toEqual(['a']);
		expect(names.find('m8200 601', 10)).toEqual(['a']);
		expect(names.find('张工', 10)).toEqual(['b']);
		expect(names.find('nurse', 10)).toEqual(['c']);
		expect(names.find('ＬＡＰＴＯＰ', 10)).toEqual(['c']);
		expect(names.find('ZC', 2)).toHaveLength(2);
		expect(names.find('  ', 10)).toEqual([]);
	});

	test('follows changes, reading only what changed', async () => {
		const names = new AssetNames();
		const log: string[][] = [];
		await names.follow(versions, reader(log));
		await names.follow(
			new Map([
				['a', '1'],
				['b', '2'],
			]),
			reader(log),
		);
		expect(log).toEqual([['a', 'b', 'c'], ['b']]);
		expect(names.find('laptop', 10)).toEqual([]);
	});
});
