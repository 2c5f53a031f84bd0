import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { chain, engineer, InspectionWorld } from '#domain/inspection/inspection-world.ts';
import { people } from '#domain/work-order/order-world.ts';
import { fontPackFiles } from './build/font-packs.ts';
import type { FormPaper } from './form-paper.ts';
import { inspectionRecord, inspectionReport } from './inspection-papers.ts';
import { openPaperMaker } from './make-paper.ts';
import { wordedIn } from './sheet-terms.ts';

const users = new Map(Object.values(people).map(({ userId, name }) => [userId, name]));
const look = { organisation: { zh: '青澜', en: 'Qinglan' }, language: 'zh' as const };
const writers = { record: inspectionRecord, report: inspectionReport };

async function paper(part: keyof typeof writers, single = false): Promise<FormPaper> {
	const world = await new InspectionWorld().ready();
	const here = { checkpointId: 'a-ups' };
	await world.say(engineer, 'scan', { ...here, code: 'UPS-1', how: 'handheld' });
	await world.check(engineer, 'a-ups', { step: 'ups-charge', value: '71.50' });
	await world.say(engineer, 'raise', { ...here, as: 'order', step: 'ups-charge', orderId: 'o-1' });
	await world.say(engineer, 'note', { ...here, note: '电池微鼓' });
	await world.say(engineer, 'report', { evaluation: '总体正常', advice: '更换电池' });
	for (const by of chain) await world.say(by, 'approveReport');
	const old = world.round.checkpoints!.map((one) => ({ ...one, purchasedOn: '2019-05-01' }));
	const round = { ...world.round, checkpoints: old, number: 'D0305-2026112001' };
	const chosen = single ? { ...look, language: 'en' as const, single } : look;
	const sources = { round, users, look: chosen, zone: 'Asia/Shanghai', version: 1 } as const;
	return { ...wordedIn(chosen, () => writers[part](sources)), snapshotHash: 'a'.repeat(64) };
}

const rowsUnder = ({ sections }: FormPaper, zh: string) =>
	sections.find(({ heading }) => heading.zh === zh)?.table?.rows;

test('the record has every step of every device with limits, result and what followed', async () => {
	const record = await paper('record');
	expect(rowsUnder(record, 'UPS')).toMatchObject([
		...[{}, { limits: '209–231 V' }, {}],
		{ limits: '≥ 90 %', result: '71.50 % 异常 Fault', followUp: '转工单 Order' },
		{ result: '未检 Not inspected' },
	]);
	expect(JSON.stringify(record.sections)).toContain('扫码枪 scanner');
});

test('the report tells faults, ageing devices and who agreed', async () => {
	const report = await paper('report');
	expect(rowsUnder(report, '异常')).toHaveLength(1);
	expect(rowsUnder(report, '建议更换的设备')?.map(({ tag }) => tag)).toEqual(['SRV-1', 'UPS-1']);
	expect(rowsUnder(report, '审批')?.map(({ who }) => who?.split(' ')[0])).toEqual([
		...['服务主管', '运维部', '信息中心', '服务主管', '运维部', '信息中心'],
	]);
	expect(report.number).toBe('D0306-D0305-2026112001-S1');
});

test('is one language where the template says so', async () => {
	expect(rowsUnder(await paper('report', true), '异常')?.[0]?.['result']).toBe('71.50 % Fault');
});

test.each(['record', 'report'] as const)('the %s reads back from its PDF', async (part) => {
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
	const pdf = await maker.makePaper(await paper(part));
	mkdirSync('tests/artefacts/inspection', { recursive: true });
	writeFileSync(`tests/artefacts/inspection/unit-${part}.pdf`, pdf);
	const text = execFileSync('pdftotext', ['-layout', '-', '-'], { input: pdf, encoding: 'utf8' });
	const own = part === 'record' ? ['巡检记录', '209–231 V'] : ['巡检报告', '总体正常', 'Agreed'];
	for (const word of [...own, '机房月巡检', '71.50', 'UPS-1', 'D0305-2026112001'])
		expect(text).toContain(word);
});
