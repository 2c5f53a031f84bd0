/**
 * Whatever the order of re-dispatches, moves, roles taken, accounts disabled, pulls and pushes over a
 * bad line: each command made on a record that lay on the device ends applied, held, refused with a
 * reason or quarantined where the desk sees it, never as if there were no such record, and its author
 * sees it in his ledger (design.md section 5, statements 2, 3, 4, 8 and 9).
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { quarantineId } from '#domain/quarantine/quarantine.ts';
import type { RecordKind } from '#domain/record.ts';
import type { CommandDraft } from '#store/execute.ts';
import { handClock, memoryEngine } from '#store/test-store.ts';
import { Seeded } from '../fixtures/seeded.ts';
import { noFaults, SimDevice } from './sim-device.ts';
import { startSimServer, type SimPerson, type SimServer } from './sim-server.ts';

const li: SimPerson = { id: 'user-li', account: 'li', roles: ['engineer'] };
const wang: SimPerson = { id: 'user-wang', account: 'wang', roles: ['engineer'] };
const badLine = { drop: 0.15, loseReply: 0.2, duplicate: 0.1 };
const runs = 25;
const testMsMax = 120_000;

const events = {
	dispatchToLi: 3,
	dispatchToWang: 3,
	moveAway: 2,
	moveBack: 2,
	takeRole: 1,
	giveRole: 2,
	disable: 1,
	enable: 2,
	edit: 6,
	note: 4,
	sync: 4,
	kill: 1,
} as const;
type Event = keyof typeof events;

class Story {
	readonly #server: SimServer;
	readonly #clock: ReturnType<typeof handClock>;
	readonly device: SimDevice;
	/** Sequence number and record of what the device called saved. */
	readonly saved = new Map<number, string>();
	#edits = 0;

	constructor(server: SimServer, clock: ReturnType<typeof handClock>, device: SimDevice) {
		this.#server = server;
		this.#clock = clock;
		this.device = device;
	}

	async play(event: Event): Promise<void> {
		this.#clock.advance(1_000);
		await this.#acts[event]();
	}

	readonly #acts: Record<Event, () => Promise<unknown>> = {
		dispatchToLi: () => this.#dispatch(li.id),
		dispatchToWang: () => this.#dispatch(wang.id),
		moveAway: () => this.#by('asset.edit@1', 'asset-02', { set: { siteId: 'site-2' } }),
		moveBack: () => this.#by('asset.edit@1', 'asset-02', { set: { siteId: 'site-1' } }),
		takeRole: () => this.#user({ roles: ['requester'] }),
		giveRole: () => this.#user({ roles: ['engineer'] }),
		disable: () => this.#user({ disabled: true }),
		enable: () => this.#user({ disabled: false }),
		edit: () => this.#do('asset', 'asset.edit@1', 'asset-02', { set: { room: this.#text() } }),
		note: () => this.#do('workOrder', 'workOrder.note@1', 'order-1', { text: this.#text() }),
		sync: () => this.device.sync(),
		kill: () => this.device.kill(),
	};

	#by(type: string, record: string, args: Record<string, unknown>) {
		const kind = type.slice(0, type.indexOf('.')) as RecordKind;
		return this.#server.parts.administration.execute({ type, kind, record, args });
	}
	#dispatch(assigneeId: string) {
		return this.#by('workOrder.dispatch@1', 'order-1', { assigneeId, reason: 'overload' });
	}
	#user(set: object) {
		return this.#by('user.edit@1', li.id, { set });
	}
	#text(): string {
		return `text ${++this.#edits}`;
	}
	async #do(kind: RecordKind, type: string, record: string, args: Record<string, unknown>) {
		const { store } = this.device;
		if (!(await store.records.get(kind, record))) return;
		const draft: CommandDraft = { type, kind, record, args };
		const result = await store.execute(draft);
		if (result.ok) for (const seq of result.value.seqs) this.saved.set(seq, record);
	}

	/** The line is good and the account open again: until everything is handed in. */
	async heal(): Promise<void> {
		this.device.faults = noFaults;
		await this.#user({ disabled: false });
		for (let round = 0; round < 3; round++) await this.device.sync();
		await this.#server.parts.releases.settled();
	}
}

async function setUp(seed: number): Promise<{ server: SimServer; story: Story }> {
	const clock = handClock();
	const server = await startSimServer([li, wang], clock.wallMs);
	const { administration } = server.parts;
	const created = { type: 'workOrder.create@1', kind: 'workOrder', record: 'order-1' } as const;
	await administration.execute({
		...created,
		args: {
			...{ orderKind: 'fault', channel: 'phone', requester: { name: '护士站' } },
			...{ customerId: 'customer-1', siteId: 'site-1', summary: '卡纸' },
			...{ impact: 'low', urgency: 'high' },
		},
	});
	const [engine, chance] = [memoryEngine(), new Seeded(seed)];
	const fetch = await server.fetchAs(li);
	const device = new SimDevice({ person: li, engine, clock, fetch, chance });
	await device.open();
	const story = new Story(server, clock, device);
	await story.play('dispatchToLi');
	await device.sync();
	device.faults = badLine;
	return { server, story };
}

async function expectNothingLost(server: SimServer, { device, saved }: Story): Promise<void> {
	expect(device.bugs).toEqual([]);
	const id = await device.store.deviceId();
	const { needsYou, held, waiting, sent } = await device.store.outbox.ledger();
	expect(waiting).toEqual([]);
	const shown = new Set([...needsYou, ...held, ...sent].map(({ seq }) => seq));
	for (const [seq, record] of saved) {
		const result = await server.parts.store.journaled(id ?? '', seq);
		expect(result, `${record} ${seq}`).toBeDefined();
		expect(result?.refusal?.kind, `${record} ${seq}`).not.toBe('not-found');
		const item = await server.parts.store.get(
			'quarantine',
			quarantineId({ device: id ?? '', seq }),
		);
		expect(item !== undefined).toBe(result?.outcome === 'quarantined');
		// What a disabled account handed in is no longer shown on a device that was cleared.
		const cleared = item?.json.includes('"user-disabled"') ?? false;
		if (!cleared && result?.outcome !== 'applied') expect(shown).toContain(seq);
	}
}

/** Every table but that of his own commands, compared with a device that was never here before. */
async function expectAsFresh(server: SimServer, { device }: Story): Promise<void> {
	const fetch = await server.fetchAs(li);
	const parts = { person: li, engine: memoryEngine(), clock: handClock(), fetch };
	const fresh = new SimDevice({ ...parts, chance: new Seeded(1) });
	await fresh.open();
	await fresh.sync();
	const idsOf = async (each: SimDevice) => (await each.rows()).map(({ id }) => id).sort();
	expect(await idsOf(device)).toEqual(await idsOf(fresh));
	fresh.close();
}

it('loses no command and keeps no record', { timeout: testMsMax }, async () => {
	const names = Object.entries(events).map(([event, weight]) => ({
		weight,
		arbitrary: fc.constant(event as Event),
	}));
	const stories = fc.array(fc.oneof(...names), { minLength: 5, maxLength: 40 });
	await fc.assert(
		fc.asyncProperty(stories, fc.nat(), async (told, seed) => {
			const { server, story } = await setUp(seed);
			try {
				for (const event of told) await story.play(event);
				await story.heal();
				await expectNothingLost(server, story);
				await expectAsFresh(server, story);
			} finally {
				story.device.close();
				await server.close();
			}
		}),
		{ numRuns: runs },
	);
});
