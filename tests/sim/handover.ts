/**
 * An engineer works on an order out of reach, or with an app too old to hand anything in, and loses it
 * meanwhile: it goes to another, or he is shut out. Where late work, revoked records, quarantines and
 * minutes out of order come from.
 */
import { commandId } from '#domain/command.ts';
import type { RecordOf } from '#domain/record-schemas.ts';
import { openStates } from '#domain/work-order/states.ts';
import type { CommandDraft } from '#store/execute.ts';
import { order } from './draft.ts';
import { besidesWork, visitStep } from './drafts.ts';
import { administer, sync } from './doings.ts';
import { engineers, people } from './people.ts';
import { assets, sites } from './setting.ts';
import type { Device } from './world/device.ts';
import { badLine, goodLine } from './world/line.ts';
import type { World } from './world/world.ts';

type Order = RecordOf<'workOrder'>;

/** What one engineer does on an order before he is heard of again. */
const stepsMax = 12;
/** Enough for most visits to be signed and completed. */
const wholeVisit = 30;
const stepMsMax = 240_000;
const triesMax = 4;
/** A refused line is tried again by then. */
const betweenTriesMs = 60_000;
const decisionsMax = 6;

export async function handOver(world: World): Promise<void> {
	const { chance } = world;
	const found = world.devices.flatMap((device) =>
		ownOrders(device).map(({ id }) => ({ device, id })),
	);
	if (found.length === 0) return;
	const { device: first, id } = chance.pick(found);
	if (chance.chance(0.3)) return overtakenByDesk(world, first, id);
	const isOld = chance.chance(0.4);
	await beCutOff(world, first, id, isOld);
	const isShutOut = chance.chance(0.25);
	if (isShutOut) await shutOut(world, first.person.id, true);
	else await passOn(world, first, id);
	await comeBack(world, first, id, isOld);
	if (isShutOut) await askAnyway(world, first);
	if (chance.chance(0.8)) await handIn(world, first);
	await decide(world, id);
	if (isShutOut && chance.chance(0.7)) await shutOut(world, first.person.id, false);
}

/** Orders somebody has on his device, for him to work on. */
function ownOrders(device: Device): Order[] {
	const open: readonly string[] = openStates;
	const isEngineer = device.person.roles.includes('engineer');
	if (!isEngineer || !device.readyTab) return [];
	const { id } = device.person;
	return device
		.seen('workOrder')
		.filter((each) => each.assigneeId === id && open.includes(each.state));
}

/** Sometimes right after the servers took something and could not say so. */
async function beCutOff(world: World, first: Device, id: string, isOld: boolean): Promise<void> {
	if (world.chance.chance(0.5)) {
		await work(world, first, id, 2);
		await loseAnswers(world, first);
	}
	if (isOld) first.old = true;
	else first.online = false;
	if (isOld && world.chance.chance(0.5)) await sync(world, [first]);
	await work(world, first, id);
}

async function loseAnswers(world: World, first: Device): Promise<void> {
	const { answers } = world.oracle;
	first.faults = { ...badLine, drop: 0, loseAnswer: 0.5 };
	for (let tries = 0; tries < triesMax; tries++) {
		const queued = first.outbox().filter(({ status }) => status === 'queued');
		const named = queued.map(({ seq }) => world.oracle.ledger.find(first, seq)?.command);
		if (named.some((command) => command && answers.has(commandId(command)))) break;
		await sync(world, [first]);
	}
	first.faults = badLine;
}

async function passOn(world: World, first: Device, id: string): Promise<void> {
	const { chance } = world;
	const rest = engineers.filter((other) => other.id !== first.person.id);
	const having = rest.filter((other) => world.devices.some(({ person }) => person.id === other.id));
	const second = chance.pick(having.length > 0 && chance.chance(0.8) ? having : rest);
	await send(world, id, second.id);
	const others = world.devices.filter(({ person }) => person.id === second.id);
	for (const other of others) {
		await sync(world, [other]);
		await work(world, other, id);
	}
	if (chance.chance(0.8)) await sync(world, others);
	const isGuest = chance.chance(0.25);
	if (isGuest) await passThrough(world, id);
	if (isGuest || chance.chance(0.1)) await send(world, id, first.person.id);
}

/** An asset comes to the order's place and leaves it again. */
async function passThrough(world: World, id: string): Promise<void> {
	const record = world.chance.pick(assets);
	const place = world.oracle.mirror.get('workOrder', id)?.siteId ?? sites[0];
	for (const siteId of [place, world.chance.pick(sites)])
		await administer(world, {
			type: 'asset.edit@1',
			kind: 'asset',
			record,
			args: { set: { siteId } },
		});
}

async function comeBack(world: World, first: Device, id: string, isOld: boolean): Promise<void> {
	first.online = true;
	if (isOld) await sync(world, [first]);
	first.old = false;
	// Many at once, so that they write between one another's reading and writing.
	for (const device of world.devices)
		if (device.readyTab && (device === first || world.chance.chance(0.5))) device.sync();
	await world.scheduler.run(world.chance.pick([20, 60, 100, 150]));
	await work(world, first, id, 2);
}

/** Past the app, which asks for nothing any more. */
async function askAnyway({ scheduler }: World, first: Device): Promise<void> {
	first.act('asks all the same', async ({ line, device: { person } }) => {
		const body = JSON.stringify({ device: `evil-${person.account}` });
		const headers = { 'content-type': 'application/json' };
		await line.fetch('/sync/v1/pull', { method: 'POST', headers, body }).catch(() => undefined);
	});
	await scheduler.run(40);
}

/** With a good line, all of it before the desk decides: otherwise it decides while more is on its way. */
async function handIn(world: World, first: Device): Promise<void> {
	first.faults = goodLine;
	if (first.tabs.length === 0) first.startTab();
	for (let tries = 0; tries < triesMax; tries++) {
		await sync(world, [first]);
		if (!first.outbox().some(({ status }) => status === 'queued')) break;
		world.scheduler.nowMs += betweenTriesMs;
	}
	first.faults = badLine;
}

/** The desk about what came late, more than once: two of its people may do it at the same time. */
async function decide(world: World, id: string): Promise<void> {
	const { chance, devices, scheduler } = world;
	const desk = devices.find(({ person, readyTab }) => person.id === people.desk.id && readyTab);
	if (!desk || chance.chance(0.3)) return;
	await sync(world, [desk]);
	for (let left = decisionsMax; left > 0; left--) {
		const draft = decisionOf(world, desk, id);
		if (draft && desk.readyTab) desk.execute([draft]);
		await scheduler.run(80);
	}
	await sync(world, [desk]);
}

function decisionOf({ chance }: World, desk: Device, record: string): CommandDraft | undefined {
	const items = desk.seen('quarantine');
	const held = desk.seen('workOrder').find((each) => each.id === record)?.held ?? [];
	if (items.length > 0 && (held.length === 0 || chance.chance(0.5))) {
		const item = { kind: 'quarantine', record: chance.pick(items.slice(-2)).id } as const;
		return chance.chance(0.6)
			? { ...item, type: 'quarantine.release@1', args: {} }
			: { ...item, type: 'quarantine.discard@1', args: { reason: 'no' } };
	}
	if (held.length === 0) return undefined;
	const completion = held.findLast(({ command }) => command === 'workOrder.complete@1');
	const heldId = chance.pick(held).id;
	return chance.pick([
		order('acceptLate', record, { heldId: (completion ?? chance.pick(held)).id }),
		order('acceptFacts', record, { ids: held.map((entry) => entry.id) }),
		order('discardHeld', record, { heldId, reason: 'no' }),
	]);
}

async function work(world: World, device: Device, id: string, steps = stepsMax): Promise<void> {
	const { chance, scheduler } = world;
	for (let left = 1 + chance.below(steps); left > 0; left--) {
		const seen = device.seen('workOrder').find((each) => each.id === id);
		const besides = seen && chance.chance(0.25) ? besidesWork(seen, device, chance) : undefined;
		if (seen && device.readyTab)
			device.execute(besides?.drafts ?? [visitStep(seen, device, chance)]);
		await scheduler.run(chance.pick([40, 80, 160]));
		scheduler.nowMs += chance.below(stepMsMax);
	}
}

/**
 * He is through with a visit nobody has heard of when it goes to another, and the desk makes his work
 * the order's result, or keeps it as facts.
 */
async function overtakenByDesk(world: World, first: Device, id: string): Promise<void> {
	const { chance, scheduler, oracle } = world;
	first.faults = goodLine;
	await sync(world, [first]);
	first.online = false;
	const isOpen = () => ownOrders(first).some((each) => each.id === id);
	for (let left = wholeVisit; left > 0 && isOpen(); left--) await work(world, first, id, 1);
	const others = engineers.filter((other) => other.id !== first.person.id);
	await send(world, id, chance.pick(others).id);
	first.online = true;
	await handIn(world, first);
	const held = oracle.mirror.get('workOrder', id)?.held ?? [];
	const done = held.findLast(({ command }) => command === 'workOrder.complete@1');
	if (!done) return;
	const [name, args] = chance.chance(0.7)
		? ['acceptLate', { heldId: done.id }]
		: ['acceptFacts', { ids: held.map((entry) => entry.id) }];
	const type = `workOrder.${name}@1` as const;
	await administer(world, { type, kind: 'workOrder', record: id, args });
	await scheduler.run(80);
}

/** By a desk that is at hand, or by the administration. */
async function send(world: World, record: string, assigneeId: string): Promise<void> {
	const args = { assigneeId, reason: 'overload' };
	const desk = world.devices.find(
		({ person, readyTab, online }) => person.id === people.desk.id && readyTab && online,
	);
	const has = desk?.seen('workOrder').some(({ id }) => id === record);
	if (desk && has && world.chance.chance(0.5)) {
		desk.execute([order('dispatch', record, args)]);
		await world.scheduler.run(80);
		return sync(world, [desk]);
	}
	await administer(world, { type: 'workOrder.dispatch@1', kind: 'workOrder', record, args });
}

async function shutOut(world: World, record: string, disabled: boolean): Promise<void> {
	await administer(world, {
		type: 'user.edit@1',
		kind: 'user',
		record,
		args: { set: { disabled } },
	});
}
