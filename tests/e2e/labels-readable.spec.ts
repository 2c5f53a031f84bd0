/**
 * Every size of label with every code that is offered on it: the real PDF, drawn as a printer of 203
 * dots to the inch draws it, is read back whole by our scanner; so it is with a dot more or less of
 * ink on every edge, 5° askew, at 0.8 times the size and as a JPEG of quality 60.
 */
import type { Page } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { planCode, symbologies, type Symbology } from '#features/papers/labels/label-code.ts';
import type { LabelSheet } from '#features/papers/labels/label-sheet.ts';
import {
	labelSizes,
	labelsPerPage,
	ownSize,
	type LabelSize,
} from '#features/papers/labels/label-sizes.ts';
import { openPaperMaker, type PaperMaker } from '#features/papers/make-paper.ts';
import { nodePaperSources } from '#features/papers/build/node-paper-sources.ts';
import { artefact } from '../fixtures/paper.ts';
import { expect, test } from '../fixtures/story.ts';
import { harms, type Harm } from './barcodes/page/harm.ts';
import type { Part } from './barcodes/page/page.ts';
import { servePage, type ServedPage } from './barcodes/serve-page.ts';

const dotsPerInch = 203;
const mmPerInch = 25.4;
test.describe.configure({ mode: 'parallel' });

const testMsMax = 800_000;
/** What is on the machines of our customers, short and long; and rooms. */
const codes = [
	...['ZC-2026-000123', 'IT-00042', 'D010602', 'A1', 'YY-0417', 'PC000123', 'QLYY-0602'],
	...['ZC2026000123', 'QLYY-PC-0602-0017', 'lab-7', '资产-0042', 'SN/QM82.7K2D91', '00000042'],
];
/** The smallest rolls somebody may bring, and a large one. */
const sizes = [...labelSizes, ownSize(40, 20), ownSize(120, 60)];

let served: ServedPage;
let maker: PaperMaker;
test.beforeAll(async () => {
	served = await servePage();
	maker = await openPaperMaker(await nodePaperSources());
});
test.afterAll(() => served.close());

function sheetOf(size: LabelSize, symbology: Symbology): LabelSheet {
	const fitting = codes.filter((code) => 'plan' in planCode(code, size, symbology));
	const count = fitting.length === 0 ? 0 : Math.max(labelsPerPage(size), fitting.length);
	const labels = Array.from({ length: count }, (_, n) => ({
		...{ id: String(n), code: fitting[n % fitting.length] ?? '', name: '台式工作站 启明 M8200' },
		facts: [
			{ field: 'serial', label: '序列号', value: 'QM82-7K2D91', isWhole: true },
			{ field: 'warrantyUntil', label: '质保到期', value: '2027-03-31', isWhole: true },
			{ field: 'supplier.name', label: '供应商', value: '青澜数码商贸', isWhole: false },
		],
	}));
	return {
		...{ labels, size, symbology, copies: 1, start: 1, language: 'zh' },
		...{ title: { zh: '资产标签', en: 'Labels' }, organisation: { zh: '青澜', en: 'Qinglan' } },
		...{ hash: 'ab'.repeat(32), madeAt: '2026-11-22T02:00:00.000Z' },
	};
}

/** Every page as a PNG, in order. */
async function pagesOf(sheet: LabelSheet): Promise<string[]> {
	const folder = artefact(`labels/${sheet.size.key}-${sheet.size.width}-${sheet.symbology}`);
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	const file = join(folder, 'labels.pdf');
	writeFileSync(file, await maker.makePaper(sheet));
	execFileSync('pdftoppm', ['-r', String(dotsPerInch), '-png', file, join(folder, 'page')]);
	return readdirSync(folder)
		.filter((name) => name.endsWith('.png'))
		.sort()
		.map((name) => readFileSync(join(folder, name)).toString('base64'));
}

/** The labels of one page, in the order they are printed. */
function partsOf(size: LabelSize): Part[] {
	const px = (mm: number) => Math.round((mm / mmPerInch) * dotsPerInch);
	return Array.from({ length: labelsPerPage(size) }, (_, n) => ({
		x: px(size.left + (n % size.columns) * size.stepX),
		y: px(size.top + Math.floor(n / size.columns) * size.stepY),
		...{ width: px(size.width), height: px(size.height) },
	}));
}

async function readBack(page: Page, pages: readonly string[], size: LabelSize, harm: Harm) {
	const read: (string | undefined)[] = [];
	for (const base64 of pages)
		read.push(
			...(await page.evaluate(
				([picture, parts, how]) => window.testPage.decodeParts(picture, parts, how),
				[{ base64, type: 'image/png' }, partsOf(size), harm] as const,
			)),
		);
	return read;
}

for (const symbology of symbologies) {
	test(`${symbology}: every label of every size is read back`, async ({ browser }) => {
		test.setTimeout(testMsMax);
		const page = await browser.newPage();
		await page.goto(served.url);
		await page.waitForFunction(() => 'testPage' in window);
		const missed: string[] = [];
		const told: string[] = [];
		for (const size of sizes) {
			const sheet = sheetOf(size, symbology);
			const { labels } = sheet;
			if (labels.length === 0) {
				told.push(`${size.key} ${size.width}x${size.height}: not offered`);
				continue;
			}
			const pages = await pagesOf(sheet);
			const rates: string[] = [];
			for (const harm of harms) {
				const read = await readBack(page, pages, size, harm);
				const bad = labels.filter(({ code }, n) => read[n] !== code);
				rates.push(`${harm} ${labels.length - bad.length}/${labels.length}`);
				missed.push(...bad.map(({ code }) => `${size.key} ${harm} ${code}`));
			}
			told.push(`${size.key} ${size.width}x${size.height}: ${rates.join(', ')}`);
		}
		console.log([`labels read back, ${symbology}:`, ...told].join('\n'));
		expect(missed).toEqual([]);
		await page.close();
	});
}
