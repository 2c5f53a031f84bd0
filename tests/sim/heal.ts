/** The end of a story: no fault any more, and everything has to come together. */
import { againMs, patienceMsMax } from '#store/resend.ts';
import type { ServerHappenings } from './happenings/server-happenings.ts';
import { everybody } from './people.ts';
import type { Device } from './world/device.ts';
import { goodLine } from './world/line.ts';
import type { World } from './world/world.ts';

/** Rounds every device may need when nothing is in the way any more. */
const roundsMax = 8;
/** Before them nothing new counts as known to everybody. */
const roundsMin = 2;
/** After a restore they wait for one another as well. */
const restoredRoundsMax = 2 * roundsMax;
const roundMs = againMs + 1_000;
/** Orders, and orders with pictures, that everybody asks for at the end. */
const askedMax = 2;

/** No fault any more; then rounds until everything is where it belongs. */
export async function heal(world: World, happenings: ServerHappenings): Promise<void> {
	const { scheduler, devices, backend, servers, oracle } = world;
	world.note('healed');
	await scheduler.run();
	backend.heal();
	if (servers.length === 0) await world.startServer();
	const back = everybody.filter(({ id }) => !world.maySync(id) && world.chance.chance(0.8));
	for (const { id } of back)
		happenings.administer({
			type: 'user.edit@1',
			kind: 'user',
			record: id,
			args: { set: { disabled: false } },
		});
	for (const device of devices) healDevice(device);
	world.bringAll();
	await scheduler.run();
	for (let n = 0; n < world.agreementsMin; n++) {
		for (const server of servers) happenings.keepUpOne(server);
		await scheduler.run();
	}
	await scheduler.outside(async () => oracle.settle(await backend.raw()));
	const { wasRestored } = world;
	let { moment } = oracle.mirror;
	for (let round = 0; round < (wasRestored ? restoredRoundsMax : roundsMax); round++) {
		// What the last round wrote has to reach the others in one more.
		const isStill = oracle.mirror.moment === moment;
		moment = oracle.mirror.moment;
		const areDone = devices.every(isDone);
		if (round >= roundsMin && isStill && areDone) break;
		scheduler.nowMs += roundMs;
		// Nobody waits for ever for those who do not come back.
		if (round === roundsMax) scheduler.nowMs += patienceMsMax;
		for (const server of servers) happenings.keepUpOne(server);
		await scheduler.run();
		for (const device of devices) if (device.readyTab) device.sync();
		await scheduler.run();
		for (const device of devices) oracle.look(device, 'any');
	}
}

function healDevice(device: Device): void {
	device.faults = goodLine;
	device.online = true;
	device.old = false;
	device.disk.setFull(false);
	for (const tab of device.tabs) tab.thaw();
	if (device.tabs.length === 0) device.startTab();
}

function isDone(device: Device): boolean {
	const isOpen = device
		.outbox()
		.some(({ status }) => status === 'queued' || status === 'acknowledged');
	return !isOpen && !device.tabs.some((tab) => tab.isWorking);
}

/** At the end everybody asks for some orders and their pictures, his own or not. */
export async function lookEverywhere(world: World): Promise<void> {
	const orders = world.orders();
	const pictured = orders.filter(({ photos }) => photos.length > 0);
	const asked = [...pictured.slice(-askedMax), ...orders.slice(-askedMax)];
	for (const device of world.devices)
		device.act('asks for everything', async ({ line }) => {
			for (const { id, photos } of asked) {
				const body = JSON.stringify({ kind: 'workOrder', text: '', id });
				const headers = { 'content-type': 'application/json' };
				await line.fetch('/sync/v1/lookup', { method: 'POST', headers, body });
				const [photo] = photos;
				if (!photo) continue;
				const url = `/sync/v1/blobs/${photo.blob.sha256}?record=${id}`;
				await line.fetch(url, { method: 'GET' });
			}
		});
	await world.scheduler.run();
}

/** What the store would read back is what was written. */
export async function compareStore(world: World): Promise<void> {
	const { backend, oracle } = world;
	for (const [key, { record, rev }] of oracle.mirror.records) {
		const stored = await backend.get({ kind: record.kind, id: record.id });
		if (stored?.rev !== rev || stored.json !== JSON.stringify(record))
			oracle.fail(2, 'the store keeps what it took', `${key} is at ${stored?.rev}, not ${rev}`);
	}
}
