import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { indexTerms, questionGroups, takesPrefix, takesTypos } from './search-terms.ts';

describe('terms', () => {
	test('Chinese in pairs, the last character alone too; other scripts in words', () => {
		expect(indexTerms('开机三声，M8200 Blue-Screen')).toEqual([
			...['开机', '机三', '三声', '声'],
			...['m8200', 'blue', 'screen'],
		]);
	});

	test('a question keeps together what stood together', () => {
		expect(questionGroups('三声短鸣 memory')).toEqual([['三声', '声短', '短鸣'], ['memory']]);
		expect(questionGroups('鸣')).toEqual([['鸣']]);
		expect(questionGroups(' ，!')).toEqual([]);
	});

	test('full-width forms and capitals are the same words', () => {
		expect(indexTerms('ＷＩＮＤＯＷＳ １１')).toEqual(['windows', '11']);
	});

	test('characters beyond the basic plane stay whole', () => {
		expect(indexTerms('𠮷野')).toEqual(['𠮷野', '野']);
	});

	test('codes forgive nothing, words do', () => {
		expect(takesTypos('memory')).toBe(true);
		expect(takesTypos('0x80070005')).toBe(false);
		expect(takesTypos('ram')).toBe(false);
		expect(takesTypos('内存')).toBe(false);
		expect(takesPrefix('mem')).toBe(true);
		expect(takesPrefix('内')).toBe(true);
		expect(takesPrefix('内存')).toBe(false);
	});

	test('every term of a question about part of a text is a term of that text', () => {
		const han = fc.string({ unit: fc.constantFrom(...'内存显示器无法开机蓝屏网络'), minLength: 2 });
		fc.assert(
			fc.property(han, fc.nat(), fc.integer({ min: 2, max: 6 }), (text, at, length) => {
				const from = at % (text.length - 1);
				const asked = questionGroups(text.slice(from, from + length)).flat();
				const indexed = new Set(indexTerms(text));
				return asked.every((term) => indexed.has(term));
			}),
		);
	});
});
