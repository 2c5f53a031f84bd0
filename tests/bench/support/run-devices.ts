/** The devices of the load bench, in a process of their own: they must not share the server's core. */
import { setTimeout as wait } from 'node:timers/promises';
import { LightDevice } from './light-device.ts';
import type { LoadDevice } from './load-scene.ts';

export interface DevicesOrder {
	url: string;
	devices: LoadDevice[];
	changesPerS: number;
	seconds: number;
}
/** What the process says, in this order. */
export type DevicesNews =
	| { type: 'connected' }
	| { type: 'warm' }
	| {
			type: 'done';
			/** ms from the push to the page on the other device, one per change. */
			toDesk: number[];
			toEngineer: number[];
			pushMs: number[];
			unseen: number;
			rounds: number;
			lateMs: number;
	  };

const atOnce = 20;
const settleMs = 3_000;

process.once('message', (order: DevicesOrder) => {
	run(order).catch((error: unknown) => {
		console.error(error);
		process.exit(1);
	});
});

async function run({ url, devices, changesPerS, seconds }: DevicesOrder): Promise<void> {
	const all = devices.map((device) => new LightDevice(url, device));
	await inGroups(all, (device) => device.pull());
	say({ type: 'warm' });
	await once('measured');
	await inGroups(all, (device) => device.listen().then(() => device.pull()));
	await wait(settleMs);
	say({ type: 'connected' });
	await once('go');
	say(await change(all, changesPerS, seconds));
	await once('end');
	for (const device of all) device.close();
	process.exit(0);
}

/** Half of the changes are the engineers' and seen by a desk, half a desk's and seen by the engineer. */
async function change(
	all: LightDevice[],
	perS: number,
	seconds: number,
): Promise<Extract<DevicesNews, { type: 'done' }>> {
	const desks = all.filter(({ load }) => load.isDesk);
	const engineers = all.filter(({ load }) => !load.isDesk);
	const [toDesk, toEngineer, pushMs]: [number[], number[], number[]] = [[], [], []];
	const start = performance.now();
	const pushes: Promise<void>[] = [];
	let lateMs = 0;
	for (let n = 0; n < perS * seconds; n++) {
		const due = start + (n * 1_000) / perS;
		await wait(Math.max(0, due - performance.now()));
		lateMs = Math.max(lateMs, performance.now() - due);
		const engineer = nth(engineers, n * 7);
		const desk = nth(desks, n);
		const [author, reader, times] =
			n % 2 === 0 ? [engineer, desk, toDesk] : [desk, engineer, toEngineer];
		const record = nth(engineer.load.orders, n);
		const known = reader.watch(record, (ms) => times.push(ms));
		const sent = performance.now();
		pushes.push(
			author.note(record).then((rev) => {
				pushMs.push(performance.now() - sent);
				known(rev);
			}),
		);
	}
	await Promise.all(pushes);
	await wait(settleMs);
	const unseen = all.reduce((sum, device) => sum + device.unseen, 0);
	const rounds = all.reduce((sum, device) => sum + device.rounds, 0);
	return { type: 'done', toDesk, toEngineer, pushMs, unseen, rounds, lateMs };
}

async function inGroups(
	devices: readonly LightDevice[],
	work: (device: LightDevice) => Promise<unknown>,
): Promise<void> {
	for (let at = 0; at < devices.length; at += atOnce)
		await Promise.all(devices.slice(at, at + atOnce).map(work));
}

function once(word: string): Promise<void> {
	return new Promise((resolve) => {
		process.on('message', (heard) => {
			if (heard === word) resolve();
		});
	});
}

function say(news: DevicesNews): void {
	process.send?.(news);
}

function nth<T>(list: readonly T[], n: number): T {
	const found = list[n % list.length];
	if (found === undefined) throw new Error('nothing to pick from');
	return found;
}
