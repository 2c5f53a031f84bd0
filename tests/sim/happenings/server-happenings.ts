/** What befalls the servers, and what is done past all devices: administration, other versions, backups. */
import type { RecordOf } from '#domain/record-schemas.ts';
import { instantOf } from '#domain/time/instant.ts';
import type { AdministrationCommand } from '#server/administration.ts';
import { mend } from '#server/keep-up.ts';
import { recordWrite } from '#server/push/record-write.ts';
import type { Seeded } from '../../fixtures/seeded.ts';
import { engineers, futureField, people } from '../people.ts';
import { assets, customers, request, sites } from '../setting.ts';
import type { ServerProcess } from '../world/server-process.ts';
import type { World } from '../world/world.ts';

/** Whatever was begun and not ended is as old as that when servers look for it. */
const mendedAfterMs = 2 * 60_000;

export class ServerHappenings {
	readonly #world: World;
	readonly #chance: Seeded;
	#future = 0;
	#requests = 0;

	constructor(world: World) {
		this.#world = world;
		this.#chance = world.chance;
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
		this.administer({ type: 'user.edit@1', kind: 'user', record: id, args: { set } });
	}

	/** An asset moves to another site, or a site to another customer. */
	changePlace(): void {
		const n = this.#chance.below(sites.length);
		const customerId = this.#chance.pick(customers);
		const siteId = sites[n] ?? 's-1';
		if (this.#chance.chance(0.7)) {
			const record = this.#chance.pick(assets);
			const set = { siteId, customerId };
			this.administer({ type: 'asset.edit@1', kind: 'asset', record, args: { set } });
		} else {
			const set = { customerId };
			this.administer({ type: 'site.edit@1', kind: 'site', record: siteId, args: { set } });
		}
	}

	administer(command: AdministrationCommand): void {
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
		const told = orders.filter(({ notes, times }) => notes.length + times.length > 0);
		const { id, kind } = this.#chance.pick(
			told.length > 0 && this.#chance.chance(0.8) ? told : records,
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

	killServer(): void {
		const server = this.#world.anyServer();
		if (server) this.#world.killServer(server);
	}

	shakeNode(): void {
		this.#world.backend.shakeNode();
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
		if (server) this.keepUpOne(server);
	}

	keepUpOne({ parts, name }: ServerProcess): void {
		const { peers } = parts.store;
		if (!peers) return;
		this.#world.scheduler.put(`${name} keeping up`, () => {
			const done = peers.follow(0).then(() => mend(parts, peers));
			done.catch((error: unknown) => this.#world.bug(`${name} keeping up`, error));
		});
	}

	async backup(): Promise<void> {
		const { isCluster, backend } = this.#world;
		if (!isCluster) return this.#world.backUp();
		await this.#bringToRest();
		await this.#world.backUp();
		backend.disturb();
		await this.#world.startServer();
	}

	/** As `npm run move` wants a cluster: copies agree, nothing is under way, no server runs. */
	async #bringToRest(): Promise<void> {
		const { scheduler, backend, servers, agreementsMin } = this.#world;
		await scheduler.run();
		backend.heal();
		if (servers.length === 0) await this.#world.startServer();
		for (let n = 0; n < agreementsMin; n++) {
			scheduler.nowMs += mendedAfterMs;
			for (const server of servers) this.keepUpOne(server);
			await scheduler.run();
		}
		for (const server of [...servers]) this.#world.killServer(server);
	}

	/** Sometimes the desk takes requests just before and just after: the backup knows nothing of their numbers. */
	async restore(): Promise<void> {
		const { backend, scheduler } = this.#world;
		if (!backend.hasBackup) return this.backup();
		const isBusy = this.#chance.chance(0.7);
		if (isBusy) this.#takeRequest();
		if (isBusy) await scheduler.run();
		await this.#world.restore();
		if (isBusy) this.#takeRequest();
	}

	#takeRequest(): void {
		const id = `request-${++this.#requests}`;
		this.administer(request(id, this.#requests));
	}
}

/** A field no version here knows, at the root and in its parts. */
function withFuture<R extends object>(record: R, value: object): R {
	const lists = ['lines', 'visits', 'notes', 'times', 'photos', 'signatures'];
	const parts = Object.entries(record).map(([name, part]: [string, unknown]) => {
		if (name === 'requester' && typeof part === 'object')
			return [name, { ...part, [futureField]: value }];
		if (!lists.includes(name) || !Array.isArray(part)) return [name, part];
		return [name, part.map((one: object) => ({ ...one, [futureField]: value }))];
	});
	return { ...(Object.fromEntries(parts) as R), [futureField]: value };
}
