import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Actor, Command } from '../command.ts';
import type { AnyRecord } from '../record-schemas.ts';
import { runCommand } from '../run-command.ts';
import { addMinutes } from '../time/instant.ts';
import { friday10 } from '../work-order/order-world.ts';
import { auditor, AuditWorld, colleague, engineer, scanOf } from './audit-world.ts';
import type { AuditCount } from './count.ts';
import { resultOf, totalsOf } from './result.ts';

/**
 * Three without signal in the same rooms: single scans, retractions and syncs in any order. Whatever
 * the order, all devices and the server end with the same sheet, in which nothing is lost or double.
 */
const interleavings = 1_200;
const people = [auditor, engineer, colleague];
const codes = ['A1', 'SN-A1', 'A2', 'B1', 'SN-B2', 'X-1', 'x-1', 'Y-2'];

type Records = Map<string, AnyRecord>;

class Device {
	readonly records: Records;
	readonly outbox: Command[] = [];
	readonly made: Command[] = [];
	readonly by: Actor;

	constructor(by: Actor, server: Records) {
		this.by = by;
		this.records = new Map(server);
	}

	async carryOut(command: Command): Promise<void> {
		const { ok } = await decide(this.records, command, this.by);
		if (!ok) return;
		this.outbox.push(command);
		this.made.push(command);
	}

	/** Hands in, sometimes twice as after a lost answer; then takes what the server has. */
	async sync(server: Records, journal: Set<string>): Promise<void> {
		for (const command of [...this.outbox, ...this.outbox]) {
			const name = `${command.device}:${command.seq}`;
			if (journal.has(name)) continue;
			expect((await decide(server, command, this.by)).ok, name).toBe(true);
			journal.add(name);
		}
		this.outbox.length = 0;
		this.records.clear();
		for (const [id, record] of server) this.records.set(id, record);
	}
}

async function decide(records: Records, command: Command, by: Actor) {
	const load = async (_: string, id: string) => records.get(id);
	const result = await runCommand(records.get(command.record), command, by, load);
	if (result.ok) records.set(command.record, result.value.record);
	return result;
}

const act = fc.oneof(
	{
		weight: 6,
		arbitrary: fc.record({
			code: fc.constantFrom(...codes),
			room: fc.constantFrom('A', 'B'),
			user: fc.constantFrom('', '刘护士', '王'),
		}),
	},
	{ weight: 1, arbitrary: fc.record({ retract: fc.nat(5) }) },
);
/** What each does, in his own order; and how their doings and syncs fall together. */
const story = fc.record({
	acts: fc.tuple(...people.map(() => fc.array(act, { maxLength: 6 }))),
	turns: fc.array(fc.record({ who: fc.nat(2), sync: fc.boolean() }), { maxLength: 30 }),
	/** The last syncs come in any order, too. */
	last: fc.shuffledSubarray([0, 1, 2], { minLength: 3 }),
});
type Story = { acts: object[][]; turns: { who: number; sync: boolean }[]; last: number[] };

function commandOf(world: AuditWorld, device: Device, one: object, n: number): Command | undefined {
	const name = `dev-${device.by.userId}`;
	const instant = addMinutes(friday10, n * 3);
	const at = { raw: instant, offsetMs: 0, effective: instant };
	const base = { device: name, seq: n + 1, kind: 'auditCount' as const, at };
	if ('retract' in one) {
		const target = device.made.filter(({ type }) => type === 'auditCount.scan@1')[
			Number(one.retract)
		];
		if (!target) return undefined;
		const args = { factId: `${name}:${target.seq}.0` };
		return { ...base, type: 'auditCount.retract@1', record: target.record, args };
	}
	const { code, room, user } = one as { code: string; room: string; user: string };
	const more = user ? { userSeen: user } : {};
	return {
		...base,
		type: 'auditCount.scan@1',
		...scanOf(world.campaign, world.rooms, code, room, more),
	};
}

const shelves = (records: Records) =>
	[...records.values()].filter((record): record is AuditCount => record.kind === 'auditCount');

async function play(world: AuditWorld, { acts, turns, last }: Story) {
	const server: Records = new Map(world.everything.map((record) => [record.id, record]));
	const journal = new Set<string>();
	const devices = people.map((by) => new Device(by, server));
	const done = [0, 0, 0];
	const step = async (who: number) => {
		const [device, n = 0] = [devices[who]!, done[who]];
		const one = acts[who]?.[n];
		done[who] = n + 1;
		const command = one && commandOf(world, device, one, n);
		if (command) await device.carryOut(command);
	};
	for (const { who, sync } of turns) await (sync ? devices[who]!.sync(server, journal) : step(who));
	for (const who of [0, 1, 2]) while (done[who]! < acts[who]!.length) await step(who);
	for (const who of [...last, ...last]) await devices[who]!.sync(server, journal);
	return { server, devices };
}

test('any interleaving of scans, retractions and syncs gives every device the same sheet', async () => {
	const world = await new AuditWorld().opened();
	await fc.assert(
		fc.asyncProperty(story, async (told) => {
			const { server, devices } = await play(world, told);
			const sheet = resultOf(world.rooms, shelves(server));
			for (const { records } of devices)
				expect(resultOf(world.rooms, shelves(records))).toEqual(sheet);
			// The same doings one after the other, without any sync in between.
			const plain = await play(world, { ...(told as Story), turns: [], last: [0, 1, 2] });
			expect(sheet).toEqual(resultOf(world.rooms, shelves(plain.server)));
			// Nothing lost: every scan made is there once.
			const kept = shelves(server).flatMap(({ scans }) => scans.map(({ id }) => id));
			const made = devices.flatMap((device) =>
				device.made.filter(({ type }) => type === 'auditCount.scan@1'),
			);
			expect(kept.sort()).toEqual(made.map(({ device, seq }) => `${device}:${seq}.0`).sort());
			const { expected, found, moved, changed, missing } = totalsOf(sheet);
			expect(found + moved + changed + missing).toBe(expected);
		}),
		{ numRuns: interleavings },
	);
}, 60_000);
