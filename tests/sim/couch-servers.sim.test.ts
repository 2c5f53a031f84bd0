import { expect, test } from 'vitest';
import type { Command } from '#domain/command.ts';
import type { CommandResult } from '#domain/protocol/wire.ts';
import { organisationId } from '#domain/organisation/records.ts';
import { addMinutes, type Instant } from '#domain/time/instant.ts';
import type { WorkOrder } from '#domain/work-order/work-order.ts';
import { systemActor } from '#server/administration.ts';
import { serverKeys } from '#server/keys/server-keys.ts';
import { CommandDesk } from '#server/push/command-desk.ts';
import { CouchStore } from '#server/store/couch-store.ts';
import { bodyOf } from '#server/store/stored-body.ts';
import { orderArgs, start } from '#server/testing/test-server.ts';
import {
	nasty,
	openCouchModel,
	type CouchFaults,
	type CouchModel,
	type ModelClient,
} from './couch-model.ts';
import { Seeded } from '../fixtures/seeded.ts';

const prefix = 'sim';
const orders = ['order-1'];
const devices = ['dev-a', 'dev-b', 'dev-c', 'dev-d', 'dev-e'];
const commandsPerDevice = 6;
const roundsMax = 200;

/** One server process: its own connection, and a desk over it. */
class Server {
	readonly client: ModelClient;
	readonly #model: CouchModel;
	readonly #now: () => Instant;
	#opening: Promise<{ store: CouchStore; desk: CommandDesk }> | undefined;

	constructor(model: CouchModel, now: () => Instant) {
		this.#model = model;
		this.#now = now;
		this.client = model.client();
	}

	open() {
		this.#opening ??= this.#open();
		this.#opening.catch(() => (this.#opening = undefined));
		return this.#opening;
	}

	async #open() {
		const { transport } = this.client;
		const nowMs = () => this.#model.requests;
		const store = await CouchStore.open({ transport, prefix, account: 'outpost', nowMs });
		const keys = serverKeys(store.secret);
		const parts = { store, keys, clock: this.#now, written: () => undefined };
		const desk = new CommandDesk({ ...parts, fault: (error) => this.#fault(error) });
		return { store, desk };
	}

	#fault(error: unknown): void {
		if (!this.client.isDead) throw error;
	}
}

interface Device {
	id: string;
	queue: Command[];
	answers: Map<number, CommandResult>;
}

function note(device: string, seq: number, record: string): Command {
	const at = { raw: start, offsetMs: 0, effective: start };
	const args = { text: `${device}:${seq}` };
	return { device, seq, type: 'workOrder.note@1', kind: 'workOrder', record, args, at };
}

class Story {
	readonly chance: Seeded;
	readonly model: CouchModel;
	readonly #now = start;
	servers: Server[];
	devices: Device[];

	constructor(seed: number, faults: CouchFaults) {
		this.chance = new Seeded(seed);
		this.model = openCouchModel(this.chance, faults);
		this.servers = [this.#server(), this.#server()];
		this.devices = devices.map((id) => ({
			id,
			queue: Array.from({ length: commandsPerDevice }, (_, at) =>
				note(id, at + 1, this.chance.pick(orders)),
			),
			answers: new Map(),
		}));
	}

	#server(): Server {
		return new Server(this.model, () => this.#now);
	}

	/** The orders are there before anything goes wrong. */
	async prepare(): Promise<void> {
		const { faults } = this.model;
		this.model.faults = { ...faults, late: 0, lost: 0, rewound: 0, turnsMax: 0, lagRequestsMax: 0 };
		const { desk } = await this.#server().open();
		const results = await desk.run(preparations(), async () => ({ actor: systemActor }));
		const refused = results.filter(({ outcome }) => outcome !== 'applied');
		if (refused.length > 0) throw new Error(JSON.stringify(refused));
		this.model.faults = faults;
	}

	/** Every device pushes to any server until all is answered; servers die and come back. */
	async run(): Promise<void> {
		await Promise.all(this.devices.map((device) => this.#push(device)));
	}

	async #push(device: Device): Promise<void> {
		for (let round = 0; device.queue.length > 0; round++) {
			if (round > roundsMax) throw new Error(`${device.id} never came through`);
			const at = Math.floor(this.chance.next() * this.servers.length);
			const server = this.servers[at] ?? this.#server();
			if (this.chance.chance(0.2) && server.client.lifetime === Infinity)
				server.client.lifetime = Math.floor(this.chance.next() * 12);
			const sent = device.queue.slice(0, 1 + Math.floor(this.chance.next() * 3));
			const results = await this.#answer(server, sent);
			if (server.client.isDead) this.servers[at] = this.#server();
			// An answer may be lost on its way, too.
			if (!results || this.chance.chance(0.1)) continue;
			for (const [index, result] of results.entries()) this.#take(device, sent[index], result);
		}
	}

	#take(device: Device, command: Command | undefined, result: CommandResult): void {
		if (!command || result.refusal?.kind === 'server-fault') return;
		if (result.refusal) throw new Error(JSON.stringify(result));
		device.answers.set(command.seq, result);
		device.queue = device.queue.filter(({ seq }) => seq !== command.seq);
	}

	async #answer(server: Server, commands: Command[]): Promise<CommandResult[] | undefined> {
		try {
			const { desk } = await server.open();
			return await desk.run(commands, async () => ({ actor: systemActor }));
		} catch {
			return undefined;
		}
	}

	/** The storm is over: the sweeper has its turn on a server of today. */
	async settle(): Promise<CouchStore> {
		this.model.heal();
		const { store, desk } = await this.#server().open();
		for (let round = 0; round < 20; round++) {
			const entries = await store.peers.unsettled(addMinutes(this.#now, 1), 100);
			if (entries.length === 0) break;
			for (const entry of entries) await desk.runAgain(entry, systemActor);
		}
		return store;
	}
}

/** What has to be there before an order can be. */
function preparations(): Command[] {
	const made: [Command['kind'], string, string, Record<string, unknown>][] = [
		[
			'organisation',
			'organisation.register@1',
			organisationId,
			{ name: 'T', zone: 'Asia/Shanghai' },
		],
		['customer', 'customer.register@1', 'c-north', { name: 'north' }],
		['site', 'site.register@1', 's-north', { name: 'north', customerId: 'c-north' }],
		['asset', 'asset.register@1', 'a-north', { tag: 'TAG-north', name: 'A', ...place }],
	];
	const before = made.map(([kind, type, record, set]) => ({ kind, type, record, args: { set } }));
	const orderCommands = orders.map((record) => ({
		...({ kind: 'workOrder', type: 'workOrder.create@1' } as const),
		...{ record, args: orderArgs('north') },
	}));
	return [...before, ...orderCommands].map((command, at) => ({
		...{ ...command, device: 'setup', seq: at + 1 },
		at: { raw: start, offsetMs: 0, effective: start },
	}));
}

const place = { customerId: 'c-north', siteId: 's-north' };

async function notesOf(store: CouchStore, id: string): Promise<string[]> {
	const stored = await store.get('workOrder', id);
	const order = stored && (bodyOf(stored) as WorkOrder);
	return order?.notes.map(({ text }) => text) ?? [];
}

const seeds = Number(process.env['COUCH_SEEDS'] ?? 40);
const first = Number(process.env['COUCH_START'] ?? 1);

test(`two servers on a nasty cluster: what was acknowledged took effect once (${seeds} seeds)`, async () => {
	for (let seed = first; seed < first + seeds; seed++) {
		const story = new Story(seed, nasty);
		await story.prepare();
		await story.run();
		const store = await story.settle();
		const kept = (await Promise.all(orders.map((id) => notesOf(store, id)))).flat().sort();
		const sent = devices.flatMap((id) =>
			Array.from({ length: commandsPerDevice }, (_, at) => `${id}:${at + 1}`),
		);
		expect(kept, `seed ${seed}`).toEqual(sent.sort());
		for (const [id, leaves] of story.model.leaves(`${prefix}-records`))
			expect(leaves.length, `seed ${seed}: leaves of ${id}`).toBeLessThanOrEqual(1);
	}
}, 120_000);
