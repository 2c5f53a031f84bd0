/** What people do at their devices, and what somebody does past them. */
import { Accounts } from '#store/accounts.ts';
import type { OutboxRow } from '#store/rows.ts';
import type { Seeded } from '../../fixtures/seeded.ts';
import { attack } from '../attacks.ts';
import { nextDoing, photo } from '../drafts.ts';
import { takeBack } from '../doings.ts';
import { handOver } from '../handover.ts';
import { sites } from '../setting.ts';
import { stumble } from '../stumble.ts';
import type { Device } from '../world/device.ts';
import { badLine, goodLine } from '../world/line.ts';
import type { World } from '../world/world.ts';
import { loseDatabase } from './device-happenings.ts';
import { openingTurns } from './hold-turns.ts';

export class PeopleHappenings {
	readonly #world: World;
	readonly #chance: Seeded;
	/** Kinds of happenings left out. */
	readonly #without: ReadonlySet<string>;

	constructor(world: World, without: ReadonlySet<string>) {
		this.#world = world;
		this.#chance = world.chance;
		this.#without = without;
	}

	#device(): Device {
		return this.#chance.pick(this.#world.devices);
	}

	/** One with such a row in its outbox, where there is one. */
	#deviceWith(isWanted: (row: OutboxRow) => boolean): Device {
		const having = this.#world.devices.filter((device) => device.outbox().some(isWanted));
		return having.length > 0 ? this.#chance.pick(having) : this.#device();
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

	/** Undo of the last unsent command. */
	takeBack(): void {
		const device = this.#deviceWith(({ status }) => status === 'queued');
		const own = this.#world.oracle.ledger.of(device).filter(({ state }) => state === 'saved');
		const entry = own.at(-1);
		if (!entry) return;
		takeBack(this.#world, device, entry);
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

	/** Removes the account from the device; what is unsent has to be shown first. */
	async signOutForGood(): Promise<void> {
		const { oracle, scheduler, devices } = this.#world;
		if (this.#chance.chance(0.5)) await this.#leavePictureWaiting();
		const withPictures = devices.filter(
			(each) =>
				each.blobs().some(({ status }) => status === 'waiting') &&
				each.outbox().every(({ status }) => status === 'acknowledged'),
		);
		const isLate = withPictures.length > 0 && this.#chance.chance(0.5);
		const device = isLate ? this.#chance.pick(withPictures) : this.#device();
		if (device.disk.isFull || device.damaged) return;
		await scheduler.run();
		for (const tab of [...device.tabs]) tab.die();
		await scheduler.run();
		const { person, life, markers } = device;
		const engine = device.disk.engineFor(`${device.name}.accounts${life}`);
		scheduler.put(device.name, () => {
			const accounts = new Accounts({
				...{ engine, markers },
				removeFiles: async () => device.files.clear(),
			});
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

	/**
	 * Somebody takes a picture without signal, or hears no more of it than that it was sent, and his
	 * database is gone.
	 */
	async loseUnsent(): Promise<void> {
		const { scheduler } = this.#world;
		const found = this.#withOwnOrders();
		if (found.length === 0 || this.#without.has('pictures')) return;
		const { device, id } = this.#chance.pick(found);
		device.online = this.#chance.chance(0.5);
		device.faults = { ...goodLine, dropPicture: 1, loseAnswer: 1 };
		const { drafts, blobs } = photo(id);
		device.execute(drafts, blobs);
		await scheduler.run(openingTurns);
		device.faults = badLine;
		loseDatabase(this.#world, device);
		device.startTab();
		await scheduler.run(openingTurns);
		device.online = true;
	}

	/** All of somebody's commands are handed in, a picture is not. */
	async #leavePictureWaiting(): Promise<void> {
		const { scheduler } = this.#world;
		const found = this.#withOwnOrders();
		if (found.length === 0 || this.#without.has('pictures')) return;
		const { device, id } = this.#chance.pick(found);
		device.online = true;
		device.faults = { ...goodLine, dropPicture: 1 };
		const { drafts, blobs } = photo(id);
		device.execute(drafts, blobs);
		await scheduler.run();
		device.sync();
		await scheduler.run();
		device.faults = badLine;
	}

	/** Whose app is open, with an order of his own. */
	#withOwnOrders(): { device: Device; id: string }[] {
		return this.#world.devices.flatMap((device) => {
			const own = device.seen('workOrder').find((each) => each.assigneeId === device.person.id);
			return own && device.readyTab ? [{ device, id: own.id }] : [];
		});
	}

	/** An older app is put back, or a newer one comes. */
	changeVersion(): void {
		const device = this.#device();
		device.old = !device.old;
	}

	attack(): void {
		const device = this.#device();
		device.act('attacks', async (tab) => {
			const { url, body } = attack(this.#world, tab);
			const headers = { 'content-type': 'application/json' };
			await tab.line
				.fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
				.catch(() => undefined);
		});
	}

	async handOver(): Promise<void> {
		await handOver(this.#world);
	}

	async stumble(): Promise<void> {
		await stumble(this.#world);
	}
}
