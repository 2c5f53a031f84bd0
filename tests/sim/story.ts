/**
 * One seed's story. First everything goes wrong that can, and the oracle looks at every step; then
 * all is healed, and everything has to come together within a bound of rounds.
 */
import type { Seeded } from '../fixtures/seeded.ts';
import { beginAttacks } from './attacks.ts';
import { beginNames } from './draft.ts';
import { photo } from './drafts.ts';
import { CrowdHappening } from './happenings/crowd-happening.ts';
import { DeviceHappenings } from './happenings/device-happenings.ts';
import { PeopleHappenings } from './happenings/people-happenings.ts';
import { SceneHappenings } from './happenings/scene-happenings.ts';
import { ServerHappenings } from './happenings/server-happenings.ts';
import { compareStore, heal, lookEverywhere } from './heal.ts';
import { everybody, people, type Person } from './people.ts';
import type { Device } from './world/device.ts';
import { badLine } from './world/line.ts';
import type { ServerProcess } from './world/server-process.ts';
import type { World } from './world/world.ts';

/** Chance per turn that some tab, or a server, dies in the middle of it. */
const tabDeath = 1 / 2_500;
const serverDeath = 1 / 30_000;
/** The same per request of a server to its cluster. */
const deathBehind = 1 / 2_000;
/** How often one of these is the last that happens: whatever else is written would make it good. */
const endsWithScene = 0.8;
const lastScenes = ['dieBehindWrite', 'beginWhileCopiesLag'] as const;

type Happenings = PeopleHappenings &
	DeviceHappenings &
	ServerHappenings &
	SceneHappenings &
	CrowdHappening;

/** Records a device asks for at a time, once it holds what is its own. */
const pageSizes = [2, 5, 9, 50, 2_000, 2_000];

/** Things that happen, and how often each. */
const weights = {
	work: 50,
	sync: 22,
	timer: 6,
	lookAround: 6,
	takeBack: 3,
	settle: 4,
	killTab: 3,
	closeTab: 1,
	secondTab: 1.5,
	freeze: 1.5,
	lineDown: 3,
	clockJump: 1.5,
	diskFull: 1.5,
	evict: 0.7,
	damage: 0.7,
	loseUnsent: 1.2,
	signOutForGood: 1,
	changeVersion: 1.5,
	changeUser: 2,
	changePlace: 2,
	newerVersionWrites: 3,
	attack: 4,
	handOver: 5,
	stumble: 1.5,
	killServer: 0.6,
	shakeNode: 1.5,
	unreadable: 0.5,
	keepUp: 4,
	backup: 2,
	restore: 2,
	crowd: 5,
	overtake: 2,
	compareLate: 1,
	pullAnew: 0.6,
	undoLate: 1.8,
	leaveBetweenPages: 1,
} satisfies Partial<Record<keyof Happenings, number>>;

export class Story {
	readonly #world: World;
	readonly #chance: Seeded;
	readonly #people: PeopleHappenings;
	readonly #devices: DeviceHappenings;
	readonly #servers: ServerHappenings;
	readonly #scenes: SceneHappenings;
	readonly #crowd: CrowdHappening;
	#faults = true;
	/** Kinds of happenings left out. */
	readonly #without: ReadonlySet<string>;

	constructor(world: World, without: ReadonlySet<string>) {
		this.#world = world;
		this.#chance = world.chance;
		this.#without = without;
		this.#people = new PeopleHappenings(world, without);
		this.#devices = new DeviceHappenings(world);
		this.#servers = new ServerHappenings(world);
		this.#scenes = new SceneHappenings(world);
		this.#crowd = new CrowdHappening(world);
	}

	async tell(): Promise<void> {
		beginNames();
		beginAttacks();
		this.#settle();
		await this.#firstSync();
		this.#world.scheduler.beforeTurn = () => this.#strike();
		this.#world.carriedOut = (server) => this.#strikeBehind(server);
		const length = this.#chance.pick([5, 8, 12, 20]);
		for (let n = 0; n < length && !this.#world.isOver; n++) await this.#next();
		if (this.#world.isOver) return;
		this.#world.scheduler.beforeTurn = () => undefined;
		this.#world.carriedOut = () => undefined;
		this.#faults = false;
		if (this.#chance.chance(endsWithScene)) await this.#happen(this.#chance.pick(lastScenes));
		await heal(this.#world, this.#servers);
		await lookEverywhere(this.#world);
		const { backend, oracle } = this.#world;
		await this.#world.scheduler.outside(async () => oracle.settle(await backend.raw()));
		this.#world.oracle.atEnd(this.#world.devices);
		await compareStore(this.#world);
	}

	/** Who has a device: always a desk and two engineers, others as chance will. */
	#settle(): void {
		const { desk, first, second } = people;
		const more = this.#chance.chance(0.01) ? 17 : this.#chance.pick([0, 0, 0, 0, 0, 2]);
		const own: Person[] = [desk, first, second];
		for (let n = 0; n < more; n++) own.push(this.#chance.pick(everybody));
		own.forEach((person, n) => this.#world.addDevice(`d${n + 1}`, person));
	}

	async #firstSync(): Promise<void> {
		const { devices, scheduler } = this.#world;
		for (const device of devices) device.startTab();
		await scheduler.run();
		for (const device of devices) device.sync();
		await scheduler.run();
		const taking = devices.filter(() => this.#chance.chance(0.3));
		for (const device of taking) this.#firstPicture(device);
		await scheduler.run();
		for (const device of taking) device.sync();
		await scheduler.run();
		for (const device of devices) {
			device.faults = badLine;
			device.pageMax = this.#chance.pick(pageSizes);
		}
	}

	/** So that there are pictures on the server that others may ask for. */
	#firstPicture(device: Device): void {
		const own = device.seen('workOrder').find((each) => each.assigneeId === device.person.id);
		const doing = own && photo(own.id);
		if (doing && !this.#without.has('pictures')) device.execute(doing.drafts, doing.blobs);
	}

	/** Somebody does something, then the world goes on for a while: not always until all is quiet. */
	async #next(): Promise<void> {
		const { scheduler } = this.#world;
		scheduler.nowMs += 500 + this.#chance.below(this.#chance.chance(0.15) ? 900_000 : 12_000);
		if (this.#chance.chance(0.06)) this.#devices.relieve();
		const what = this.#chance.weighted(weights);
		if (!this.#without.has(what)) await this.#happen(what);
		this.#world.happened();
		if (this.#world.servers.length === 0 && this.#chance.chance(0.5))
			await this.#world.startServer();
		const turns = this.#chance.pick([5, 40, 200, 800, 0, 0]);
		await (turns === 0 ? scheduler.run() : scheduler.run(turns));
		for (const device of this.#world.devices) this.#world.oracle.look(device, 'any');
	}

	async #happen(what: keyof typeof weights | (typeof lastScenes)[number]): Promise<void> {
		const owner = [this.#people, this.#devices, this.#servers, this.#scenes, this.#crowd].find(
			(each) => what in each,
		);
		await (owner as Happenings)[what]();
	}

	/** Before any turn a tab or a server may die. */
	#strike(): void {
		if (!this.#faults) return;
		if (this.#chance.chance(tabDeath) && !this.#without.has('killTab')) this.#devices.killTab();
		if (this.#chance.chance(serverDeath) && !this.#without.has('killServer'))
			this.#servers.killServer();
	}

	/** A server on a cluster dies before it hears that something was carried out for it. */
	#strikeBehind(server: ServerProcess): void {
		const mayDie = server.alive && !this.#without.has('killServer');
		if (mayDie && this.#chance.chance(deathBehind)) this.#world.killServer(server);
	}
}
