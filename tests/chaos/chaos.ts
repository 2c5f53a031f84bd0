/**
 * `npm run chaos -- [--kills N] [--seed N]`: an engineer works on real screens while his browser and the
 * server are killed (`kill -9`) at moments a seed chooses: in the middle of edits, pulls and uploads.
 * What the screens had called saved is written down outside the browser; in the end everything heals,
 * and every record, photo and number is compared with that list. Exit code 0 when nothing was lost,
 * nothing came twice and the server's file is whole.
 */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { artefactsDir } from '#server/bootstrap/paths.mjs';
import { SignInPage } from '../e2e/pages/sign-in.ts';
import { StatusLine } from '../e2e/pages/status-line.ts';
import { ApiDevice } from '../fixtures/api-device.ts';
import { commandOptions } from '../fixtures/command-options.ts';
import { deviceRows, type DeviceRow } from '../fixtures/device-rows.ts';
import { SavedLedger } from '../fixtures/saved-ledger.ts';
import { appendSamples, machineFacts, shareOf } from '../bench/support/samples.ts';
import { Desk } from './desk.ts';
import { Field } from './field.ts';
import { fullDisk, newVersion, twoTabs, type Scene } from './scenes.ts';
import { Seeded } from '../fixtures/seeded.ts';
import { openBrowser, settleMsMax, Stage } from './stage.ts';
import {
	databaseFaults,
	deviceFaults,
	historyFaults,
	numberFaults,
	ordersOf,
	photoFaults,
	recordsOf,
} from './verdict.ts';

const victims = { browser: 11, server: 7, both: 2 } as const;
type Victim = keyof typeof victims;
/** When the blow falls, ms after everything runs again. */
const blow = { min: 20, max: 2_500 };
/** Of the blows, those that fall while the app opens. */
const openingShare = 0.2;
const askAgainMs = 200;
/** How long a killed server stays away. */
const awayMsMax = 600;
const ordersAtStart = 6;
const deskEveryMs = 400;

const values = commandOptions({
	kills: { type: 'string', default: '200' },
	seed: { type: 'string' },
});
const kills = Number(values.kills);
const seed = Number(values.seed ?? Math.floor(Math.random() * 1e9));

interface Kill {
	victim: Victim;
	/** From one blow to the moment all runs again, ms. */
	ms: number;
}

// What a kill broke off leaves promises behind that nobody waits for any more.
process.on('unhandledRejection', () => undefined);

const chance = new Seeded(seed);
const ledger = new SavedLedger();
/** The phone's installation, and how often the browser threw its database away. */
let known: unknown;
let thrownAway = 0;
console.log(`Chaos: ${kills} kills, seed ${seed} (again with --seed ${seed}).`);
const stage = await Stage.open();
try {
	process.exitCode = await run();
} finally {
	await stage.close();
}

async function run(): Promise<number> {
	const started = performance.now();
	const desk = new Desk(await ApiDevice.signIn(stage.url, stage.account('dispatcher')), ledger);
	const engineer = stage.account('engineer');
	const api = await ApiDevice.signIn(stage.url, engineer);
	const { userId } = api;
	const orders: string[] = [];
	for (let n = 0; n < ordersAtStart; n++)
		orders.push(await desk.dispatch(`混乱中的工单 ${n + 1}`, userId));
	for (const id of orders) await api.must('workOrder.accept@1', id);
	await stage.enrol(engineer, '/today');
	const field = new Field({ ledger, chance, url: stage.url, userId, orders, site: '门诊楼' });
	await stage.openPhone();
	await stage.page.goto(`${stage.url}/today`);
	known = await installationOf(userId);
	const writing = desk.keepWriting(orders.slice(0, ordersAtStart), deskEveryMs);
	const deskFault = writing.then(
		() => [],
		(error: Error) => [`the desk: ${error.message}`],
	);
	const done: Kill[] = [];
	const faults: string[] = [];
	const scenes: [at: number, name: string, scene: Scene][] = [
		[Math.floor(kills * 0.25), 'two tabs', twoTabs],
		[Math.floor(kills * 0.5), 'a full disk', fullDisk],
		[Math.floor(kills * 0.75), 'a new version', newVersion],
	];
	for (let n = 0; n < kills; n++) {
		for (const [at, name, scene] of scenes)
			if (at === n) {
				await scene(stage, field, userId);
				console.log(`  ${name}: as it should be`);
			}
		done.push(await killOnce(field));
		faults.push(...(await lostOnDevice(userId)).map((fault) => `after kill ${n + 1}: ${fault}`));
		if ((n + 1) % 20 === 0) console.log(`  ${n + 1} kills, ${ledger.size} things saved`);
	}
	desk.stop();
	faults.push(...(await deskFault));
	faults.push(...(await settleAndCompare(userId, field)));
	report(done, faults, field, desk, performance.now() - started);
	return faults.length === 0 ? 0 : 1;
}

/** Works until the blow falls, then brings back what fell. */
async function killOnce(field: Field): Promise<Kill> {
	const start = performance.now();
	const victim = chance.weighted(victims);
	// Some blows fall while the app is still opening.
	if (chance.next() > openingShare) await field.openSome(stage.page);
	const delayMs = chance.between(blow.min, blow.max);
	let fallen = false;
	const falling = wait(delayMs).then(async () => {
		fallen = true;
		await Promise.all([
			victim !== 'server' && stage.killPhone(),
			victim !== 'browser' && stage.killServer(),
		]);
	});
	await workUntil(field, () => fallen);
	await falling;
	await Promise.all([
		victim !== 'server' && stage.openPhone(),
		victim !== 'browser' && wait(chance.between(0, awayMsMax)).then(() => stage.startServer()),
	]);
	return { victim, ms: performance.now() - start };
}

/** An action the blow fell into has broken off, and that is all that may break it off. */
async function workUntil(field: Field, fallen: () => boolean): Promise<void> {
	try {
		if (!stage.page.url().includes('/work-orders/')) await field.openSome(stage.page);
		while (!fallen()) await field.act(stage.page);
	} catch (error) {
		if (!fallen()) throw error;
	}
}

/** What the phone's screens had called saved and its disk has not, or has twice. */
async function lostOnDevice(userId: string): Promise<string[]> {
	const { page } = stage;
	if (!page.url().startsWith(stage.url))
		await page.goto(`${stage.url}/today`, { waitUntil: 'commit' });
	const installation = await installationOf(userId);
	const untold = installation === known ? [] : await afterThrownAway();
	known = await installationOf(userId);
	const rows = await deviceRows(page, userId, 'records').catch((error: Error) => error);
	if (rows instanceof Error)
		return [`its database cannot be read: ${rows.message}; ${await whatIsThere()}`];
	const own = rows.filter(({ kind }) => kind === 'workOrder').map(bodyOf);
	const lost = ledger.missingFrom(own).filter((fault) => !fault.includes('服务台第'));
	return [...untold, ...lost];
}

/** Changes with the database; undefined while there is none. */
async function installationOf(userId: string): Promise<unknown> {
	const meta = await deviceRows(stage.page, userId, 'meta').catch(() => []);
	return meta.find((row) => row['key'] === 'device')?.['value'];
}

/**
 * Chromium throws away a database it finds damaged. The user has to be told, and once the rest is
 * downloaded again nothing may be missing.
 */
async function afterThrownAway(): Promise<string[]> {
	thrownAway++;
	console.log(`  the browser has thrown the database away: ${await whatIsThere()}`);
	const told = stage.page.getByText('没上传的内容已全部找回');
	const isTold = await told.waitFor({ timeout: settleMsMax }).then(
		() => true,
		() => false,
	);
	await new StatusLine(stage.page).saysAllSent(settleMsMax);
	return isTold ? [] : ['the browser threw the database away, and nobody was told'];
}

/** For whoever looks into a database that is gone: what the browser still has, and all its files. */
async function whatIsThere(): Promise<string> {
	const folder = join(artefactsDir, 'chaos-profile');
	cpSync(join(stage.folder, 'profile'), folder, { recursive: true, force: true });
	const there = await stage.page.evaluate(async () => ({
		databases: (await indexedDB.databases()).map(({ name, version }) => `${name} ${version}`),
		caches: await caches.keys(),
		localKeys: Object.keys(localStorage),
		words: document.body.innerText.slice(0, 400),
	}));
	return `${JSON.stringify(there)}, its files are in ${folder}`;
}

function bodyOf(row: DeviceRow) {
	return (row['body'] as { sealed: ReturnType<typeof recordsOf>[number] }).sealed;
}

/** Everything heals; the list is compared with the server, this phone and a fresh one. */
async function settleAndCompare(userId: string, field: Field): Promise<string[]> {
	const since = new Date().toISOString();
	await stage.page.goto(`${stage.url}/today`);
	await syncedAfter(userId, since);
	await new StatusLine(stage.page).saysAllSent(settleMsMax);
	const phone = await deviceRows(stage.page, userId, 'records');
	const waiting = await deviceRows(stage.page, userId, 'outbox');
	const fresh = await freshDevice(userId);
	const api = await ApiDevice.signIn(stage.url, stage.account('dispatcher'));
	const engineer = await ApiDevice.signIn(stage.url, stage.account('engineer'));
	const records = recordsOf(await api.pull());
	const served = await engineer.pull();
	const orders = ordersOf(records);
	const summaries = orders.map(({ summary }) => summary);
	const pictures = await photoFaults(api, orders);
	console.log(
		`  compared: ${orders.length} orders, ${pictures.photos} photos, ${served.length} records`,
	);
	await stage.closePhone();
	await stage.stopServer();
	const broken = databaseFaults(stage.dataDir);
	await stage.startServer();
	return [
		...ledger.missingFrom(records),
		...field.walkUps
			.filter((text) => summaries.filter((one) => one === text).length > 1)
			.map((text) => `${text} became several orders`),
		...waiting.map((row) => `still in the outbox: ${JSON.stringify(row)}`),
		...numberFaults(orders),
		...historyFaults(orders),
		...pictures.faults,
		...deviceFaults('the phone', phone, served),
		...deviceFaults('a fresh device', fresh, served),
		...broken.map((words) => `integrity_check: ${words}`),
	];
}

/** "All sent" may still be told of the round before: what the desk did last comes with one of now. */
async function syncedAfter(userId: string, since: string): Promise<void> {
	const deadline = performance.now() + settleMsMax;
	while (performance.now() < deadline) {
		const meta = await deviceRows(stage.page, userId, 'meta');
		const last = meta.find((row) => row['key'] === 'lastSyncedAt')?.['value'];
		if (typeof last === 'string' && last > since) return;
		await wait(askAgainMs);
	}
	throw new Error(`the phone has not synced within ${settleMsMax} ms`);
}

async function freshDevice(userId: string): Promise<DeviceRow[]> {
	const context = await openBrowser(join(stage.folder, 'fresh'));
	try {
		const page = context.pages()[0] ?? (await context.newPage());
		await new SignInPage(page).enter(`${stage.url}/today`, stage.account('engineer'));
		await new StatusLine(page).saysAllSent(settleMsMax);
		return await deviceRows(page, userId, 'records');
	} finally {
		await context.close();
	}
}

function report(
	done: readonly Kill[],
	faults: readonly string[],
	field: Field,
	desk: Desk,
	ms: number,
): void {
	const of = (victim: Victim) => done.filter((one) => one.victim === victim).length;
	const times = done.map((one) => one.ms);
	const figures = {
		...{ kills: done.length, seed, browser: of('browser'), server: of('server'), both: of('both') },
		...{ secondsPerKill: shareOf(times, 0.5) / 1_000, minutes: ms / 60_000 },
		...{ saved: ledger.size, brokenOff: ledger.unsureCount, byDesk: desk.written },
		...{ actions: field.done, thrownAway, faults: faults.length },
	};
	appendSamples(join(artefactsDir, 'chaos.jsonl'), [
		{ at: new Date().toISOString(), ...figures, faults, ...machineFacts() },
	]);
	console.log(
		[
			'',
			`${done.length} kills in ${figures.minutes.toFixed(1)} min (median ${figures.secondsPerKill.toFixed(1)} s each): browser ${of('browser')}, server ${of('server')}, both ${of('both')}. Seed ${seed}.`,
			`The screens and the server had called ${ledger.size} things saved (${desk.written} by the desk); ${ledger.unsureCount} were broken off in the middle.`,
			`Actions on the screen: ${JSON.stringify(field.done)}.`,
			`Databases the browser threw away: ${thrownAway}.`,
			faults.length === 0
				? 'Nothing lost, nothing twice, every number its own, every photo by its hash; the fresh device and the phone hold what the server does; integrity_check says ok.'
				: `${faults.length} FAULTS:\n  ${faults.join('\n  ')}`,
		].join('\n'),
	);
}
