/** What befalls devices: their tabs, their lines, their clocks and their disks. */
import type { Seeded } from '../../fixtures/seeded.ts';
import { idOf } from '../oracle/ledger.ts';
import type { Device } from '../world/device.ts';
import type { Tab } from '../world/tab.ts';
import type { World } from '../world/world.ts';

const clockJumpMs = 26 * 3_600_000;

export class DeviceHappenings {
	readonly #world: World;
	readonly #chance: Seeded;

	constructor(world: World) {
		this.#world = world;
		this.#chance = world.chance;
	}

	killTab(): void {
		const tabs = this.#world.devices.flatMap((device) => device.tabs);
		const busy = tabs.filter((tab) => tab.isWorking);
		if (tabs.length === 0) return;
		this.#kill(this.#chance.pick(busy.length > 0 ? busy : tabs));
	}

	#kill(tab: Tab): void {
		const { disk } = tab.device;
		if (!disk.mayDie(tab.name)) return;
		const die = () => {
			this.#world.note(`${tab.name} dies`);
			tab.die();
		};
		if (this.#chance.chance(0.4) && disk.killAtCommit(tab.name, die)) return;
		die();
	}

	#device(): Device {
		return this.#chance.pick(this.#world.devices);
	}

	closeTab(): void {
		const { tabs } = this.#device();
		if (tabs.length > 0) this.#chance.pick(tabs).close();
	}

	secondTab(): void {
		const device = this.#device();
		if (device.tabs.length === 1) device.startTab();
	}

	freeze(): void {
		for (const tab of this.#device().tabs)
			if (tab.frozen) tab.thaw();
			else tab.freeze();
	}

	lineDown(): void {
		const device = this.#device();
		device.online = !device.online;
	}

	clockJump(): void {
		const device = this.#device();
		device.skewMs = this.#chance.chance(0.3) ? 0 : (this.#chance.next() - 0.5) * 2 * clockJumpMs;
	}

	diskFull(): void {
		const { disk } = this.#device();
		disk.setFull(!disk.isFull);
	}

	evict(): void {
		const device = this.#device();
		this.#world.note(`${device.name} is evicted`);
		const { ledger } = this.#world.oracle;
		for (const entry of ledger.of(device)) {
			if (entry.state === 'saved') device.untoldEviction = true;
			entry.state = 'evicted';
		}
		device.evict();
	}

	damage(): void {
		loseDatabase(this.#world, this.#device());
	}

	/** What is in somebody's way does not stay for ever. */
	relieve(): void {
		const device = this.#device();
		device.online = true;
		device.disk.setFull(false);
		for (const tab of device.tabs) tab.thaw();
	}
}

/** Its database is gone; what had not been handed in comes back when the app starts. */
export function loseDatabase(world: World, device: Device): void {
	if (device.damaged) return;
	world.note(`${device.name} loses its database`);
	const rows = device.outbox().filter(({ status }) => status !== 'acknowledged');
	const unsent = new Set(rows.map(({ seq }) => seq));
	const entries = world.oracle.ledger.of(device);
	const areCopiesWhole = device.markers.getItem(`outpost-uncopied:${device.person.id}`) !== 'yes';
	device.damage();
	for (const entry of entries) {
		entry.life = device.life;
		// What a server took once and a restored one is offered again has its copy after the round only.
		const isAgain = world.oracle.answers.has(idOf(entry));
		if (entry.state === 'saved' && (isAgain || !unsent.has(entry.seq))) entry.state = 'taken';
		// Copies of pictures gave room to newer work; a marker says that they are not whole.
		if (areCopiesWhole) continue;
		entry.blobs = entry.blobs.filter((sha256) => device.files.holds(sha256));
	}
}
