/** Those who work on one order hand in at the same moment, at any of the servers. */
import { openStates } from '#domain/work-order/states.ts';
import type { Seeded } from '../../fixtures/seeded.ts';
import { crowded } from '../drafts.ts';
import type { Device } from '../world/device.ts';
import { Hold } from '../world/hold.ts';
import { badLine, goodLine } from '../world/line.ts';
import type { ServerProcess } from '../world/server-process.ts';
import type { World } from '../world/world.ts';
import { heldTurnsMax, isWriteOf, openingTurns } from './hold-turns.ts';

const crowdedRoundsMax = 4;
/** How long one server waits with its write for another. */
const meetingTurnsMax = 60;
/** Per request of a server to its cluster. */
const deathInCrowd = 1 / 200;

export class CrowdHappening {
	readonly #world: World;
	readonly #chance: Seeded;

	constructor(world: World) {
		this.#world = world;
		this.#chance = world.chance;
	}

	/**
	 * All who work on one order write of it, and hand it in at the same moment at any of the servers,
	 * which die more often than elsewhere.
	 */
	async crowd(): Promise<void> {
		const { servers, backend } = this.#world;
		const wanted = servers.length;
		await this.#wakeAll();
		const having = this.#workingOn();
		const ids = having.map(({ id }) => id);
		const shared = ids.filter((id, at) => ids.indexOf(id) !== at);
		if (shared.length === 0) return;
		const id = this.#chance.pick(shared);
		const devices = having.filter((each) => each.id === id).map(({ device }) => device);
		// Or most of what they hand in is put off.
		backend.loseRequests(false);
		for (let round = 1 + this.#chance.below(crowdedRoundsMax); round > 0; round--) {
			await this.#pushTogether(id, devices);
			await this.#whileDying(id, () => this.#world.scheduler.run(this.#chance.pick([600, 1_200])));
			while (servers.length < wanted) await this.#world.startServer();
		}
		backend.loseRequests(true);
	}

	async #wakeAll(): Promise<void> {
		for (const device of this.#world.devices) {
			device.online = true;
			for (const tab of device.tabs) tab.thaw();
			if (device.tabs.length === 0) device.startTab();
		}
		await this.#world.scheduler.run(openingTurns);
	}

	/** Open orders, with each device whose user may add to them. */
	#workingOn(): { device: Device; id: string }[] {
		const open: readonly string[] = openStates;
		return this.#world.devices.flatMap((device) => {
			const { person, readyTab, online, disk } = device;
			const isDesk = person.roles.includes('dispatcher');
			if (!readyTab || !online || disk.isFull) return [];
			const orders = device.seen('workOrder').filter(({ state }) => open.includes(state));
			const own = orders.filter(({ assigneeId }) => isDesk || assigneeId === person.id);
			return own.map(({ id }) => ({ device, id }));
		});
	}

	/** Two servers write that record at the same moment, where there are two. */
	async #whileDying(id: string, work: () => Promise<unknown>): Promise<void> {
		const { carriedOut, asking, scheduler } = this.#world;
		const writers = new Set<ServerProcess>();
		this.#world.asking = async (server, request) => {
			if (writers.has(server) || !isWriteOf(id, request)) return;
			writers.add(server);
			for (let left = meetingTurnsMax; left > 0 && writers.size < 2; left--) await scheduler.turn();
		};
		this.#world.carriedOut = (server) => {
			if (server.alive && this.#chance.chance(deathInCrowd)) this.#world.killServer(server);
		};
		await work();
		this.#world.carriedOut = carriedOut;
		this.#world.asking = asking;
	}

	/** Nobody's commands arrive before everybody's are on their way. */
	async #pushTogether(id: string, devices: readonly Device[]): Promise<void> {
		const { scheduler } = this.#world;
		const tabs = devices.flatMap(({ readyTab }) => readyTab ?? []);
		for (const tab of tabs) tab.hold = new Hold('asked', '/push');
		for (const device of devices) {
			device.faults = goodLine;
			device.execute(crowded(id, device, this.#chance));
		}
		await scheduler.run(openingTurns * devices.length);
		for (const tab of tabs) tab.runner?.wake('person');
		const isOn = () => tabs.every(({ hold }) => hold?.isReached);
		const turnsMax = heldTurnsMax * devices.length;
		for (let left = turnsMax; left > 0 && !isOn(); left -= 10) await scheduler.run(10);
		for (const device of devices) device.faults = badLine;
		for (const tab of tabs) {
			tab.hold?.release();
			tab.hold = undefined;
		}
	}
}
