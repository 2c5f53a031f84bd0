import { describe, expect, test } from 'vitest';
import { shortSheet } from '../example-sheets.ts';
import { lookOf } from '../paper-look.ts';
import type { ServiceSheet } from '../service-sheet.ts';
import type { PaperTemplate } from '#domain/organisation/paper-template.ts';
import type { Instant } from '#domain/time/instant.ts';
import { sizes } from './blocks.ts';
import { widthOf, type Measure } from './clusters.ts';
import { layOutSheet } from './layout-sheet.ts';
import { mm, pageWidth, type Mark, type PictureMark, type TextMark } from './marks.ts';

const measure: Measure = (text) => (/^[\x20-\x7e]/.test(text) ? 0.56 : 1);
const longZh = '青澜市信息技术运维服务有限公司第二医院驻场服务站'.repeat(2).slice(0, 60);
const longEn =
	'Qinglan Municipal Information Technology Field Service Company, Second Hospital Station';
const template: PaperTemplate = {
	...{ version: 1, at: shortSheet.frozenAt as Instant, by: 'guan', fields: [], language: 'both' },
	...{
		name: longZh,
		nameEn: longEn,
		address: '青澜市湖滨路 18 号'.repeat(6),
		phone: '0510-88882200',
	},
	logo: { sha256: 'a'.repeat(64), type: 'image/png', bytes: 10, width: 600, height: 200 },
};

function laidOut(more: Partial<PaperTemplate>, locale: 'zh' | 'en' = 'zh', about: object = {}) {
	const look = lookOf({
		...{ organisation: undefined, template: { ...template, ...more }, locale, logoHere: true },
	});
	const { organisation: _, ...rest } = shortSheet;
	const sheet: ServiceSheet = { ...rest, ...look, ...about };
	return layOutSheet(sheet, measure);
}

interface Box {
	left: number;
	right: number;
	top: number;
	bottom: number;
	what: string;
}
const isText = (mark: Mark): mark is TextMark => mark.kind === 'text';
const isPicture = (mark: Mark): mark is PictureMark => mark.kind === 'picture';
const wordsOf = ({ clusters }: TextMark) => clusters.map(({ text }) => text).join('');

/** Of what stands above the rule under the head. */
function headBoxes(page: readonly Mark[]): { boxes: Box[]; rule: number } {
	const rule = Math.min(
		...page.flatMap((mark) => (mark.kind === 'line' && mark.width === 2 ? [mark.y1] : [])),
	);
	const texts = page.filter(isText).filter(({ y, clusters }) => y < rule && clusters.length > 0);
	const boxes = texts.map((mark): Box => {
		const width = widthOf(mark.clusters, mark.size) + mark.tracking * mark.clusters.length;
		return {
			...{ left: mark.x, right: mark.x + width, what: wordsOf(mark) },
			...{ top: mark.y - mark.size * 0.82, bottom: mark.y + mark.size * 0.1 },
		};
	});
	const pictures = page.filter(isPicture).map(({ x, y, width, height }): Box => ({
		...{ left: x, right: x + width, top: y, bottom: y + height, what: 'logo' },
	}));
	return { boxes: [...boxes, ...pictures], rule };
}

const overlaps = (a: Box, b: Box) =>
	a.left < b.right - 0.1 && b.left < a.right - 0.1 && a.top < b.bottom && b.top < a.bottom;

describe.each([
	['both, Chinese first', 'both', 'zh'],
	['both, English first', 'both', 'en'],
	['Chinese alone', 'zh', 'zh'],
	['English alone', 'en', 'zh'],
] as const)('the head with long names: %s', (_, language, locale) => {
	test.each([
		['a wide logo', { width: 600, height: 200 }],
		['a tall logo', { width: 200, height: 300 }],
	])('nothing is set over another with %s', (__, side) => {
		const logo = { ...template.logo, ...side } as PaperTemplate['logo'];
		const number = 'D0201-20261121-K7F-03-S12';
		const more = { title: { zh: '维修商服务工作单', en: 'Notice of interruption' }, number };
		const [page = []] = laidOut({ language, ...(logo && { logo }) }, locale, more);
		const { boxes, rule } = headBoxes(page);
		for (const [i, a] of boxes.entries()) {
			expect(a.bottom, a.what).toBeLessThanOrEqual(rule);
			expect(a.right, a.what).toBeLessThanOrEqual(pageWidth - mm(12));
			for (const b of boxes.slice(i + 1))
				expect(overlaps(a, b), `${a.what} / ${b.what}`).toBe(false);
		}
		for (const { size } of page.filter(isText)) expect(size).toBeGreaterThanOrEqual(sizes.label);
	});
});

test('a paper in one language prints no words of the other in its labels', () => {
	const words = laidOut({ language: 'zh', name: '青澜' })
		.flat()
		.filter(isText)
		.map(wordsOf)
		.join('\n');
	for (const other of ['Symptom', 'Signatures', 'Customer copy', 'Service sheet', 'Satisfaction'])
		expect(words).not.toContain(other);
	const english = laidOut({ language: 'en', name: '青澜' }).flat().filter(isText).map(wordsOf);
	for (const other of ['故障现象', '签名', '客户联', '运行服务单'])
		expect(english.join('\n')).not.toContain(other);
});

test('fields the template leaves out do not print', () => {
	const all = laidOut({
		fields: ['tag', 'serial', 'warranty', 'location', 'times', 'minutes', 'charge'],
	});
	const none = laidOut({ fields: [] });
	const text = (pages: Mark[][]) => pages.flat().filter(isText).map(wordsOf).join('\n');
	for (const shown of [
		'ZC-2026-000123',
		'QM82-7K2D91',
		'2027-03-31',
		'D010602-003',
		'09:06',
		'65 分',
		'费用',
	])
		expect(text(all)).toContain(shown);
	for (const gone of ['QM82-7K2D91', '2027-03-31', '09:06', '65 分', '费用'])
		expect(text(none)).not.toContain(gone);
});

test('without the logo’s bytes the paper is made all the same, with our sign', () => {
	const look = lookOf({ organisation: undefined, template, locale: 'zh', logoHere: false });
	expect(look.logo).toBeUndefined();
});
