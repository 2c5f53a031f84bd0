/** Coincidences chance alone brings about too seldom: each is one fault the product once had. */
import { compareEveryMs } from '#sync/engine/compare-due.ts';
import type { RecordOf } from '#domain/record-schemas.ts';
import { openStates } from '#domain/work-order/states.ts';
import { copyLagMsMax } from '#server/store/couch-feed.ts';
import type { CouchRequest } from '#server/store/couch-transport.ts';
import type { Seeded } from '../../fixtures/seeded.ts';
import { administer, sync } from '../doings.ts';
import { crowded } from '../drafts.ts';
import { engineers } from '../people.ts';
import { assets } from '../setting.ts';
import type { Device } from '../world/device.ts';
import { Hold } from '../world/hold.ts';
import { badLine, goodLine } from '../world/line.ts';
import type { ServerProcess } from '../world/server-process.ts';
import type { Tab } from '../world/tab.ts';
import type { World } from '../world/world.ts';

/** Until a held request is there, or it never comes. */
const heldTurnsMax = 600;
const openingTurns = 200;
const crowdedRoundsMax = 4;
/** How long one server waits with its write for another. */
const meetingTurnsMax = 60;
/** Per request of a server to its cluster. */
const deathInCrowd = 1 / 200;

/** Somebody's device, an order of his, and an asset from elsewhere. */
interface Cast {
	device: Device;
	order: RecordOf<'workOrder'>;
	asset: RecordOf<'asset'>;
}

export class SceneHappenings {
	readonly #world: World;
	readonly #chance: Seeded;

	constructor(world: World) {
		this.#world = world;
		this.#chance = world.chance;
	}

	/** A page comes late to one tab; another has taken a later one meanwhile. */
	async overtake(): Promise<void> {
		const cast = this.#cast();
		const slow = cast?.device.readyTab;
		if (!cast || !slow) return;
		const { device } = cast;
		const quick = device.tabs.find((tab) => tab !== slow) ?? device.startTab();
		await this.#world.scheduler.run(openingTurns);
		if (!quick.isReady || quick.frozen) return;
		await this.#calmly(device, async () => {
			await this.#whileHeld(slow, new Hold('answered', '/pull'), async () => {
				await this.#bring(cast);
				quick.runner?.wake('person');
				await this.#world.scheduler.run(heldTurnsMax);
			});
			await this.#takeAway(cast);
		});
	}

	/** What a comparison finds came after the device's last page, and is gone before its next. */
	async compareLate(): Promise<void> {
		const cast = this.#cast();
		const tab = cast?.device.readyTab;
		if (!cast || !tab) return;
		this.#world.scheduler.nowMs += compareEveryMs;
		await this.#calmly(cast.device, async () => {
			await this.#whileHeld(tab, new Hold('asked', '/digest'), () => this.#bring(cast));
			await this.#takeAway(cast);
		});
	}

	/** A device has what the backup lacks; its app begins anew, so that no comparison comes to help. */
	async pullAnew(): Promise<void> {
		const cast = this.#cast();
		if (!cast || !this.#world.backend.takeBackup()) return;
		const { device } = cast;
		await this.#calmly(device, async () => {
			await this.#bring(cast);
			await sync(this.#world, [device]);
			await this.#world.restore();
			for (const tab of [...device.tabs]) tab.die();
			device.startTab();
			await this.#world.scheduler.run(openingTurns);
			await sync(this.#world, [device]);
		});
	}

	/**
	 * A server takes an order from somebody and dies before it has told anyone. Another one writes on,
	 * with what it knows of him from before.
	 */
	async dieBehindWrite(): Promise<void> {
		const { servers, scheduler } = this.#world;
		const cast = this.#cast();
		const [dying, staying] = servers;
		if (!cast || !dying || !staying || this.#world.flavour !== 'couch-cluster') return;
		const { device, order } = cast;
		scheduler.nowMs += copyLagMsMax + 1;
		await this.#calmly(device, () => sync(this.#world, [device, device]));
		const [next, other] = engineers.filter(({ id }) => id !== device.person.id);
		if (!next || !other) return;
		this.#world.carriedOut = (server, request) => {
			if (server === dying && server.alive && isWriteOf(order.id, request))
				this.#world.killServer(dying);
		};
		for (const assigneeId of [next.id, other.id]) {
			const args = { assigneeId, reason: 'overload' };
			await administer(
				this.#world,
				{ type: 'workOrder.dispatch@1', kind: 'workOrder', record: order.id, args },
				dying.alive ? dying : staying,
			);
		}
		this.#world.carriedOut = () => undefined;
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

	#cast(): Cast | undefined {
		const { devices, oracle } = this.#world;
		const found = devices.flatMap((device) => {
			const { person, readyTab, online } = device;
			if (!readyTab || !online || device.disk.isFull || device.old) return [];
			const own = device.seen('workOrder').filter(({ assigneeId }) => assigneeId === person.id);
			const keys = oracle.entitlements.now(person.id);
			return own
				.filter(({ siteId, unconfirmedPlace }) => siteId !== undefined && !unconfirmedPlace)
				.map((order) => ({ device, order, keys }));
		});
		if (found.length === 0) return undefined;
		const { device, order, keys } = this.#chance.pick(found);
		const foreign = assets.filter((id) => !keys.has(`asset/${id}`));
		const id = foreign.length > 0 ? this.#chance.pick(foreign) : '';
		const asset = oracle.mirror.get('asset', id);
		return asset && { device, order, asset };
	}

	/** The asset comes to where the order is. */
	#bring({ order, asset }: Cast): Promise<void> {
		return this.#move(asset.id, order.siteId);
	}

	/** It goes back, and its device hears of it in a round of its own. */
	async #takeAway({ device, asset }: Cast): Promise<void> {
		await this.#move(asset.id, asset.siteId);
		await sync(this.#world, [device]);
		await sync(this.#world, [device]);
	}

	#move(record: string, siteId: string | undefined): Promise<void> {
		const args = { set: { siteId } };
		return administer(this.#world, { type: 'asset.edit@1', kind: 'asset', record, args });
	}

	/** A round of that tab with one request held while something else happens. */
	async #whileHeld(tab: Tab, hold: Hold, work: () => Promise<void>): Promise<void> {
		const { scheduler } = this.#world;
		tab.hold = hold;
		tab.runner?.wake('person');
		for (let left = heldTurnsMax; left > 0 && !hold.isReached; left -= 10) await scheduler.run(10);
		if (hold.isReached) await work();
		hold.release();
		tab.hold = undefined;
		await scheduler.run(heldTurnsMax);
	}

	/** Without faults of the line, which have their turn elsewhere. */
	async #calmly(device: Device, work: () => Promise<void>): Promise<void> {
		device.faults = goodLine;
		await work();
		device.faults = badLine;
	}
}

function isWriteOf(id: string, { path, body }: CouchRequest): boolean {
	if (!path.endsWith('_bulk_docs')) return false;
	const { docs } = body as { docs: { type?: string; id?: string }[] };
	return docs.some((document) => document.type === 'record' && document.id === id);
}
