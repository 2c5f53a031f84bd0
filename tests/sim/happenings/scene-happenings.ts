/** Coincidences chance alone brings about too seldom: each is one fault the product once had. */
import { compareEveryMs } from '#sync/engine/compare-due.ts';
import type { RecordOf } from '#domain/record-schemas.ts';
import { copyLagMsMax } from '#server/store/couch-feed.ts';
import type { Seeded } from '../../fixtures/seeded.ts';
import { administer, sync, takeBack } from '../doings.ts';
import { order as onOrder } from '../draft.ts';
import { engineers } from '../people.ts';
import { assets } from '../setting.ts';
import type { Device } from '../world/device.ts';
import { Hold } from '../world/hold.ts';
import { badLine, goodLine } from '../world/line.ts';
import type { Tab } from '../world/tab.ts';
import type { World } from '../world/world.ts';
import { heldTurnsMax, isWriteOf, openingTurns } from './hold-turns.ts';

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
		if (!cast || this.#world.isCluster) return;
		await this.#world.backUp();
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
	 * Things come to somebody's place, not every copy has heard of it, and he takes another device.
	 * That a minute passes without it would be too long for copies to lag.
	 */
	async beginWhileCopiesLag(): Promise<void> {
		const { devices, backend, scheduler, flavour, oracle } = this.#world;
		const cast = this.#cast();
		if (!cast || flavour !== 'couch-cluster') return;
		const { person } = cast.device;
		backend.lag();
		const held = oracle.entitlements.now(person.id);
		for (const id of assets.filter((each) => !held.has(`asset/${each}`)))
			await this.#move(id, cast.order.siteId);
		const device = this.#world.addDevice(`d${devices.length + 1}`, person);
		device.startTab();
		await scheduler.run(openingTurns);
		await sync(this.#world, [device]);
	}

	/** Somebody undoes what is on its way to a server, or has arrived there and was not answered yet. */
	async undoLate(): Promise<void> {
		const { oracle, scheduler } = this.#world;
		const cast = this.#cast();
		const tab = cast?.device.readyTab;
		if (!cast || !tab) return;
		const { device, order } = cast;
		await this.#calmly(device, async () => {
			await sync(this.#world, [device]);
			const known = oracle.ledger.of(device).length;
			const hold = new Hold(this.#chance.pick(['asked', 'answered']), '/push');
			tab.hold = hold;
			device.execute([onOrder('note', order.id, { text: `late-${scheduler.turns}` })]);
			await scheduler.run(openingTurns);
			await this.#whileHeld(tab, hold, async () => {
				for (const entry of oracle.ledger.of(device).slice(known))
					takeBack(this.#world, device, entry);
				await scheduler.run(openingTurns);
			});
		});
	}

	/** What went, came and went again is told by the second of two pages: the first ends in between. */
	async leaveBetweenPages(): Promise<void> {
		const cast = this.#cast();
		if (!cast) return;
		const { device, asset } = cast;
		const { pageMax } = device;
		await this.#calmly(device, async () => {
			await this.#bring(cast);
			await sync(this.#world, [device]);
			await this.#move(asset.id, asset.siteId);
			for (const record of ['desk-a', 'desk-b']) {
				const args = { set: { name: `${record}-${this.#world.scheduler.turns}` } };
				await administer(this.#world, { type: 'desk.edit@1', kind: 'desk', record, args });
			}
			await this.#bring(cast);
			device.pageMax = 2;
			await this.#takeAway(cast);
			device.pageMax = pageMax;
		});
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
