/** What the catalogue says in two languages, on papers in either and in both, read back by poppler. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ServiceItem } from '#domain/catalogue/service-item.ts';
import { generalFault, OrderWorld, sampleRequest } from '#domain/work-order/order-world.ts';
import { fixed, line as lineId, signature } from '#domain/work-order/order-stories.ts';
import type { WorkOrder } from '#domain/work-order/work-order.ts';
import { fontPackFiles } from './build/font-packs.ts';
import { openPaperMaker, type PaperMaker } from './make-paper.ts';
import type { PaperLook } from './paper-look.ts';
import { sheetOfOrder } from './sheet-of-order.ts';
import { wordedIn } from './sheet-terms.ts';

const item: ServiceItem = {
	...generalFault,
	nameEn: 'General fault',
	checklist: [
		{ key: 'cause', text: '原因已查明', textEn: 'Cause found' },
		{
			...{ key: 'errors', text: '内存检测错误数', textEn: 'Memory test' },
			reading: { unit: '个', unitEn: 'errors', upper: '0' },
		},
		{ key: 'old', text: '没有英文的步骤' },
		{ key: 'long', text: '核'.repeat(200), textEn: 'word '.repeat(40) },
	],
};
const causes = [{ code: 'pr-feed', name: '卡纸', nameEn: 'Paper jam', group: 'pr' }];

let dir: string;
let maker: PaperMaker;
let order: WorkOrder;
beforeAll(async () => {
	dir = mkdtempSync(join(tmpdir(), 'sheet-'));
	const { main, rest } = await fontPackFiles();
	const wasm = createRequire(import.meta.url).resolve('harfbuzzjs/dist/harfbuzz-subset.wasm');
	maker = await openPaperMaker({
		subsetterWasm: () => Promise.resolve(readFileSync(wasm)),
		mainFont: () => Promise.resolve(gunzipSync(readFileSync(main))),
		restFont: () => Promise.resolve(gunzipSync(readFileSync(rest))),
		drawCharacter: () => {
			throw new Error('every character of it is in the font');
		},
	});
	order = await completedOrder();
});
afterAll(() => rmSync(dir, { recursive: true }));

async function completedOrder(): Promise<WorkOrder> {
	const world = new OrderWorld([item]);
	await world.do('dispatcher', 'create', sampleRequest);
	await world.do('dispatcher', 'dispatch', { assigneeId: 'chen' });
	for (const step of ['accept', 'arrive']) await world.do('engineer', step);
	await world.do('engineer', 'tick', { lineId, key: 'cause', done: true });
	await world.do('engineer', 'recordReading', { lineId, key: 'errors', value: '2' });
	await world.do('engineer', 'recordWork', {
		...fixed,
		set: { ...fixed.set, causeCode: 'pr-feed' },
	});
	await world.do('engineer', 'sign', signature);
	await world.do('engineer', 'complete', { minutes: 25 });
	return world.order;
}

/** Its text without white space, and how many pages it has. */
async function printed(look: PaperLook): Promise<{ text: string; pages: number }> {
	const sheet = wordedIn(look, () =>
		sheetOfOrder({
			...{ order, look, item, causes, version: 1, snapshotHash: 'ab'.repeat(32) },
			...{ customer: undefined, site: undefined, calendar: undefined, zone: 'Asia/Shanghai' },
			...{ assets: new Map(), users: new Map(), engineer: '陈工', desk: '台' },
		}),
	);
	const file = join(dir, `${look.language}-${String(look.single)}.pdf`);
	writeFileSync(file, await maker.makePaper(sheet));
	const run = (tool: string, args: string[]) => execFileSync(tool, args, { encoding: 'utf8' });
	const pages = /Pages:\s+(\d+)/.exec(run('pdfinfo', [file]))?.[1];
	return {
		text: run('pdftotext', ['-layout', file, '-']).replaceAll(/\s/g, ''),
		pages: Number(pages),
	};
}

const organisation = { zh: '青澜', en: 'Qinglan' };

describe('the checklist on a service sheet', () => {
	test('in English alone is English, but for a step nobody has translated', async () => {
		const { text } = await printed({ organisation, language: 'en', single: true });
		for (const words of [
			'Causefound',
			'Memorytest：2errors（≤0errors）',
			'Generalfault',
			'Paperjam',
		])
			expect(text).toContain(words);
		for (const words of ['原因已查明', '内存检测', '一般性故障', '核核'])
			expect(text).not.toContain(words);
		expect(text).toContain('没有英文的步骤');
	});

	test('in Chinese alone is Chinese', async () => {
		const { text } = await printed({ organisation, language: 'zh', single: true });
		expect(text).toContain('内存检测错误数：2个（≤0个）');
		for (const words of ['Causefound', 'Generalfault', 'Paperjam', 'wordword'])
			expect(text).not.toContain(words);
	});

	test('in both has both, and long steps break instead of leaving the page', async () => {
		const { text, pages } = await printed({ organisation, language: 'zh' });
		for (const words of ['原因已查明Causefound', '一般性故障Generalfault', '卡纸Paperjam'])
			expect(text).toContain(words);
		expect(text.match(/核/g)?.length).toBeGreaterThanOrEqual(200);
		expect(text.match(/word/g)).toHaveLength(40);
		expect(pages).toBeLessThanOrEqual(2);
	});
});
