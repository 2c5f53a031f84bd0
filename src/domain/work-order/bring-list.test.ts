import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Article } from '../knowledge/article.ts';
import type { Part } from '../stock/part.ts';
import type { Instant } from '../time/instant.ts';
import { bringList, bringPartsMax } from './bring-list.ts';
import type { Line, UsedPart, WorkOrder } from './work-order.ts';

const printer = { id: 'asset-1', tag: 'ZC-1', name: '热敏打印机', model: 'T80' };
const sameModel = { ...printer, id: 'asset-2', tag: 'ZC-2' };
const at = '2026-11-20T02:00:00.000Z' as Instant;

const partOf = (code: string, more: Partial<Part> = {}) =>
	({ id: `part-${code}`, kind: 'part', name: code, unit: '个', ...more }) as Part;
const parts = ['ROLLER', 'CUTTER', 'FUSE', 'CABLE'].map((code) => partOf(code));

function usedOf(code: string, more: Partial<UsedPart> = {}): UsedPart {
	return { id: code, at, by: 'chen', name: code, partId: `part-${code}`, quantity: 1, ...more };
}

function lineOf(asset: Line['asset'], used: UsedPart[], more: Partial<Line> = {}): Line {
	return { id: 'line', asset, result: 'solved', checklist: [], parts: used, ...more };
}

function orderOf(id: string, lines: Line[], more: Partial<WorkOrder> = {}): WorkOrder {
	const rest = { state: 'closed', reopenCount: 0, receivedAt: at, consulted: [], summary: id };
	return { ...rest, id, lines, ...more } as WorkOrder;
}

const today = orderOf('today', [lineOf(printer, [], { result: 'open' })], {
	...{ state: 'accepted', summary: '收费窗口打印机反复卡纸', symptom: '打三五张就卡一次' },
});
const codesFor = (others: WorkOrder[], known = parts) =>
	bringList(today, others, { parts: known, articles: [], items: [] }).parts.map(({ partId }) =>
		partId.slice('part-'.length),
	);

describe('the parts to bring', () => {
	it('are those that solved it on this machine, then on its model, and none of other machines', () => {
		const other = { id: 'asset-9', tag: 'ZC-9', model: 'M8200' };
		const others = [
			orderOf('a', [lineOf(sameModel, [usedOf('CUTTER')])]),
			orderOf('b', [lineOf(printer, [usedOf('ROLLER', { quantity: 2 })])]),
			orderOf('c', [lineOf(other, [usedOf('FUSE')])]),
		];
		expect(bringList(today, others, { parts, articles: [], items: [] }).parts).toEqual([
			{
				...{ partId: 'part-ROLLER', quantity: 2, fits: false },
				times: { here: 1, model: 0, symptom: 0 },
			},
			{
				...{ partId: 'part-CUTTER', quantity: 1, fits: false },
				times: { here: 0, model: 1, symptom: 0 },
			},
		]);
	});

	it('come from the same symptom too, where the machine is another or none is named', () => {
		const { summary } = today;
		expect(codesFor([orderOf('a', [lineOf(undefined, [usedOf('CUTTER')])], { summary })])).toEqual([
			'CUTTER',
		]);
		const different = orderOf('b', [lineOf(undefined, [usedOf('FUSE')])], { summary: '无法上网' });
		expect(codesFor([different])).toEqual([]);
	});

	it('are those made for the machine where nothing was ever used, behind what was', () => {
		const known = [...parts, partOf('HEAD', { models: ['热敏打印机'] })];
		expect(codesFor([], known)).toEqual(['HEAD']);
		const used = [orderOf('a', [lineOf(sameModel, [usedOf('CUTTER')])])];
		expect(codesFor(used, known)).toEqual(['CUTTER', 'HEAD']);
	});

	it('are none that were given back, did not last, or are kept no longer', () => {
		const retracted = { at, by: 'chen', reason: '没用上' };
		expect(
			codesFor([
				orderOf('a', [lineOf(printer, [usedOf('CUTTER', { retracted })])]),
				orderOf('b', [lineOf(printer, [usedOf('FUSE')])], { reopenCount: 1 }),
				orderOf('c', [lineOf(printer, [usedOf('GONE')])]),
			]),
		).toEqual([]);
	});

	it('are the same whatever order the orders come in, and no more than a bag holds', () => {
		const many = Array.from({ length: 12 }, (_, n) => `P${n}`);
		const some = fc.array(fc.record({ here: fc.boolean(), code: fc.constantFrom(...many) }), {
			maxLength: 40,
		});
		fc.assert(
			fc.property(some, fc.func(fc.integer()), (uses, chance) => {
				const others = uses.map(({ here, code }, n) =>
					orderOf(`o${n}`, [lineOf(here ? printer : sameModel, [usedOf(code)])]),
				);
				const known = many.map((code) => partOf(code));
				const shuffled = others.toSorted((a, b) => chance(a.id) - chance(b.id));
				const list = codesFor(others, known);
				expect(codesFor(shuffled, known)).toEqual(list);
				expect(list.length).toBeLessThanOrEqual(bringPartsMax);
			}),
		);
	});
});

describe('the articles to look at', () => {
	const articleOf = (id: string, more: Partial<Article> = {}) =>
		({ id, title: id, state: 'published', ...more }) as Article;
	const idsFor = (others: WorkOrder[], articles: Article[]) =>
		bringList(today, others, { parts: [], articles, items: [] }).articles;

	it('are those that helped, then those whose words speak of it', () => {
		const consulted = [{ id: 'c', at, by: 'chen', articleId: 'helped', helped: true }];
		const others = [orderOf('a', [lineOf(sameModel, [])], { consulted })];
		const articles = [
			articleOf('words', { keywords: ['打印机', '卡纸'] }),
			articleOf('one-word', { keywords: ['打印机', '硒鼓'] }),
			articleOf('helped'),
			articleOf('draft', { keywords: ['打印机', '卡纸'], state: 'draft' }),
		];
		expect(idsFor(others, articles)).toEqual([
			{ articleId: 'helped', times: 1 },
			{ articleId: 'words', times: 0 },
		]);
	});

	it('are none that did not help', () => {
		const consulted = [{ id: 'c', at, by: 'chen', articleId: 'no', helped: false }];
		const others = [orderOf('a', [lineOf(printer, [])], { consulted })];
		expect(idsFor(others, [articleOf('no')])).toEqual([]);
	});
});
