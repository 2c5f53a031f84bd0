/**
 * `npm run bench -- start [--runs N]`: how long the engineer waits for his list with 20,000 records on
 * the device, no server, and a processor four times slower than this one. Beside it, in turn, a bare
 * page that asks the same database for the same orders: the ratio says what the app itself costs.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { artefactsDir } from '#server/bootstrap/paths.mjs';
import { commandOptions } from '../fixtures/command-options.ts';
import { barePath, serveBarePage } from './support/bare-page.ts';
import { codeWeight, isWorkerCode } from './support/code-weight.ts';
import { openBrowser, type Seeded } from './support/field-device.ts';
import { fillDevice } from './support/filled-device.ts';
import { openMeasured, type Opening } from './support/opening.ts';
import { appendSamples, machineFacts, spreadText, tableText } from './support/samples.ts';

const counts = { assets: 19_000, orders: 900, openOrders: 40, articles: 100 };
/** A phone shows no more than eight rows at a time. */
const rows = { screen: 8, whole: counts.openOrders };
const slowDown = 4;
const runsByDefault = 7;
const target = { listMs: 1_000, taskMs: 50, gzipKb: 120 };
const engineer = { userId: 'user-eng07', account: 'eng07' };

type Which = 'app' | 'bare';
interface Sample extends Opening {
	which: Which;
	run: number;
}

const values = commandOptions({ runs: { type: 'string' } });
const runs = Number(values.runs ?? runsByDefault);

const workDir = mkdtempSync(join(tmpdir(), 'outpost-bench-'));
try {
	const { seeded, url } = await fillDevice(workDir, profileDir(), engineer, counts);
	const samples = await measure(url);
	await keep(samples, seeded);
	console.log(report(samples, seeded));
} finally {
	rmSync(workDir, { recursive: true, force: true, maxRetries: 3 });
}

function profileDir(): string {
	return join(workDir, 'profile');
}

/** In turn, so that a busy moment of this machine meets both. The first of each warms the caches. */
async function measure(url: string): Promise<Sample[]> {
	const samples: Sample[] = [];
	for (let run = 0; run <= runs; run++) {
		samples.push({ which: 'app', run, ...(await openAt(`${url}/today`)) });
		const endBarePage = await serveBarePage(Number(new URL(url).port), engineer.userId);
		samples.push({ which: 'bare', run, ...(await openAt(url + barePath)) });
		await endBarePage();
	}
	return samples.filter(({ run }) => run > 0);
}

function openAt(url: string): Promise<Opening> {
	return openMeasured({ profileDir: profileDir(), url, rows, slowDown });
}

async function keep(samples: readonly Sample[], seeded: Seeded): Promise<void> {
	const facts = {
		at: new Date().toISOString(),
		counts,
		onDevice: seeded.records,
		slowDown,
		...(await versions()),
		...machineFacts(),
	};
	const lines = samples.map((sample) => ({ ...sample, ...weightsOf(sample), ...facts }));
	appendSamples(join(artefactsDir, 'bench-start.jsonl'), lines);
}

async function versions() {
	const require = createRequire(import.meta.url);
	const versionOf = (name: string) =>
		(require(`${name}/package.json`) as { version: string }).version;
	const context = await openBrowser(join(workDir, 'version'));
	const chromium = context.browser()?.version() ?? 'unknown';
	await context.close();
	return { chromium, svelte: versionOf('svelte'), dexie: versionOf('dexie') };
}

function weightsOf({ scripts, laterScripts }: Opening) {
	const onPage = (urls: readonly string[]) => urls.filter((url) => !isWorkerCode(url));
	return {
		code: codeWeight(onPage(scripts)),
		laterCode: codeWeight(onPage(laterScripts)),
		workerCode: codeWeight([...scripts, ...laterScripts].filter(isWorkerCode)),
	};
}

function report(samples: readonly Sample[], seeded: Seeded): string {
	const of = (which: Which, read: (sample: Sample) => number) =>
		samples.filter((sample) => sample.which === which).map(read);
	const both = (read: (sample: Sample) => number) => [
		spreadText(of('app', read)),
		spreadText(of('bare', read)),
	];
	const ratios = of('app', ({ listMs }) => listMs).map(
		(ms, n) => ms / (of('bare', ({ listMs }) => listMs)[n] ?? Number.NaN),
	);
	const [app] = samples;
	const weights = app && weightsOf(app);
	const { cores, load } = machineFacts();
	const kb = (bytes = 0) => (bytes / 1_000).toFixed(1);
	const table = tableText([
		['', 'app', 'bare page', 'aim'],
		['first list, ms', ...both(({ listMs }) => listMs), String(target.listMs)],
		['longest task till then, ms', ...both(({ taskMs }) => taskMs), String(target.taskMs)],
		['longest task after, ms', ...both(({ laterTaskMs }) => laterTaskMs), ''],
		['all open orders, ms', ...both(({ wholeMs }) => wholeMs), ''],
		['JavaScript, KB gzip', kb(weights?.code.gzipBytes), '', String(target.gzipKb)],
		['  of so many files', String(weights?.code.files), '', ''],
		['  fetched ahead after it', kb(weights?.laterCode.gzipBytes), '', ''],
		['  in Workers', kb(weights?.workerCode.gzipBytes), '', ''],
	]);
	return [
		`Offline start of /today: ${seeded.records} records on the device, main thread ${slowDown} times slower,`,
		`browser started anew for each of ${runs} openings; median (min–max). 0 ms: no task of 50 ms or more.`,
		`The machine has ${cores} cores; its load at the end was ${load}.`,
		`The first pull of all records took ${(seeded.pullMs / 1_000).toFixed(1)} s.`,
		'',
		table,
		'',
		`  app / bare page, first list: ${spreadOfRatios(ratios)}`,
	].join('\n');
}

function spreadOfRatios(ratios: readonly number[]): string {
	const sorted = ratios.toSorted((a, b) => a - b);
	const at = (share: number) => (sorted[Math.round(share * (sorted.length - 1))] ?? 0).toFixed(1);
	return `${at(0.5)} (${at(0)}–${at(1)})`;
}
