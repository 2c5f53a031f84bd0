/**
 * A desk and two engineers work on the same orders, over a line that drops, loses answers and
 * delivers twice, in tabs that are killed. Checks what must hold (design.md section 5): 1 saved
 * survives, 2 and 3 each acknowledged command took effect exactly once, 4 each ends in one visible
 * state, 6 every device ends with exactly what its user may see, 8 what was revoked is gone.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { handClock, memoryEngine } from '#store/test-store.ts';
import type { CommandDraft } from '#store/execute.ts';
import { openStates } from '#domain/work-order/states.ts';
import type { WorkOrder } from '#domain/work-order/work-order.ts';
import { Seeded } from '../fixtures/seeded.ts';
import { noFaults, SimDevice, type Faults } from './sim-device.ts';
import { startSimServer, type SimPerson, type SimServer } from './sim-server.ts';

const desk: SimPerson = { id: 'user-desk', account: 'desk', roles: ['dispatcher'] };
const first: SimPerson = { id: 'user-e1', account: 'engineer1', roles: ['engineer'] };
const second: SimPerson = { id: 'user-e2', account: 'engineer2', roles: ['engineer'] };
const people = [desk, first, second];

const badLine: Faults = { drop: 0.15, loseReply: 0.15, duplicate: 0.1 };
const actionsPerStory = 90;
const seeds = [1, 2, 3, 4, 5, 6];

const order = (type: string, record: string, args: object = {}): CommandDraft => ({
	type: `workOrder.${type}@1`,
	kind: 'workOrder',
	record,
	args: { ...args },
});

class Story {
	readonly chance: Seeded;
	readonly clock = handClock();
	readonly server: SimServer;
	readonly devices: SimDevice[] = [];
	#orders = 0;

	constructor(server: SimServer, chance: Seeded, clock: ReturnType<typeof handClock>) {
		this.server = server;
		this.chance = chance;
		this.clock = clock;
	}

	async addDevice(person: SimPerson): Promise<SimDevice> {
		const device = new SimDevice({
			person,
			engine: memoryEngine(),
			clock: this.clock,
			fetch: await this.server.fetchAs(person),
			chance: this.chance,
		});
		await device.open();
		this.devices.push(device);
		return device;
	}

	async act(): Promise<void> {
		this.clock.advance(1_000 + Math.floor(this.chance.next() * 600_000));
		const device = this.chance.pick(this.devices);
		if (this.chance.chance(0.25)) return device.sync();
		if (this.chance.chance(0.1)) return this.#kill(device);
		const draft = device.person === desk ? await this.#atDesk(device) : await this.#inField(device);
		if (!draft) return;
		const result = await device.store.execute(draft);
		if (result.ok) device.saved.push(...result.value.seqs.map((seq) => `${draft.record}#${seq}`));
		if (result.ok && this.chance.chance(0.05)) await this.#undo(device, draft, result.value.seqs);
	}

	async #undo(device: SimDevice, draft: CommandDraft, seqs: number[]): Promise<void> {
		const undone = await device.store.undo(seqs);
		if (undone.ok)
			device.saved.splice(device.saved.indexOf(`${draft.record}#${seqs[0]}`), seqs.length);
	}

	async #kill(device: SimDevice): Promise<void> {
		if (this.chance.chance(0.5)) device.startSync();
		for (let n = Math.floor(this.chance.next() * 6); n > 0; n--) await nextTurn();
		await device.kill();
	}

	async #atDesk({ store }: SimDevice): Promise<CommandDraft | undefined> {
		const orders = await store.records.list('workOrder');
		if (orders.length === 0 || this.chance.chance(0.2)) return this.#create();
		const { id } = this.chance.pick(orders);
		const assigneeId = this.chance.pick([first, second]).id;
		return this.chance.pick([
			order('dispatch', id, { assigneeId }),
			order('dispatch', id, { assigneeId, reason: 'overload' }),
			order('note', id, { text: `desk ${this.chance.next()}` }),
			order('cancel', id, { reason: '用户自行解决' }),
			order('close', id, { outcome: 'reached', tries: 1 }),
		]);
	}

	#create(): CommandDraft {
		const asset = this.chance.pick(['asset-01', 'asset-11']);
		return order('create', `order-${++this.#orders}`, {
			orderKind: 'fault',
			channel: 'phone',
			requester: { name: '护士站' },
			customerId: 'customer-1',
			siteId: this.chance.pick(['site-1', 'site-2']),
			summary: `第 ${this.#orders} 张`,
			impact: 'low',
			urgency: 'high',
			lines: [{ asset: { id: asset, tag: asset } }],
		});
	}

	async #inField({ store, person }: SimDevice): Promise<CommandDraft | undefined> {
		const orders = await store.records.ordersOf(person.id, openStates);
		if (orders.length === 0 || this.chance.chance(0.1)) return this.#walkUp();
		const { id, lines } = this.chance.pick(orders);
		const lineId = this.chance.pick(lines).id;
		const cause = `cause ${this.chance.next()}`;
		return this.chance.pick([
			order('accept', id),
			order('depart', id),
			order('arrive', id),
			order('note', id, { text: `field ${this.chance.next()}` }),
			order('addTime', id, { minutes: 15 }),
			{ ...order('recordWork', id, { lineId, set: { cause } }), base: baseOf(orders, id, lineId) },
			order('return', id, { reason: '需要别的技能' }),
		]);
	}

	#walkUp(): CommandDraft {
		return {
			type: 'workOrder.createOnSite@1',
			kind: 'workOrder',
			record: `order-${++this.#orders}`,
			args: async ({ nextOfflineNumber }) => ({
				orderKind: 'request',
				channel: 'walk_up',
				requester: { name: '医生' },
				customerId: 'customer-1',
				summary: '顺带报障',
				impact: 'low',
				urgency: 'low',
				offlineNumber: await nextOfflineNumber('D0201'),
			}),
		};
	}
}

function baseOf(orders: WorkOrder[], id: string, lineId: string): Record<string, unknown> {
	const line = orders.find((each) => each.id === id)?.lines.find((each) => each.id === lineId);
	return { cause: line?.cause };
}

function nextTurn(): Promise<void> {
	return new Promise((resolve) => setImmediate(resolve));
}

async function heldBy(device: SimDevice): Promise<Map<string, unknown>> {
	const rows = await device.rows();
	return new Map(rows.map(({ id, rev, body, shadow }) => [id, { rev, body, shadow }]));
}

let story: Story | undefined;
afterEach(async () => {
	for (const device of story?.devices ?? []) device.close();
	await story?.server.close();
	story = undefined;
});

async function tell(seed: number): Promise<Story> {
	const clock = handClock();
	const server = await startSimServer(people, clock.wallMs);
	const told = new Story(server, new Seeded(seed), clock);
	story = told;
	for (const person of people) await told.addDevice(person);
	for (const device of told.devices) await device.sync();
	for (const device of told.devices) device.faults = badLine;
	for (let n = 0; n < actionsPerStory; n++) await told.act();
	for (const device of told.devices) device.faults = noFaults;
	for (let round = 0; round < 3; round++) for (const device of told.devices) await device.sync();
	return told;
}

/** Room for a loaded machine; a story takes half a second on a quiet one. */
const storyMsMax = 60_000;

describe.each(seeds)('story %i', { timeout: storyMsMax }, (seed) => {
	it('ends with everything handed in once and every device as the server sees it', async () => {
		const told = await tell(seed);
		for (const device of [...told.devices]) {
			expect(device.bugs).toEqual([]);
			expect(device.connection).toMatchObject({ phase: 'idle' });
			await expectAllAnswered(device);
			const fresh = await told.addDevice(device.person);
			await fresh.sync();
			expect(await heldBy(device)).toEqual(await heldBy(fresh));
		}
		await expectExactlyOnce(told);
	});
});

/** Each saved command is delivered, or shown with the reason why not. */
async function expectAllAnswered(device: SimDevice): Promise<void> {
	const { needsYou, held, waiting, sent } = await device.store.outbox.ledger();
	expect(waiting).toEqual([]);
	expect(await device.outboxStatuses()).not.toContain('acknowledged');
	const visible = [...needsYou, ...held, ...sent].map(({ record, seq }) => `${record}#${seq}`);
	expect(visible.sort()).toEqual([...device.saved].sort());
	expect(device.saved.length).toBeGreaterThan(5);
}

async function expectExactlyOnce({ server, devices }: Story): Promise<void> {
	for (const device of devices) {
		const { sent } = await device.store.outbox.ledger();
		for (const { record, type, seq } of sent) {
			const stored = await server.parts.administration.get('workOrder', record);
			const entries = stored?.history.filter((entry) => entry.command === type) ?? [];
			const own = entries.filter((entry) => entry.by === device.person.id && entry['seq'] === seq);
			expect(own, `${type} ${seq} of ${device.person.account}`).toHaveLength(1);
		}
	}
}
