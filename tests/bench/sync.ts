/**
 * `npm run bench -- sync [--rounds N] [--slow-rounds N] [--subjects ours,dexie]`: a device's first pull of 22,000 records in
 * Chromium, at full speed and four times slower, by our store and sync Worker, by bare Dexie, by RxDB
 * with its CouchDB plug-in and by PouchDB's replication, in turn; then one edit, one lookup by tag and
 * the push of 500 queued changes.
 */
import { chromium, type BrowserContext, type Page } from '@playwright/test';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromiumArguments, findChromium } from '#server/bootstrap/browser.mjs';
import { artefactsDir, inRoot } from '#server/bootstrap/paths.mjs';
import { commandOptions } from '../fixtures/command-options.ts';
import { accountOf, demoAccounts, type DemoAccount } from '../fixtures/demo-accounts.ts';
import { startServer, type ServerProcess } from '../fixtures/server-process.ts';
import type { Pulled, PullGiven, Trial, Worked, WorkGiven } from './page/subject.ts';
import { buildBenchPages, moduleKb, peerKb, workerKb } from './support/bench-pages.ts';
import { serveCouch, type CouchSource } from './support/couch-source.ts';
import { fillServer, type Filled } from './support/fill-server.ts';
import { pullInApp, type AppPull } from './support/pull-in-app.ts';
import {
	appendSamples,
	machineFacts,
	shareOf,
	spreadOf,
	spreadText,
	tableText,
} from './support/samples.ts';
import { slowDown } from './support/slow-down.ts';

const counts = { assets: 20_000, orders: 2_000, openOrders: 40, articles: 0 };
const pageRecords = 2_000;
const workload = { edits: 200, lookups: 500, queued: 500 };
const slowTimes = 4;
const target = { ratio: 1.5, taskMs: 50 };
const engineer = { userId: 'user-eng07', account: 'eng07' };

/** In the order of the table. */
const subjects = {
	ours: 'Outpost',
	dexie: 'bare Dexie',
	dexieFew: 'bare Dexie, 2 indexes',
	rxdb: 'RxDB 17',
	pouchdb: 'PouchDB 9',
} as const;
type SubjectName = keyof typeof subjects;
interface PullSample extends Pulled {
	sample: 'pull';
	subject: SubjectName;
	slow: number;
	round: number;
}
interface WorkSample extends Worked {
	sample: 'work';
	subject: SubjectName;
	round: number;
}
interface AppSample extends AppPull {
	sample: 'app';
	slow: number;
	round: number;
}

const values = commandOptions({
	rounds: { type: 'string' },
	'slow-rounds': { type: 'string' },
	/** Some of them, by comma, for looking closer at one. */
	subjects: { type: 'string' },
});
const wanted = values.subjects?.split(',');
const names = (Object.keys(subjects) as SubjectName[]).filter(
	(name) => wanted?.includes(name) ?? true,
);
const rounds = Number(values.rounds ?? 5);
const slowRounds = Number(values['slow-rounds'] ?? 3);

const workDir = mkdtempSync(join(tmpdir(), 'outpost-bench-'));
const pagesDir = join(workDir, 'pages');
const dataDir = join(workDir, 'server');
try {
	await run();
} finally {
	rmSync(workDir, { recursive: true, force: true, maxRetries: 3 });
}

async function run(): Promise<void> {
	console.log('Building the page the stores run in, and filling the server …');
	await buildBenchPages('page', pagesDir, ['rxdb', 'pouchdb']);
	const { filled, account } = await prepare();
	const { assets, orders } = filled;
	const couch = await serveCouch({ assets, orders }, pagesDir);
	try {
		const pulls = await measurePulls(account, couch);
		const works = wanted ? [] : await measureWork(account, couch, filled);
		const apps = wanted ? [] : await measureApp(account);
		await keep([...pulls, ...works, ...apps]);
		console.log(report(pulls, works, apps, filled));
	} finally {
		await couch.close();
	}
}

async function prepare(): Promise<{ filled: Filled; account: DemoAccount }> {
	const first = await startServer({ dataDir });
	await first.stop();
	const filled = await fillServer(dataDir, engineer.userId, counts);
	return { filled, account: accountOf(demoAccounts(dataDir), 'engineer') };
}

/** In turn, each round beginning with another, so that a busy moment of this machine meets all. */
async function measurePulls(account: DemoAccount, couch: CouchSource): Promise<PullSample[]> {
	const samples: PullSample[] = [];
	for (const [slow, times] of [
		[1, rounds],
		[slowTimes, slowRounds],
	] as const)
		for (let round = 0; round < times; round++)
			for (let n = 0; n < names.length; n++) {
				const subject = names[(n + round) % names.length] ?? 'ours';
				const pulled = await onFreshDevice(account, couch, slow, (page) =>
					pullOf(page, subject, couch),
				);
				if (pulled.records < counts.assets + counts.orders)
					throw new Error(`${subject} has ${pulled.records} records only`);
				console.log(`  ${slow}× round ${round + 1} ${subject}: ${Math.round(pulled.ms)} ms`);
				samples.push({ sample: 'pull', subject, slow, round, ...pulled });
			}
	return samples;
}

function pullOf(page: OpenPage, subject: SubjectName, couch: CouchSource): Promise<Pulled> {
	const given: PullGiven = {
		userId: engineer.userId,
		sources: { asset: couch.urlOf('assets'), workOrder: couch.urlOf('orders') },
		pageRecords,
	};
	return page.at(subject, (bench) =>
		bench.evaluate(
			([name, what]) => (globalThis as unknown as { bench: Trial }).bench.pull(name, what),
			[subject, given] as const,
		),
	);
}

async function measureWork(
	account: DemoAccount,
	couch: CouchSource,
	{ assets, orders }: Filled,
): Promise<WorkSample[]> {
	const given: WorkGiven = {
		userId: engineer.userId,
		orders: orders.slice(0, counts.openOrders).map(({ id }) => id),
		tags: Array.from({ length: 97 }, (_, n) => assets[(n * 211) % assets.length]?.tag ?? ''),
		...workload,
	};
	const samples: WorkSample[] = [];
	for (let round = 0; round < rounds; round++)
		for (const subject of ['ours', 'dexie'] as const) {
			const worked = await onFreshDevice(account, couch, 1, async (page) => {
				await pullOf(page, subject, couch);
				return page.at(subject, (bench) =>
					bench.evaluate(
						([name, what]) => (globalThis as unknown as { bench: Trial }).bench.work(name, what),
						[subject, given] as const,
					),
				);
			});
			samples.push({ sample: 'work', subject, round, ...worked });
		}
	return samples;
}

/** The built app itself, its list of today on the screen from the first moment. */
async function measureApp(account: DemoAccount): Promise<AppSample[]> {
	const samples: AppSample[] = [];
	for (const slow of [1, slowTimes])
		for (let round = 0; round < Math.min(slowRounds, rounds); round++)
			await withServer(undefined, async ({ url }) => {
				const context = await openContext();
				try {
					const pulled = await pullInApp(context, { url, account, slow, userId: engineer.userId });
					console.log(`  ${slow}× the app: ${Math.round(pulled.ms)} ms`);
					samples.push({ sample: 'app', slow, round, ...pulled });
				} finally {
					await closeBrowser(context);
				}
			});
	return samples;
}

interface OpenPage {
	/** Does something in the page of a subject, at the origin its data come from. */
	at<T>(subject: SubjectName, work: (page: Page) => Promise<T>): Promise<T>;
}

/** A browser started anew, with nothing on it, and a server started anew beside it. */
async function onFreshDevice<T>(
	account: DemoAccount,
	couch: CouchSource,
	slow: number,
	work: (page: OpenPage) => Promise<T>,
): Promise<T> {
	const program = [inRoot('tests', 'bench', 'support', 'serve-pages.ts'), '--pages', pagesDir];
	return withServer(program, async ({ url }) => {
		const context = await openContext();
		try {
			const { account: name, password } = account;
			await context.request.post(`${url}/session`, { data: { account: name, password } });
			const page = await context.newPage();
			return await work({
				at: async (subject, inPage) => {
					const origin = subject in { rxdb: 1, pouchdb: 1 } ? couch.url : url;
					if (!page.url().startsWith(origin)) await page.goto(`${origin}/200.html`);
					await page.waitForFunction(() => 'bench' in globalThis);
					const fullSpeed = await slowDown(browserOf(context), slow);
					return inPage(page).finally(fullSpeed);
				},
			});
		} finally {
			await closeBrowser(context);
		}
	});
}

async function withServer<T>(
	program: readonly string[] | undefined,
	work: (server: ServerProcess) => Promise<T>,
): Promise<T> {
	const server = await startServer({ dataDir, ...(program && { program }) });
	try {
		return await work(server);
	} finally {
		await server.stop();
	}
}

async function openContext(): Promise<BrowserContext> {
	const executablePath = findChromium();
	const browser = await chromium.launch({
		args: chromiumArguments(),
		...(executablePath && { executablePath }),
	});
	return browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'zh-CN' });
}

function browserOf(context: BrowserContext) {
	const browser = context.browser();
	if (!browser) throw new Error('a context without a browser');
	return browser;
}

async function closeBrowser(context: BrowserContext): Promise<void> {
	await browserOf(context).close();
}

async function keep(samples: readonly object[]): Promise<void> {
	const facts = { at: new Date().toISOString(), counts, ...(await versions()), ...machineFacts() };
	const lines = samples.map((sample) => ({ ...sample, ...facts }));
	appendSamples(join(artefactsDir, 'bench-sync.jsonl'), lines);
}

async function versions() {
	const context = await openContext();
	const version = browserOf(context).version();
	await closeBrowser(context);
	const peer = createRequire(inRoot('tests', 'bench', 'peers', 'package.json'));
	const own = createRequire(import.meta.url);
	const of = (require: NodeJS.Require, name: string) =>
		(require(inRoot(name, 'package.json')) as { version: string }).version;
	return {
		chromium: version,
		dexie: of(own, 'node_modules/dexie'),
		rxdb: of(peer, 'tests/bench/peers/node_modules/rxdb'),
		pouchdb: of(peer, 'tests/bench/peers/node_modules/pouchdb-browser'),
	};
}

function report(
	pulls: readonly PullSample[],
	works: readonly WorkSample[],
	apps: readonly AppSample[],
	{ bytes }: Filled,
): string {
	const { cores, load } = machineFacts();
	return [
		`First pull of ${counts.assets} assets (${bytes.asset} bytes each) and ${counts.orders} orders (${bytes.order}), pages of ${pageRecords},`,
		`over loopback into a Chromium started anew each time; median (min–max) of ${rounds} rounds, ${slowRounds} of the slow ones.`,
		`${slowTimes}×: every process of the browser runs a ${slowTimes}th of the time. ${cores} cores, load at the end ${load}.`,
		'Outpost and bare Dexie pull from sync-server on SQLite; RxDB and PouchDB from a CouchDB source in memory.',
		'Bare Dexie: one table, in the page, indexes as ours; beside it one with `kind` and `tag` only.',
		'',
		tableText(pullRows(pulls)),
		'',
		`  Aims: at most ${target.ratio} × bare Dexie; no main-thread task above ${target.taskMs} ms at 1×.`,
		'',
		'The built app itself, from the answer to its sign-in, today’s list on the screen:',
		'',
		tableText(appRows(apps)),
		'',
		`One change, one lookup by tag, ${workload.queued} queued changes handed in, with all records on the device:`,
		'',
		tableText(workRows(works)),
	].join('\n');
}

function pullRows(pulls: readonly PullSample[]): string[][] {
	const at = (slow: number, subject: SubjectName) =>
		pulls.filter((one) => one.subject === subject && one.slow === slow);
	const row = (label: string, cell: (subject: SubjectName) => string) => [
		label,
		...names.map(cell),
	];
	const perSpeed = (slow: number) => [
		row(`pull at ${slow}×, s`, (subject) => seconds(at(slow, subject).map(({ ms }) => ms))),
		row('  ratio to bare Dexie', (subject) => ratio(at(slow, subject), at(slow, 'dexie'))),
		row('  long tasks, sum / max ms', (subject) => longTasks(at(slow, subject))),
	];
	return [
		row('', (subject) => subjects[subject]),
		...perSpeed(1),
		...perSpeed(slowTimes),
		row('on disk, MB', (subject) =>
			(spreadOf(at(1, subject).map(({ diskBytes }) => diskBytes)).median / 1e6).toFixed(0),
		),
		row('library, KB gzip', (subject) => libraryKb(subject)),
	];
}

/** Of medians; the rounds' own ratios would need both of a round in the same quiet. */
function ratio(some: readonly PullSample[], base: readonly PullSample[]): string {
	const median = (list: readonly PullSample[]) => spreadOf(list.map(({ ms }) => ms)).median;
	return (median(some) / median(base)).toFixed(2);
}

function longTasks(samples: readonly { tasks: number[] }[]): string {
	const sums = samples.map(({ tasks }) => tasks.reduce((sum, ms) => sum + ms, 0));
	const longest = samples.map(({ tasks }) => Math.max(0, ...tasks));
	return `${Math.round(spreadOf(sums).median)} / ${Math.round(Math.max(...longest))}`;
}

function libraryKb(subject: SubjectName): string {
	if (subject === 'rxdb' || subject === 'pouchdb') return peerKb(pagesDir, subject).toFixed(0);
	if (subject !== 'ours') return moduleKb(pagesDir, 'page/bare-dexie.ts').toFixed(0);
	const page = moduleKb(pagesDir, 'page/ours.ts').toFixed(0);
	return `${page} + Worker ${workerKb(pagesDir).toFixed(0)}`;
}

function appRows(apps: readonly AppSample[]): string[][] {
	const at = (slow: number) => apps.filter((one) => one.slow === slow);
	const both = (cell: (samples: readonly AppSample[]) => string) =>
		[1, slowTimes].map(at).map(cell);
	return [
		['', '1×', `${slowTimes}×`],
		['all records here, s', ...both((some) => seconds(some.map(({ ms }) => ms)))],
		['first rows of the list, s', ...both((some) => seconds(some.map(({ rowsMs }) => rowsMs)))],
		['long tasks, sum / max ms', ...both(longTasks)],
		[
			'longest wait for a frame, ms',
			...both((some) => spreadText(some.map(({ frameMs }) => frameMs))),
		],
		[
			'steps of progress on the screen',
			...both((some) => spreadText(some.map(({ steps }) => steps))),
		],
	];
}

function workRows(works: readonly WorkSample[]): string[][] {
	const of = (subject: SubjectName) => works.filter((one) => one.subject === subject);
	const cell = (
		samples: readonly WorkSample[],
		read: (one: WorkSample) => number[] | undefined,
	) => {
		const all = samples.flatMap((one) => read(one) ?? []);
		if (all.length === 0) return '';
		return `${shareOf(all, 0.5).toFixed(1)} / ${shareOf(all, 0.95).toFixed(1)}`;
	};
	const both = (read: (one: WorkSample) => number[] | undefined) => [
		cell(of('ours'), read),
		cell(of('dexie'), read),
	];
	const pushed = of('ours').map(({ pushMs = Number.NaN }) => pushMs);
	return [
		['p50 / p95', 'Outpost', 'bare Dexie put'],
		['one change (record + outbox), strictly on disk, ms', ...both(({ edits }) => edits)],
		['  not forced onto the disk, ms', ...both(({ relaxedEdits }) => relaxedEdits)],
		['lookup by tag, ms', ...both(({ lookups }) => lookups)],
		[`push of ${workload.queued}, then pull, s`, seconds(pushed), ''],
	];
}

function seconds(ms: readonly number[]): string {
	const { median, min, max } = spreadOf(ms);
	const text = (value: number) => (value / 1_000).toFixed(2);
	return `${text(median)} (${text(min)}–${text(max)})`;
}
