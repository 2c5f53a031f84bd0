/**
 * `npm run bench -- load [--devices N] [--desks N] [--rate N] [--seconds N] [--no-growth | --no-load]`: one
 * sync-server on SQLite with 1,000 devices on the line and 50 changes a second; then what one device's
 * pull costs while the database grows around it. Linux only: it reads /proc.
 */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { artefactsDir } from '#server/bootstrap/paths.mjs';
import { commandOptions } from '../fixtures/command-options.ts';
import { startServer, type ServerProcess } from '../fixtures/server-process.ts';
import { DeviceProcess } from './support/device-process.ts';
import { LightDevice } from './support/light-device.ts';
import { fillForLoad, fillWithOthers, type LoadDevice } from './support/load-scene.ts';
import { memoryOf, processorSeconds } from './support/process-facts.ts';
import type { DevicesNews } from './support/run-devices.ts';
import { appendSamples, machineFacts, shareOf, spreadOf, tableText } from './support/samples.ts';

const values = commandOptions({
	devices: { type: 'string', default: '1000' },
	desks: { type: 'string', default: '20' },
	rate: { type: 'string', default: '50' },
	seconds: { type: 'string', default: '30' },
	'no-growth': { type: 'boolean', default: false },
	'no-load': { type: 'boolean', default: false },
});
const desks = Number(values.desks);
const scene = { engineers: Number(values.devices) - desks, desks, ordersEach: 3, assetsEach: 10 };
const changes = { changesPerS: Number(values.rate), seconds: Number(values.seconds) };
const growth = [10_000, 100_000, 500_000];
const pullsPerSize = 30;
const changedAtOnce = 10;
const target = { seenMs: 1_000 };

type Done = Extract<DevicesNews, { type: 'done' }>;
interface LoadSample extends Done {
	sample: 'load';
	cpuShare: number;
	idleCpuShare: number;
	bytesPerDevice: number;
	serverBytes: number;
}
interface GrowthSample {
	sample: 'growth';
	records: number;
	startMs: number;
	idleMs: number[];
	changedMs: number[];
}

const workDir = mkdtempSync(join(tmpdir(), 'outpost-bench-'));
try {
	if (!values['no-load']) {
		const load = await measureLoad(join(workDir, 'load'));
		keep([load]);
		console.log(loadReport(load));
	}
	if (!values['no-growth']) {
		const sizes = await measureGrowth(join(workDir, 'growth'));
		keep(sizes);
		console.log(growthReport(sizes));
	}
} finally {
	rmSync(workDir, { recursive: true, force: true, maxRetries: 3 });
}

function keep(samples: readonly object[]): void {
	const facts = { at: new Date().toISOString(), scene, changes, ...machineFacts() };
	const lines = samples.map((sample) => ({ ...sample, ...facts }));
	appendSamples(join(artefactsDir, 'bench-load.jsonl'), lines);
}

async function demoDatabase(dataDir: string): Promise<void> {
	const first = await startServer({ dataDir });
	await first.stop();
}

async function measureLoad(dataDir: string): Promise<LoadSample> {
	await demoDatabase(dataDir);
	console.log(`Enrolling ${scene.engineers} engineers and ${scene.desks} desks …`);
	const devices = await fillForLoad(dataDir, scene);
	let server = await startServer({ dataDir });
	const others = new DeviceProcess({ url: server.url, devices, ...changes });
	try {
		await others.says('warm');
		// Started anew: what the first pulls left behind would hide what a device on the line costs.
		await server.stop();
		server = await startServer({ dataDir, port: server.port });
		console.log('All have what is theirs. Opening the streams …');
		const before = memoryOf(server.pid);
		others.tell('measured');
		await others.says('connected');
		const after = memoryOf(server.pid);
		const idleCpuShare = await cpuShareDuring(server.pid, () => pause(2_000));
		console.log(`${devices.length} devices on the line; ${changes.changesPerS} changes a second …`);
		let done: Done | undefined;
		const cpuShare = await cpuShareDuring(server.pid, async () => {
			others.tell('go');
			done = (await others.says('done')) as Done;
		});
		if (!done) throw new Error('no answer');
		return {
			...{ sample: 'load', ...done, cpuShare, idleCpuShare, serverBytes: memoryOf(server.pid) },
			bytesPerDevice: (after - before) / devices.length,
		};
	} finally {
		others.tell('end');
		await server.stop();
	}
}

async function cpuShareDuring(pid: number, work: () => Promise<void>): Promise<number> {
	const [cpu, start] = [processorSeconds(pid), performance.now()];
	await work();
	return (processorSeconds(pid) - cpu) / ((performance.now() - start) / 1_000);
}

/** A server on a database of some size, and one device of always the same records on it. */
interface Sized {
	records: number;
	startMs: number;
	server: ServerProcess;
	author: LightDevice;
	reader: LightDevice;
	orders: string[];
}

/** All sizes side by side and asked in turn, so that a busy moment of this machine meets each. */
async function measureGrowth(dataDir: string): Promise<GrowthSample[]> {
	const sizes = await openSizes(dataDir);
	const samples = sizes.map(({ records, startMs }): GrowthSample => {
		return { sample: 'growth', records, startMs, idleMs: [], changedMs: [] };
	});
	try {
		for (let n = 0; n < pullsPerSize; n++)
			for (const [at, sized] of sizes.entries()) {
				const sample = samples[at];
				if (sample) await measureOnce(sized, sample, n);
			}
		return samples;
	} finally {
		for (const { server, author, reader } of sizes) {
			author.close();
			reader.close();
			await server.stop();
		}
	}
}

async function openSizes(dataDir: string): Promise<Sized[]> {
	const first = join(dataDir, 'first');
	await demoDatabase(first);
	const own = { engineers: 1, desks: 1, ordersEach: 100, assetsEach: 400 };
	const [desk, engineer] = await fillForLoad(first, own);
	if (!desk || !engineer) throw new Error('nobody enrolled');
	const sizes: Sized[] = [];
	let [before, filled] = [first, own.ordersEach + own.assetsEach];
	for (const records of growth) {
		console.log(`Filling a database with ${records} records …`);
		const dir = join(dataDir, String(records));
		cpSync(before, dir, { recursive: true });
		await fillWithOthers(dir, filled, records);
		[before, filled] = [dir, records];
		sizes.push(await openSized(dir, records, desk, engineer));
	}
	return sizes;
}

async function openSized(
	dataDir: string,
	records: number,
	desk: LoadDevice,
	engineer: LoadDevice,
): Promise<Sized> {
	const copy = `${dataDir}-served`;
	cpSync(dataDir, copy, { recursive: true });
	const start = performance.now();
	const server = await startServer({ dataDir: copy });
	const startMs = performance.now() - start;
	const author = new LightDevice(server.url, desk);
	const reader = new LightDevice(server.url, engineer);
	await reader.pull();
	return { records, startMs, server, author, reader, orders: engineer.orders };
}

async function measureOnce(
	{ author, reader, orders }: Sized,
	sample: GrowthSample,
	n: number,
): Promise<void> {
	sample.idleMs.push(await pullTime(reader, 0));
	// Never the same ones in a row: an order with hundreds of notes is another measurement.
	const first = (n * changedAtOnce) % orders.length;
	for (const record of orders.slice(first, first + changedAtOnce)) await author.note(record);
	sample.changedMs.push(await pullTime(reader, changedAtOnce));
}

async function pullTime(reader: LightDevice, expected: number): Promise<number> {
	const start = performance.now();
	const count = await reader.pull();
	const ms = performance.now() - start;
	if (count !== expected) throw new Error(`${count} records came, not ${expected}`);
	return ms;
}

function loadReport(load: LoadSample): string {
	const { toDesk, toEngineer, pushMs, unseen, rounds, lateMs, cpuShare, idleCpuShare } = load;
	const { cores, load: machineLoad } = machineFacts();
	const shares = (ms: readonly number[]) =>
		[0.5, 0.95, 0.99, 1].map((share) => Math.round(shareOf(ms, share)).toString());
	const total = changes.changesPerS * changes.seconds;
	return [
		'',
		`One sync-server on SQLite, ${scene.engineers + scene.desks} devices on the line (${scene.desks} of them desks), ${changes.changesPerS} changes a second`,
		`for ${changes.seconds} s: half by engineers, seen by a desk, half by desks, seen by the engineer. ${cores} cores, load ${machineLoad}.`,
		'',
		tableText([
			['ms', 'p50', 'p95', 'p99', 'max'],
			['change seen on the other device', ...shares([...toDesk, ...toEngineer])],
			['  by a desk, which sees every order', ...shares(toDesk)],
			['  by the engineer', ...shares(toEngineer)],
			['push answered', ...shares(pushMs)],
		]),
		'',
		`  Aim: p95 at most ${target.seenMs} ms. Changes ${total}, never seen ${unseen}; rounds of all devices ${rounds}; sent at most ${Math.round(lateMs)} ms late.`,
		`  The server used ${percent(cpuShare)} of one core (${percent(idleCpuShare)} with nobody changing anything),`,
		`  ${(load.bytesPerDevice / 1_024).toFixed(1)} KB of memory per device on the line, ${(load.serverBytes / 2 ** 20).toFixed(0)} MB in all.`,
	].join('\n');
}

function growthReport(samples: readonly GrowthSample[]): string {
	const [smallest] = samples;
	const middle = (ms: readonly number[]) => spreadOf(ms).median;
	const times = (read: (one: GrowthSample) => number[], one: GrowthSample) =>
		smallest ? (middle(read(one)) / middle(read(smallest))).toFixed(2) : '';
	return [
		'',
		`One device's pull of its own ${500} records' changes in a growing database; median (min–max) of ${pullsPerSize}, ms.`,
		'',
		tableText([
			[
				'records in the database',
				'nothing new',
				'ratio',
				`${changedAtOnce} changes`,
				'ratio',
				'server start, s',
			],
			...samples.map((one) => [
				one.records.toLocaleString('en'),
				tenths(one.idleMs),
				times(({ idleMs }) => idleMs, one),
				tenths(one.changedMs),
				times(({ changedMs }) => changedMs, one),
				(one.startMs / 1_000).toFixed(1),
			]),
		]),
	].join('\n');
}

function tenths(ms: readonly number[]): string {
	const { median, min, max } = spreadOf(ms);
	return `${median.toFixed(1)} (${min.toFixed(1)}–${max.toFixed(1)})`;
}

function percent(share: number): string {
	return `${Math.round(share * 100)} %`;
}

function pause(ms: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, ms));
}
