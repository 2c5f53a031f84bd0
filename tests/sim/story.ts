/**
 * One seed's story. First everything goes wrong that can, and the oracle looks at every step; then
 * all is healed, and everything has to come together within a bound of rounds.
 */
import type { RecordOf } from '#domain/record-schemas.ts';
import type { AdministrationCommand } from '#server/administration.ts';
import { mend } from '#server/keep-up.ts';
import { recordWrite } from '#server/push/record-write.ts';
import { Accounts } from '#store/accounts.ts';
import { instantOf } from '#domain/time/instant.ts';
import { attack, beginAttacks } from './attacks.ts';
import { beginNames, nextDoing, photo } from './drafts.ts';
import { engineers, everybody, futureField, people, type Person } from './people.ts';
import type { Seeded } from '../fixtures/seeded.ts';
import { assets, customers, sites } from './setting.ts';
import type { Device } from './world/device.ts';
import { badLine, goodLine } from './world/line.ts';
import type { ServerProcess } from './world/server-process.ts';
import type { Tab } from './world/tab.ts';
import type { World } from './world/world.ts';

/** Rounds every device may need when nothing is in the way any more. */
const roundsMax = 8;
/** Chance per turn that some tab, or a server, dies in the middle of it. */
const tabDeath = 1 / 4_000;
const serverDeath = 1 / 30_000;
/** Orders, and orders with pictures, that everybody asks for at the end. */
const askedMax = 3;
const clockJumpMs = 26 * 3_600_000;

/** Things that happen, and how often each. */
const happenings = {
	work: 60,
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
	signOutForGood: 0.6,
	changeVersion: 1.5,
	changeUser: 2,
	changePlace: 2,
	newerVersionWrites: 3,
	attack: 2.5,
	killServer: 0.6,
	unreadable: 0.5,
	keepUp: 4,
	backup: 1,
	restore: 0,
};

export class Story {
	readonly #world: World;
	readonly #chance: Seeded;
	#faults = true;
	#future = 0;
	/** Kinds of happenings left out. */
	readonly #without: ReadonlySet<string>;

	constructor(world: World, without: ReadonlySet<string>) {
		this.#world = world;
		this.#chance = world.chance;
		this.#without = without;
	}

	async tell(): Promise<void> {
		beginNames();
		beginAttacks();
		this.#settle();
		await this.#firstSync();
		this.#world.scheduler.beforeTurn = () => this.#strike();
		const length = this.#chance.pick([30, 50, 70, 100]);
		for (let n = 0; n < length; n++) await this.#next();
		this.#world.scheduler.beforeTurn = () => undefined;
		await this.#heal();
		await this.#lookEverywhere();
		const { backend, oracle } = this.#world;
		await this.#world.scheduler.outside(async () => oracle.settle(await backend.raw()));
		this.#world.oracle.atEnd(this.#world.devices);
		await this.#compareStore();
	}

	/** Who has a device: always a desk and two engineers, others as chance will. */
	#settle(): void {
		const { desk, first, second } = people;
		const more = this.#chance.chance(0.04) ? 17 : this.#chance.below(5);
		const own: Person[] = [desk, first, second];
		for (let n = 0; n < more; n++) own.push(this.#chance.pick(everybody));
		own.forEach((person, n) => this.#world.addDevice(`d${n + 1}`, person, this.#pageMax()));
	}

	#pageMax(): number {
		return this.#chance.pick([2, 3, 5, 9, 50, 2_000]);
	}

	async #firstSync(): Promise<void> {
		const { devices, scheduler } = this.#world;
		for (const device of devices) device.startTab();
		await scheduler.run();
		for (const device of devices) device.sync();
		await scheduler.run();
		for (const device of devices) if (this.#chance.chance(0.3)) this.#firstPicture(device);
		await scheduler.run();
		for (const device of devices) device.sync();
		await scheduler.run();
		for (const device of devices) device.faults = badLine;
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
		if (this.#chance.chance(0.06)) this.#relieve(this.#device());
		const what = this.#chance.weighted(happenings);
		if (!this.#without.has(what)) await this[what]();
		this.#world.happened();
		if (this.#world.servers.length === 0 && this.#chance.chance(0.5))
			await this.#world.startServer();
		const turns = this.#chance.pick([5, 40, 200, 800, 0, 0]);
		await (turns === 0 ? scheduler.run() : scheduler.run(turns));
		for (const device of this.#world.devices) this.#world.oracle.look(device, 'any');
	}

	/** What is in somebody's way does not stay for ever. */
	#relieve(device: Device): void {
		device.online = true;
		device.disk.setFull(false);
		for (const tab of device.tabs) tab.thaw();
	}

	/** Before any turn a tab or a server may die. */
	#strike(): void {
		if (!this.#faults) return;
		if (this.#chance.chance(tabDeath)) this.#killSomeTab();
		if (this.#chance.chance(serverDeath) && !this.#without.has('killServer')) this.killServer();
	}

	#killSomeTab(): void {
		if (this.#without.has('killTab')) return;
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

	/** A few things in a row, so that batches are longer than one. */
	async work(): Promise<void> {
		const device = this.#device();
		if (device.tabs.length === 0) return void device.startTab();
		for (let left = 1 + this.#chance.below(4); left > 0; left--) {
			const doing = device.readyTab && nextDoing(device, this.#chance);
			const isLeftOut = doing?.blobs && this.#without.has('pictures');
			if (doing && !isLeftOut) device.execute(doing.drafts, doing.blobs);
			await this.#world.scheduler.run(this.#chance.pick([20, 60, 120]));
			this.#world.scheduler.nowMs += this.#chance.below(3_000);
		}
	}

	sync(): void {
		const device = this.#device();
		if (device.readyTab) device.sync();
		else if (device.tabs.length === 0) device.startTab();
	}

	timer(): void {
		for (const tab of this.#device().tabs) tab.fireTimer();
	}

	/** Searches the archive and looks at a picture: what only a server can answer. */
	lookAround(): void {
		const device = this.#device();
		const text = this.#chance.pick(['order', 'T-a', 'walkup', 'D0201']);
		const kind = this.#chance.pick(['asset', 'workOrder', 'claimable'] as const);
		const siteId = this.#chance.chance(0.4) ? { siteId: this.#chance.pick(sites) } : {};
		const orders = this.#world.orders();
		const pictured = orders.filter(({ photos }) => photos.length > 0);
		const order = pictured.length > 0 ? this.#chance.pick(pictured) : undefined;
		const any =
			orders.length > 0 && this.#chance.chance(0.5) ? this.#chance.pick(orders) : undefined;
		const id = any ? { id: any.id } : {};
		device.act('looks around', async (tab) => {
			const line = tab.line.fetch;
			const body = JSON.stringify({ kind, text, ...siteId, ...id });
			const headers = { 'content-type': 'application/json' };
			await line('/sync/v1/lookup', { method: 'POST', headers, body }).catch(() => undefined);
			const blob = order?.photos[0]?.blob;
			if (!blob) return;
			const url = `/sync/v1/blobs/${blob.sha256}?record=${order.id}`;
			await line(url, { method: 'HEAD' }).catch(() => undefined);
		});
	}

	/** At the end everybody asks for some orders and their pictures, his own or not. */
	async #lookEverywhere(): Promise<void> {
		const orders = this.#world.orders();
		const pictured = orders.filter(({ photos }) => photos.length > 0);
		const asked = [...pictured.slice(-askedMax), ...orders.slice(-askedMax)];
		for (const device of this.#world.devices)
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
		await this.#world.scheduler.run();
	}

	/** Undo of the last unsent command. */
	takeBack(): void {
		const device = this.#device();
		const own = this.#world.oracle.ledger.of(device).filter(({ state }) => state === 'saved');
		const entry = own.at(-1);
		if (!entry) return;
		device.act('undoes', async (tab) => {
			const { state } = entry;
			if (state !== 'saved') return;
			entry.state = 'settling';
			const done = await tab.store?.undo([entry.seq]);
			if (!tab.alive || !done) return;
			entry.state = done.ok ? 'undone' : 'saved';
			this.#world.note(`${tab.name} undo ${entry.seq} ${done.ok}`);
			if (done.ok) this.#world.oracle.undone.add(`${entry.command.device}:${entry.seq}`);
		});
	}

	/** A refused command is let go or tried again. */
	settle(): void {
		const device = this.#device();
		const refused = device
			.outbox()
			.filter(({ status }) => status === 'rejected' || status === 'conflict');
		if (refused.length === 0) return;
		const { seq } = this.#chance.pick(refused);
		const entry = this.#world.oracle.ledger.find(device, seq);
		if (!entry || entry.state !== 'saved') return;
		const again = this.#chance.chance(0.4);
		device.act('settles', async (tab) => {
			entry.state = 'settling';
			const done = await (again ? tab.store?.retry(seq) : tab.store?.discard(seq));
			if (!tab.alive || !done) return;
			entry.state = done.ok ? 'let go' : 'saved';
			this.#world.note(`${tab.name} ${again ? 'retries' : 'discards'} ${seq} ${done.ok}`);
			if (done.ok && done.value) this.#world.oracle.saved(device, done.value.seqs, []);
		});
	}

	killTab(): void {
		this.#killSomeTab();
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

	/** Removes the account from the device; what is unsent has to be shown first. */
	async signOutForGood(): Promise<void> {
		const { oracle, scheduler } = this.#world;
		const device = this.#device();
		if (device.disk.isFull) return;
		await scheduler.run();
		for (const tab of [...device.tabs]) tab.die();
		await scheduler.run();
		const { person, life, markers } = device;
		const engine = device.disk.engineFor(`${device.name}.accounts${life}`);
		scheduler.put(device.name, () => {
			const accounts = new Accounts({ engine, markers });
			const ended = accounts.remove(person.id).then((left) => {
				accounts.close();
				this.#world.note(`${device.name} account removed: ${JSON.stringify(left)}`);
				if (left !== 'removed') return;
				oracle.accountRemoved(device);
			});
			ended.catch((error: unknown) => this.#world.bug('removing an account', error));
		});
		await scheduler.run();
	}

	/** An older app is put back, or a newer one comes. */
	changeVersion(): void {
		const device = this.#device();
		device.old = !device.old;
	}

	/** An administrator disables somebody, lets him in again, or gives him another role. */
	changeUser(): void {
		const { id, roles } = this.#chance.pick([...engineers, people.requester, people.secondDesk]);
		const user = this.#world.oracle.mirror.get('user', id);
		const set = this.#chance.pick([
			{ disabled: !user?.disabled },
			{ disabled: false, roles: ['engineer'] },
			{ disabled: false, roles: ['storekeeper'] },
			{ disabled: false, roles: [...roles] },
			{ disabled: false, roles: [...roles] },
		]);
		this.#administer({ type: 'user.edit@1', kind: 'user', record: id, args: { set } });
	}

	/** An asset moves to another site, or a site to another customer. */
	changePlace(): void {
		const n = this.#chance.below(sites.length);
		const customerId = this.#chance.pick(customers);
		const siteId = sites[n] ?? 's-1';
		if (this.#chance.chance(0.7)) {
			const record = this.#chance.pick(assets);
			const set = { siteId, customerId };
			this.#administer({ type: 'asset.edit@1', kind: 'asset', record, args: { set } });
		} else {
			const set = { customerId };
			this.#administer({ type: 'site.edit@1', kind: 'site', record: siteId, args: { set } });
		}
	}

	#administer(command: AdministrationCommand): void {
		const server = this.#world.anyServer();
		if (!server) return;
		this.#world.note(
			`administration ${command.type} ${command.record} ${JSON.stringify(command.args)}`,
		);
		this.#world.scheduler.put('administration', () => {
			const done = server.parts.administration.execute(command);
			done.catch((error: unknown) => this.#world.bug('administration', error));
		});
	}

	/** A version that is still to come has added fields to a record. */
	newerVersionWrites(): void {
		const server = this.#world.anyServer();
		const orders = this.#world.orders();
		const records = [...orders, ...this.#world.oracle.mirror.ofKind('asset')];
		if (!server || records.length === 0) return;
		const { id, kind } = this.#chance.pick(
			orders.length > 0 && this.#chance.chance(0.8) ? orders : records,
		);
		const value = { word: `f${++this.#future}` };
		this.#world.scheduler.put('newer version', () => {
			const { store } = server.parts;
			const write = async () => {
				const stored = await store.get(kind, id);
				if (!stored) return;
				const record = withFuture(JSON.parse(stored.json) as RecordOf<typeof kind>, value);
				const now = instantOf(this.#world.scheduler.nowMs);
				const entry = { write: await recordWrite(store, record, stored.rev, now) };
				const [outcome] = await store.commit([entry]);
				if (outcome?.status === 'written') server.parts.scopes.written(stored, outcome.touched);
			};
			write().catch((error: unknown) => {
				if (!String(error).includes('cannot be read')) this.#world.bug('a newer version', error);
			});
		});
	}

	attack(): void {
		const device = this.#device();
		device.act('attacks', async (tab) => {
			const body = JSON.stringify(attack(this.#world, tab));
			const headers = { 'content-type': 'application/json' };
			await tab.line
				.fetch('/sync/v1/push', { method: 'POST', headers, body })
				.catch(() => undefined);
		});
	}

	killServer(): void {
		const server = this.#world.anyServer();
		if (server) this.#world.killServer(server);
	}

	/** A record whose stored body no server can read for a while. */
	unreadable(): void {
		const { unreadable } = this.#world.backend;
		const orders = this.#world.orders();
		if (unreadable.size > 0 || orders.length === 0) unreadable.clear();
		else unreadable.add(this.#chance.pick(orders).id);
	}

	/** One of several servers hears of the others and mends what crashes left. */
	keepUp(): void {
		const server = this.#world.anyServer();
		if (server) this.#keepUp(server);
	}

	#keepUp({ parts, name }: ServerProcess): void {
		const { peers } = parts.store;
		if (!peers) return;
		this.#world.scheduler.put(`${name} keeping up`, () => {
			const done = peers.follow(0).then(() => mend(parts, peers));
			done.catch((error: unknown) => this.#world.bug(`${name} keeping up`, error));
		});
	}

	backup(): void {
		this.#world.backend.takeBackup();
	}

	async restore(): Promise<void> {
		await this.#world.restore();
	}

	/** No fault any more; then rounds until everything is where it belongs. */
	async #heal(): Promise<void> {
		const { scheduler, devices, backend, servers, oracle } = this.#world;
		this.#faults = false;
		this.#world.note('healed');
		await scheduler.run();
		backend.heal();
		if (servers.length === 0) await this.#world.startServer();
		const back = everybody.filter(({ id }) => !this.#world.maySync(id) && this.#chance.chance(0.8));
		for (const { id } of back)
			this.#administer({
				type: 'user.edit@1',
				kind: 'user',
				record: id,
				args: { set: { disabled: false } },
			});
		for (const device of devices) this.#healDevice(device);
		this.#world.bringAll();
		await scheduler.run();
		for (let round = 0; round < roundsMax; round++) {
			if (round >= this.#world.roundsMin && devices.every((device) => this.#isDone(device))) break;
			scheduler.nowMs += 90_000;
			for (const server of servers) this.#keepUp(server);
			await scheduler.run();
			for (const device of devices) if (device.readyTab) device.sync();
			await scheduler.run();
			for (const device of devices) oracle.look(device, 'any');
		}
	}

	#healDevice(device: Device): void {
		device.faults = goodLine;
		device.online = true;
		device.old = false;
		device.disk.setFull(false);
		for (const tab of device.tabs) tab.thaw();
		if (device.tabs.length === 0) device.startTab();
	}

	#isDone(device: Device): boolean {
		const isOpen = device
			.outbox()
			.some(({ status }) => status === 'queued' || status === 'acknowledged');
		return !isOpen && !device.tabs.some((tab) => tab.isWorking);
	}

	/** What the store would read back is what was written. */
	async #compareStore(): Promise<void> {
		const { backend, oracle } = this.#world;
		for (const [key, { record, rev }] of oracle.mirror.records) {
			const stored = await backend.get({ kind: record.kind, id: record.id });
			if (stored?.rev !== rev || stored.json !== JSON.stringify(record))
				oracle.fail(2, 'the store keeps what it took', `${key} is at ${stored?.rev}, not ${rev}`);
		}
	}
}

/** A field no version here knows, at the root and in its parts. */
function withFuture<R extends object>(record: R, value: object): R {
	const lists = ['lines', 'visits', 'notes', 'times'];
	const parts = Object.entries(record).map(([name, part]: [string, unknown]) => {
		if (name === 'requester' && typeof part === 'object')
			return [name, { ...part, [futureField]: value }];
		if (!lists.includes(name) || !Array.isArray(part)) return [name, part];
		return [name, part.map((one: object) => ({ ...one, [futureField]: value }))];
	});
	return { ...(Object.fromEntries(parts) as R), [futureField]: value };
}
