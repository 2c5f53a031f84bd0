import { describe, expect, test } from 'vitest';
import { widthOf, type Measure } from '../layout/clusters.ts';
import { mm, type BarsMark, type Mark, type TextMark } from '../layout/marks.ts';
import { dotMm, insetsOf, planCode, symbologies } from './label-code.ts';
import type { LabelContent, LabelSheet } from './label-sheet.ts';
import { labelSizes, labelsPerPage, ownSize } from './label-sizes.ts';
import { labelPages, layOutLabel, layOutLabels, pagesOf } from './layout-labels.ts';

const measure: Measure = (text) => (/^[\u2e80-\uffef]/u.test(text) ? 1 : 0.55);
const fact = (field: string, label: string, value: string, isWhole = true) => ({
	...{ field, label, value, isWhole },
});
const content = (code: string): LabelContent => ({
	...{ id: code, code, name: '台式工作站，住院楼东侧护士站备用第二台（含显示器）' },
	facts: [
		fact('contractNumber', '合同号', 'HT-2025-0417-A'),
		fact('serial', '序列号', 'QM82-7K2D91'),
		fact('warrantyUntil', '质保到期', '2027-03-31'),
		fact('supplier', '供应商', '青澜数码商贸有限责任公司第二分公司', false),
		fact('phone', '电话', '0571-2200'),
	],
});
const codes = ['ZC-2026-000123', 'IT-00042', 'D010602', 'A1', 'ZC-2026-000123-B-0042'];
const cases = labelSizes.flatMap((size) =>
	symbologies.flatMap((symbology) => codes.map((code) => ({ size, symbology, code }))),
);

function partsOf(marks: readonly Mark[]) {
	const code = marks.find((mark): mark is BarsMark => mark.kind === 'bars');
	const texts = marks.filter((mark): mark is TextMark => mark.kind === 'text');
	const boxes = texts.map(({ x, y, size, clusters }) => ({
		...{
			left: x,
			right: x + widthOf(clusters, size),
			top: y - size * 0.9,
			bottom: y + size * 0.25,
		},
	}));
	const bars = code?.bars ?? [];
	const edge = (of: (bar: (typeof bars)[number]) => number) => bars.map(of);
	const box = {
		left: Math.min(...edge(({ x }) => x)),
		right: Math.max(...edge(({ x, width }) => x + width)),
		top: Math.min(...edge(({ y }) => y)),
		bottom: Math.max(...edge(({ y, height }) => y + height)),
	};
	return { bars, box, boxes, texts };
}

describe.each(cases)('$size.key $symbology $code', ({ size, symbology, code }) => {
	const laid = layOutLabel(content(code), { size, symbology }, measure);

	test('is laid out within the label, on whole dots, the quiet zone free, or refused with a size', () => {
		if ('problem' in laid) {
			const { problem } = laid;
			expect(problem.kind).toBe('too-small');
			if (problem.kind !== 'too-small') return;
			const larger = ownSize(Math.max(problem.width, 30), Math.max(problem.height, 18));
			expect(planCode(code, larger, symbology)).toHaveProperty('plan');
			return;
		}
		const { bars, box, boxes } = partsOf(laid.marks(0, 0));
		const planned = planCode(code, size, symbology);
		const quiet = 'plan' in planned ? mm(planned.plan.quiet * dotMm) : 0;
		for (const { x, width, y, height } of bars)
			for (const length of [x, width, y, height])
				expect(Math.abs(((length / mm(dotMm)) % 1) - 0.5)).toBeGreaterThan(0.49);
		const slack = mm(dotMm);
		expect(box.left).toBeGreaterThanOrEqual(quiet - slack);
		expect(box.right).toBeLessThanOrEqual(mm(size.width) - quiet + slack);
		const inset = insetsOf(size);
		expect(box.top).toBeGreaterThanOrEqual(mm(inset.y) - slack);
		expect(box.bottom).toBeLessThanOrEqual(mm(size.height - inset.y) + slack);
		for (const text of boxes) {
			expect(text.left).toBeGreaterThanOrEqual(mm(inset.x) - 0.1);
			expect(text.right).toBeLessThanOrEqual(mm(size.width - inset.x) + 0.1);
			expect(text.top).toBeGreaterThanOrEqual(mm(inset.y) - 0.1);
			expect(text.bottom).toBeLessThanOrEqual(mm(size.height) - 1);
			const isApart = text.left >= box.right + quiet - slack || text.top >= box.bottom;
			expect(isApart || text.bottom <= box.top).toBe(true);
		}
	});

	test('says the code whole, and what it leaves out', () => {
		if ('problem' in laid) return;
		const said = partsOf(laid.marks(0, 0))
			.texts.map(({ clusters }) => clusters.map(({ text }) => text).join(''))
			.join('');
		expect(said).toContain(code);
		for (const { field, value, isWhole } of content(code).facts)
			if (isWhole) expect(said.includes(value)).toBe(!laid.left.includes(field));
	});
});

test('QR takes the usual tags on every size, Code 128 the long ones on wide labels only', () => {
	const takes = (symbology: (typeof symbologies)[number], code: string) =>
		labelSizes.filter((size) => 'plan' in planCode(code, size, symbology)).map(({ key }) => key);
	expect(takes('qr', 'ZC-2026-000123')).toHaveLength(labelSizes.length);
	expect(takes('code128', 'ZC-2026-000123')).toEqual([
		...['a4-2x5', 'a4-2x7', 'a4-2x4', 'roll-100x50'],
	]);
	expect(takes('code128', 'IT-00042')).toContain('a4-3x8');
	expect(planCode('资产-1', labelSizes[0]!, 'code128')).toEqual({ problem: { kind: 'no-signs' } });
});

describe('a run', () => {
	const size = labelSizes[0]!;
	const sheet: LabelSheet = {
		...{ labels: codes.map(content), size, symbology: 'qr', copies: 2, start: 20, language: 'zh' },
		...{ title: { zh: '资产标签', en: 'Labels' }, organisation: { zh: '青澜', en: 'Qinglan' } },
		...{ hash: 'ab'.repeat(32), madeAt: '2026-11-22T02:00:00.000Z' },
	};
	const codesOn = (marks: readonly Mark[]) =>
		marks.flatMap((mark) => (mark.kind === 'bars' ? [mark] : []));

	test('begins where the sheet is still free, and goes on over the page', () => {
		const pages = layOutLabels(sheet, measure);
		expect(pagesOf(sheet)).toBe(2);
		expect(pages.map((page) => codesOn(page).map(({ label }) => label))).toEqual([
			[codes[0], codes[0], codes[1], codes[1], codes[2]],
			[codes[2], codes[3], codes[3], codes[4], codes[4]],
		]);
		const [first] = codesOn(pages[0]!);
		// The twentieth of three by eight: the second of the seventh row.
		expect(first?.bars[0]?.x).toBeGreaterThan(mm(70));
		expect(first?.bars[0]?.y).toBeGreaterThan(mm(6 * 37));
		expect(labelPages(sheet, measure, [1, 2])).toEqual(pages.slice(1));
		expect(labelsPerPage(size)).toBe(24);
	});

	test('is not printed with a code that cannot be read', () => {
		const bars = { ...sheet, symbology: 'code128' as const };
		expect(() => layOutLabels(bars, measure)).toThrow('does not fit');
	});
});
