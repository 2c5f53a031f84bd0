import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Instant } from '#domain/time/instant.ts';
import { ArticleIndex, type IndexedArticle, type Question } from './article-index.ts';

const samples: Partial<IndexedArticle>[] = [
	{
		title: '启明 M8200 开机三声短鸣，屏幕无显示',
		symptom: '自检报内存错误，停电后更常见',
		solution: '先断电，再逐条测试内存',
	},
	{
		title: 'POST beep codes on M-series: memory',
		solution: '3 short beeps: memory not detected. Reseat one module at a time.',
	},
	{ title: '更换 DDR4 内存的步骤与防静电要求', solution: '断电、放电、佩戴腕带' },
	{
		title: '停电后 Windows 反复进入自动修复',
		symptom: '与 memory diagnostic 结果有关',
		solution: '先排除内存，再修引导',
		problemType: 'system',
	},
	{ title: '打印机卡纸的处理', solution: '打开后盖取出纸张', keywords: '惠普 P1108' },
	{ title: '网络打印机脱机', solution: '检查网线与 IP 地址 0x00000709', problemType: 'system' },
];
const articles = samples.map((sample, n): IndexedArticle => ({
	id: `a${n}`,
	updatedAt: `2026-11-0${n + 1}T00:00:00.000Z` as Instant,
	title: '',
	symptom: undefined,
	cause: undefined,
	systemType: undefined,
	solution: '',
	keywords: '',
	problemType: 'hardware',
	published: true,
	...sample,
}));
const versions = new Map<string, string>(articles.map(({ id, updatedAt }) => [id, updatedAt]));

function filled(): ArticleIndex {
	const index = ArticleIndex.open(undefined);
	index.put(articles);
	return index;
}

function ids(index: ArticleIndex, text: string, more: Partial<Question> = {}): string[] {
	return index.find({ text, limit: 20, ...more }).hits.map(({ id }) => id);
}

describe('finding', () => {
	const index = filled();

	test('both languages at once, the article with everything first', () => {
		expect(ids(index, '三声短鸣 memory')[0]).toBe('a0');
		expect(ids(index, '三声短鸣 memory')).toContain('a1');
		expect(ids(index, '内存').sort()).toEqual(['a0', 'a2', 'a3']);
	});

	test('the title counts more than the text', () => {
		expect(ids(index, '内存')[0]).toBe('a2');
		expect(ids(index, '打印机')[0]).not.toBe(undefined);
	});

	test('a single character by the beginning or end of a run', () => {
		expect(ids(index, '鸣')).toEqual(['a0']);
		expect(ids(index, '卡')).toEqual(['a4']);
	});

	test('English forgives a typing error and completes a word', () => {
		expect(ids(index, 'memroy')).toContain('a1');
		expect(ids(index, 'diagn')).toEqual(['a3']);
		expect(ids(index, 'windws')).toEqual(['a3']);
	});

	test('a whole sentence finds what shares enough with it', () => {
		expect(ids(index, '护士站电脑开机三声短鸣屏幕不亮')[0]).toBe('a0');
		expect(ids(index, '食堂刷卡机坏了')).toEqual([]);
	});

	test('keywords, codes and nothing at all', () => {
		expect(ids(index, 'P1108')).toEqual(['a4']);
		expect(ids(index, '0x00000709')).toEqual(['a5']);
		expect(ids(index, '0x00000708')).toEqual([]);
		expect(ids(index, '')[0]).toBe('a5');
	});

	test("without a question, those in the reader's language first", () => {
		const mixed = ArticleIndex.open(undefined);
		mixed.put([
			{ ...articles[0]!, language: 'zh-CN' },
			{ ...articles[1]!, language: 'en' },
		]);
		expect(ids(mixed, '', { language: 'zh-CN' })).toEqual(['a0', 'a1']);
		expect(ids(mixed, '', { language: 'en' })).toEqual(['a1', 'a0']);
		expect(ids(mixed, '')).toEqual(['a1', 'a0']);
	});

	test('counts by problem type are of everything found', () => {
		const found = index.find({ text: '打印机', problemType: 'system', limit: 1 });
		expect(found.counts).toEqual({ hardware: 1, system: 1 });
		expect(found.hits.map(({ id }) => id)).toEqual(['a5']);
		expect(found.indexed).toBe(articles.length);
	});

	test('every piece of two to four Chinese characters of a title finds it', () => {
		const title = fc.string({
			unit: fc.constantFrom(...'系统无法启动打印机内存显示网络蓝屏更换'),
			minLength: 4,
			maxLength: 20,
		});
		const titles = fc.uniqueArray(title, { minLength: 1, maxLength: 8 });
		const length = fc.integer({ min: 2, max: 4 });
		fc.assert(
			fc.property(titles, fc.nat(), length, (all, seed, n) => {
				const found = ArticleIndex.open(undefined);
				found.put(all.map((text, i) => ({ ...articles[0]!, id: `t${i}`, title: text })));
				const at = seed % all.length;
				const from = seed % (all[at]!.length - n + 1);
				const asked = all[at]!.slice(from, from + n);
				return ids(found, asked).includes(`t${at}`);
			}),
		);
	});
});

describe('keeping up', () => {
	test('only what is new or changed is asked for', () => {
		const index = filled();
		expect(index.compare(versions)).toEqual({ want: [], forgotten: 0 });
		const newer = new Map(versions).set('a1', '2026-12-01T00:00:00.000Z').set('b', 'x');
		expect(index.compare(newer).want.sort()).toEqual(['a1', 'b']);
	});

	test('an article that left is found no more and leaves no word in the snapshot', async () => {
		const index = filled();
		const without = new Map([...versions].filter(([id]) => id !== 'a4'));
		expect(index.compare(without).forgotten).toBe(1);
		expect(ids(index, '卡纸')).toEqual([]);
		expect(new TextDecoder().decode(await index.save())).not.toContain('卡纸');
	});

	test('a changed article answers for its new words only; a withdrawn one not at all', () => {
		const index = filled();
		index.put([{ ...articles[4]!, title: '扫描仪无响应', solution: '' }]);
		expect(ids(index, '扫描仪')).toEqual(['a4']);
		expect(ids(index, '卡纸')).toEqual([]);
		index.put([{ ...articles[4]!, published: false }]);
		expect(ids(index, '扫描仪')).toEqual([]);
		expect(index.compare(versions).want).toEqual([]);
	});

	test('a snapshot opens as it was saved; a broken one is an empty index', async () => {
		const reopened = ArticleIndex.open(await filled().save());
		expect(ids(reopened, '三声')).toEqual(['a0']);
		expect(reopened.compare(versions)).toEqual({ want: [], forgotten: 0 });
		const broken = ArticleIndex.open(new TextEncoder().encode('{"format":1').buffer);
		expect(broken.compare(versions).want).toHaveLength(articles.length);
	});
});
