import { expect, test } from 'vitest';
import type { Asset } from '#domain/asset/asset.ts';
import { usualKinds, usualMax } from './usual-kinds.ts';

const of = (name: string, siteId: string, model?: string) =>
	({ name, category: `类/${name}`, siteId, ...(model && { model }) }) as Asset;

test('the sorts at the site come first, then the frequent ones, each with its models', () => {
	const assets = [
		...[of('打印机', 's2', 'P1'), of('打印机', 's2', 'P2'), of('打印机', 's2', 'P2')],
		...[of('扫描仪', 's1'), of('主机', 's2', 'M1')],
	];
	expect(usualKinds(assets, 's1')).toEqual([
		{ name: '扫描仪', category: '类/扫描仪', models: [] },
		{ name: '打印机', category: '类/打印机', models: ['P2', 'P1'] },
		{ name: '主机', category: '类/主机', models: ['M1'] },
	]);
	expect(usualKinds(assets, undefined)[0]?.name).toBe('打印机');
	expect(usualKinds([], 's1')).toEqual([]);
});

test('no more are offered than fit', () => {
	const many = Array.from({ length: 30 }, (_, n) => of(`设备 ${n}`, 's1', `M${n}`));
	expect(usualKinds(many, 's1')).toHaveLength(usualMax);
});
