/**
 * `npm run bench -- import [--rows N] [--runs N]`: a register of 50,000 assets brought in from CSV and
 * from XLSX in the browser, as an administrator does it, and taken back: time of each step, memory of
 * the server, its longest answer to others meanwhile, and the longest task of the page's main thread.
 */
import type { Page } from '@playwright/test';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { writeXlsx } from 'hucre/xlsx';
import { artefactsDir } from '#server/bootstrap/paths.mjs';
import { csvLine } from '#domain/import/asset-cells.ts';
import { commandOptions } from '../fixtures/command-options.ts';
import { accountOf, demoAccounts } from '../fixtures/demo-accounts.ts';
import { startServer, type ServerProcess } from '../fixtures/server-process.ts';
import { SignInPage } from '../e2e/pages/sign-in.ts';
import { openBrowser } from './support/field-device.ts';
import { memoryOf } from './support/process-facts.ts';
import { appendSamples, machineFacts, spreadText, tableText } from './support/samples.ts';

const formats = ['csv', 'xlsx'] as const;
type Format = (typeof formats)[number];
const steps = ['look', 'check', 'run', 'undo'] as const;
type Step = (typeof steps)[number];
const stepMsMax = 15 * 60_000;
const askEveryMs = 50;
/** A connection of its own each time: one kept open may be closed by either side meanwhile. */
const asking = { headers: { connection: 'close' } };
const megabyte = 2 ** 20;
const titles = [
	...['资产编号', '名称', '类别', '厂商', '型号', '序列号', '客户', '地点', '房间', '使用人'],
	...['责任人', '部门', '采购日期', '价格', '供应商', '保修到期', 'IP', 'MAC', '主机名', '备注'],
];

interface Sample {
	format: Format;
	run: number;
	step: Step;
	ms: number;
	/** Of the server, the most it held. */
	serverMb: number;
	/** The longest anybody else waited for an answer of the server. */
	waitMs: number;
	/** Of the page's main thread; 0 where none passed 50 ms. */
	taskMs: number;
}

/** What an administrator does, step by step. */
const walk: Record<Step, (page: Page, file: string) => Promise<void>> = {
	look: async (page, file) => {
		await page.locator('input[type=file]').setInputFiles(file);
		await page.getByRole('region', { name: '哪一列是什么' }).waitFor({ timeout: stepMsMax });
	},
	check: async (page) => {
		await page.getByRole('button', { name: '试算', exact: true }).click();
		await page.getByRole('region', { name: '试算结果' }).waitFor({ timeout: stepMsMax });
	},
	run: async (page) => {
		await page.getByRole('button', { name: /^导入 \d+ 件$/ }).click();
		await page.getByRole('status').filter({ hasText: '已完成' }).waitFor({ timeout: stepMsMax });
	},
	undo: async (page) => {
		await page
			.getByRole('button', { name: /^撤销导入/ })
			.first()
			.click();
		await page.getByRole('button', { name: '撤销导入', exact: true }).click();
		await page.getByRole('status').filter({ hasText: '撤下' }).waitFor({ timeout: stepMsMax });
	},
};

const values = commandOptions({ rows: { type: 'string' }, runs: { type: 'string' } });
const rows = Number(values.rows ?? '50000');
const runs = Number(values.runs ?? '1');
const workDir = mkdtempSync(join(tmpdir(), 'outpost-bench-'));
try {
	const samples: Sample[] = [];
	for (let run = 1; run <= runs; run++)
		for (const format of formats) samples.push(...keep(await measure(format, run)));
	console.log(report(samples));
} finally {
	rmSync(workDir, { recursive: true, force: true, maxRetries: 3 });
}

function keep(samples: Sample[]): Sample[] {
	const facts = { at: new Date().toISOString(), rows, ...machineFacts() };
	appendSamples(
		join(artefactsDir, 'bench-import.jsonl'),
		samples.map((sample) => ({ ...sample, ...facts })),
	);
	return samples;
}

async function measure(format: Format, run: number): Promise<Sample[]> {
	const dataDir = join(workDir, `${format}-${run}`);
	const file = join(workDir, `register.${format}`);
	writeFileSync(file, await fileOf(format));
	const server = await startServer({ dataDir });
	const context = await openBrowser(join(workDir, `profile-${format}-${run}`));
	try {
		const page = await context.newPage();
		await new SignInPage(page).enter(
			`${server.url}/import`,
			accountOf(demoAccounts(dataDir), 'admin'),
		);
		await page.locator('input[type=file]').waitFor({ state: 'attached' });
		await page.evaluate(watchTasks);
		const samples: Sample[] = [];
		for (const step of steps)
			samples.push({
				format,
				run,
				step,
				...(await timed(server, page, () => walk[step](page, file))),
			});
		return samples;
	} finally {
		await context.close();
		await server.stop();
	}
}

/** One step, while somebody else asks the server all the time. */
async function timed(server: ServerProcess, page: Page, work: () => Promise<void>) {
	const started = performance.now();
	let isOver = false;
	let [serverBytes, waitMs] = [0, 0];
	const others = (async () => {
		while (!isOver) {
			const asked = performance.now();
			await fetch(`${server.url}/healthz`, asking).then((response) => response.arrayBuffer());
			waitMs = Math.max(waitMs, performance.now() - asked);
			serverBytes = Math.max(serverBytes, memoryOf(server.pid));
			await wait(askEveryMs);
		}
	})();
	await work().finally(() => (isOver = true));
	const ms = performance.now() - started;
	await others;
	const taskMs = await page.evaluate(takeTasks);
	return { ms, serverMb: serverBytes / megabyte, waitMs, taskMs };
}

/** Runs in the page. */
function watchTasks(): void {
	const kept = globalThis as unknown as { longest: number };
	kept.longest = 0;
	new PerformanceObserver((list) => {
		for (const { duration } of list.getEntries()) kept.longest = Math.max(kept.longest, duration);
	}).observe({ type: 'longtask' });
}

/** Runs in the page: the longest task since it was asked last. */
function takeTasks(): number {
	const kept = globalThis as unknown as { longest: number };
	const longest = kept.longest;
	kept.longest = 0;
	return longest;
}

async function fileOf(format: Format): Promise<Uint8Array> {
	const body = Array.from({ length: rows }, (_, n) => rowOf(n));
	if (format === 'csv') return new TextEncoder().encode([titles, ...body].map(csvLine).join(''));
	return writeXlsx({ sheets: [{ name: '资产', rows: [titles, ...body] }] });
}

function rowOf(n: number): string[] {
	const day = `20${10 + (n % 15)}-${String((n % 12) + 1).padStart(2, '0')}-15`;
	const mac = n.toString(16).padStart(12, '0');
	return [
		...[`BX-${n}`, `办公电脑 ${n}`, '计算机/台式机', '联想', `M${n % 40}`, `SN${n}`],
		...[`客户 ${n % 40}`, `楼 ${n % 400}`, `${n % 20}F`, `用户 ${n % 2_000}`, `主任 ${n % 200}`],
		...[`科室 ${n % 60}`, day, '5800.00', '供应商甲', '2029-12-31', `10.0.${n % 250}.1`, mac],
		...[`PC-${n}`, '批量导入'],
	];
}

function report(samples: readonly Sample[]): string {
	const head = ['', 'time, s', 'server, MB', 'others wait, ms', 'longest task, ms'];
	const table = formats.flatMap((format) =>
		steps.map((step) => {
			const own = samples.filter((one) => one.format === format && one.step === step);
			const told = (pick: (one: Sample) => number) => spreadText(own.map(pick));
			return [
				`${format} ${step}`,
				(own.reduce((sum, { ms }) => sum + ms, 0) / own.length / 1_000).toFixed(1),
				...[told((one) => one.serverMb), told((one) => one.waitMs), told((one) => one.taskMs)],
			];
		}),
	);
	return `${rows} assets, ${runs} runs\n${tableText([head, ...table])}`;
}
