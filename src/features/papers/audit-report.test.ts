import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import {
	auditor,
	AuditWorld,
	dispatcher,
	engineer,
	supervisor,
} from '#domain/audit/audit-world.ts';
import type { AuditCampaign } from '#domain/audit/campaign.ts';
import { resultOf, totalsOf } from '#domain/audit/result.ts';
import { people } from '#domain/work-order/order-world.ts';
import { auditReport } from './audit-report.ts';
import { fontPackFiles } from './build/font-packs.ts';
import type { FormPaper } from './form-paper.ts';
import { openPaperMaker } from './make-paper.ts';
import { wordedIn } from './sheet-terms.ts';

const users = new Map(Object.values(people).map(({ userId, name }) => [userId, name]));
const look = { organisation: { zh: '青澜', en: 'Qinglan' }, language: 'zh' as const };
const before = {
	...{ name: '上半年盘点', from: '2026-05-01' },
	approved: { expected: 8, found: 6, moved: 1, changed: 0, missing: 1, surplus: 0 },
} as AuditCampaign;

async function report(single = false): Promise<FormPaper> {
	const world = await new AuditWorld().opened();
	await world.scan(auditor, 'A1', 'A');
	await world.scan(engineer, 'B1', 'A', { userSeen: '王主任' });
	await world.scan(auditor, 'X-9', 'B', { described: { name: '无线路由器' } });
	await world.campaignDo(dispatcher, 'reconcile');
	const result = resultOf(world.rooms, world.shelves);
	await world.campaignDo(supervisor, 'approve', totalsOf(result));
	const { campaign } = world;
	const { approved } = campaign;
	if (!approved) throw new Error('not approved');
	const chosen = single ? { ...look, language: 'en' as const, single } : look;
	const said = wordedIn(chosen, () =>
		auditReport({
			...{ campaign, approved, result, before, users, version: 1 },
			...{ review: undefined, look: chosen, zone: 'Asia/Shanghai' },
		}),
	);
	return { ...said, snapshotHash: 'a'.repeat(64) };
}

test('tells the figures beside those of the audit before, and all that differed', async () => {
	const { sections } = await report();
	const rowsUnder = (zh: string) => sections.find(({ heading }) => heading.zh === zh)?.table?.rows;
	expect(rowsUnder('结果')?.map(({ now, then }) => [now, then])).toEqual([
		...[
			['6', '8'],
			['1', '6'],
			['1', '1'],
			['0', '0'],
			['4', '1'],
			['1', '0'],
		],
		['16.7 %', '75.0 %'],
	]);
	expect(rowsUnder('位置不符')).toMatchObject([{ tag: 'B1', seen: 'A 王主任' }]);
	expect(rowsUnder('盘亏')?.map(({ tag }) => tag)).toEqual(['A2', 'A3', 'B2', 'B3']);
	expect(rowsUnder('盘盈')).toMatchObject([{ tag: 'X-9', device: '无线路由器' }]);
	expect(rowsUnder('各房间')).toMatchObject([
		{ room: '六楼 A', expected: '3', scanned: '1' },
		{ room: '六楼 B', expected: '3', scanned: '1' },
	]);
});

test('is one language where the template says so', async () => {
	const words = JSON.stringify((await report(true)).sections.map(({ table }) => table?.rows));
	expect(words).toContain('"Accuracy"');
	expect(words).not.toContain('准确率');
});

test('reads back from its PDF in both languages', async () => {
	const { main, rest } = await fontPackFiles();
	const wasm = createRequire(import.meta.url).resolve('harfbuzzjs/dist/harfbuzz-subset.wasm');
	const maker = await openPaperMaker({
		subsetterWasm: () => Promise.resolve(readFileSync(wasm)),
		mainFont: () => Promise.resolve(gunzipSync(readFileSync(main))),
		restFont: () => Promise.resolve(gunzipSync(readFileSync(rest))),
		drawCharacter: () => {
			throw new Error('a character no font has');
		},
	});
	const pdf = await maker.makePaper(await report());
	const text = execFileSync('pdftotext', ['-layout', '-', '-'], { input: pdf, encoding: 'utf8' });
	const words = [
		'资产盘点报告',
		'Asset audit report',
		'下半年盘点',
		'上半年盘点',
		'X-9',
		'无线路由器',
	];
	for (const word of [...words, '16.7 %', '75.0 %', '王主任', 'D0401-20261120-UDIT-1-S1'])
		expect(text).toContain(word);
});
