import { describe, expect, test } from 'vitest';
import { englishSheet, longSheet, rareSheet, shortSheet } from '../example-sheets.ts';
import type { ServiceSheet } from '../service-sheet.ts';
import { sizes } from './blocks.ts';
import type { Measure } from './clusters.ts';
import { layOutSheet } from './layout-sheet.ts';
import { pageHeight, pageWidth, type Mark, type TextMark } from './marks.ts';

const measure: Measure = (text) => (/^[\x20-\x7e]/.test(text) ? 0.56 : 1);
const layOut = (sheet: ServiceSheet) => layOutSheet(sheet, measure);
const isText = (mark: Mark): mark is TextMark => mark.kind === 'text';
const wordsOf = (page: Mark[]) =>
	page.filter(isText).map(({ clusters }) => clusters.map(({ text }) => text).join(''));

describe.each(Object.entries({ shortSheet, longSheet, englishSheet, rareSheet }))(
	'%s',
	(_, sheet) => {
		const pages = layOut(sheet);

		test('prints nothing below the smallest size', () => {
			for (const { size } of pages.flat().filter(isText))
				expect(size).toBeGreaterThanOrEqual(sizes.label);
		});

		test('keeps all text on the paper', () => {
			for (const { x, y, clusters, size } of pages.flat().filter(isText)) {
				const width = clusters.reduce((sum, { advance }) => sum + advance, 0) * size;
				expect(x).toBeGreaterThan(0);
				expect(x + width).toBeLessThanOrEqual(pageWidth);
				expect(y).toBeLessThan(pageHeight);
			}
		});

		test('carries number and page on every page', () => {
			for (const [i, page] of pages.entries()) {
				expect(wordsOf(page)).toContain(sheet.number);
				expect(wordsOf(page).some((words) => words.endsWith(`${i + 1} / ${pages.length}`))).toBe(
					true,
				);
			}
		});
	},
);

test('an ordinary visit takes one page, three assets take two', () => {
	expect(layOut(shortSheet)).toHaveLength(1);
	expect(layOut(longSheet)).toHaveLength(2);
});

test('every visit is printed with its day and its times', () => {
	const earlier = { date: '2026-11-20', engineer: '工程师 03', arrived: '16:51', ended: '17:30' };
	const visits = [earlier, ...shortSheet.visits];
	const words = layOut({ ...shortSheet, visits })
		.flatMap(wordsOf)
		.join('\n');
	for (const text of ['2026-11-20', '工程师 03', '16:51', '17:30', '2026-11-21', '09:39 扫码'])
		expect(words).toContain(text);
	expect(layOut(shortSheet).flatMap(wordsOf).join('\n')).not.toContain('2026-11-21\n');
});

test('a section that runs over the page says so', () => {
	expect(wordsOf(layOut(longSheet)[1] ?? []).join('')).toContain('（续）');
});

test('the signatures are never parted from their heading', () => {
	for (let repeats = 1; repeats < 60; repeats++) {
		const notes = Array.from({ length: repeats }, (_, i) => `第 ${i + 1} 条备注`);
		const pages = layOut({ ...shortSheet, notes });
		const withHeading = pages.findIndex((page) => wordsOf(page).includes('签名'));
		const withStrokes = pages.findIndex((page) => page.some(({ kind }) => kind === 'strokes'));
		expect(withStrokes).toBe(withHeading);
		expect(withHeading).toBe(pages.length - 1);
	}
});

test('a text longer than a page runs on, every line of it', () => {
	const solution = Array.from({ length: 120 }, (_, i) => `步骤 ${i + 1} 已做`).join('\n');
	const [line] = shortSheet.lines;
	const pages = layOut({ ...shortSheet, lines: line ? [{ ...line, solution }] : [] });
	expect(pages.length).toBeGreaterThan(2);
	const words = pages.flatMap(wordsOf);
	for (let i = 1; i <= 120; i++) expect(words).toContain(`步骤 ${i} 已做`);
});

test('a customer who did not sign leaves his reason', () => {
	expect(wordsOf(layOut(longSheet).at(-1) ?? []).join('')).toContain('科室当班人员均在抢救');
});
