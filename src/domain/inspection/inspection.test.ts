import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { channelsOf } from '../access/channels.ts';
import { grantsOf } from '../access/grants.ts';
import type { Asset } from '../asset/asset.ts';
import { DecimalSchema } from '../catalogue/decimal.ts';
import type { ServiceItem } from '../catalogue/service-item.ts';
import type { Actor } from '../command.ts';
import type { AnyRecord } from '../record-schemas.ts';
import type { WorkOrder } from '../work-order/work-order.ts';
import * as v from 'valibot';
import { ageingOf } from './ageing.ts';
import { mayAnswer } from './approval.ts';
import { checklistOf, chosenLists, frozenList, seededChecklists } from './checklists.ts';
import {
	auditor,
	centre,
	chain,
	colleague,
	dispatcher,
	engineer,
	InspectionWorld,
	operations,
	outsider,
	plan,
	roundId,
	route,
	supervisor,
	system,
} from './inspection-world.ts';
import { goesOn, isWorkDue, openProblems, type Checkpoint, type Inspection } from './inspection.ts';
import { checkpointOf, findCheckpoint, inWalkingOrder } from './route.ts';
import { inspectionTotals, sheetOf, stepsOf } from './sheet.ts';

const refusal = (kind: string) => ({ ok: false, refusal: { kind } });
const done = { ok: true };
const pass = (step: string) => ({ step, outcome: 'pass' });
const allOf = (list: string, value = '100') =>
	seededChecklists
		.find(({ key }) => key === list)!
		.steps.map(({ key, reading }) =>
			reading ? { step: key, value: reading.lower ?? value } : pass(key),
		);

describe('planning and its approval', () => {
	test.each<[string, Actor, object, string]>([
		['by who inspects', engineer, {}, 'not-allowed'],
		['a period that ends before it begins', dispatcher, { to: '2026-10-01' }, 'bad-input'],
		['somebody who does not inspect', dispatcher, { inspectors: ['ku'] }, 'assignee-unfit'],
		['an unknown site', dispatcher, { siteId: 'nowhere' }, 'bad-input'],
		[
			'a seasonal one without its season',
			dispatcher,
			{ recurrence: { kind: 'seasonal' } },
			'bad-input',
		],
	])('refuses %s', async (_, by, more, kind) => {
		const said = await new InspectionWorld().say(by, 'plan', { ...plan, ...more });
		expect(said).toMatchObject(refusal(kind));
	});

	test('goes through the chain in its order, and only then is it open', async () => {
		const world = await new InspectionWorld().submitted();
		expect(await world.say(operations, 'approvePlan')).toMatchObject(refusal('not-allowed'));
		for (const by of chain) {
			expect(world.round.state).toBe('submitted');
			expect(await world.say(by, 'approvePlan')).toMatchObject(done);
		}
		expect(world.round.state).toBe('ready');
		expect(world.round.planAnswers?.map(({ name }) => name)).toEqual(chain.map((one) => one.name));
	});

	test('nobody answers twice in one chain', async () => {
		const world = await new InspectionWorld().submitted();
		await world.say(supervisor, 'approvePlan');
		await world.say(operations, 'approvePlan');
		expect(await world.say(operations, 'approvePlan')).toMatchObject(refusal('not-allowed'));
		expect(await world.say(centre, 'approvePlan')).toMatchObject(done);
	});

	test('nobody approves what he planned, changed, submitted or inspects', async () => {
		const mixed = { ...supervisor, userId: 'chef', name: 'chef' };
		const world = new InspectionWorld();
		await world.say(mixed, 'plan', plan);
		await world.say(supervisor, 'change', { set: { ...plan, name: '改' } });
		await world.say(dispatcher, 'submit');
		expect(mayAnswer(world.round, mixed)).toBe(false);
		expect(mayAnswer(world.round, supervisor)).toBe(false);
		expect(mayAnswer(world.round, { ...supervisor, userId: engineer.userId })).toBe(false);
		expect(mayAnswer(world.round, { ...supervisor, userId: 'other' })).toBe(true);
	});

	test('a customer answers for himself only', async () => {
		const world = await new InspectionWorld().submitted();
		await world.say(supervisor, 'approvePlan');
		expect(mayAnswer(world.round, { ...operations, customerId: 'customer-2' })).toBe(false);
		expect(mayAnswer(world.round, operations)).toBe(true);
	});

	test('sent back it takes a reason and begins anew', async () => {
		const world = await new InspectionWorld().submitted();
		await world.say(supervisor, 'approvePlan');
		expect(await world.say(operations, 'sendBackPlan')).toMatchObject(refusal('bad-input'));
		expect(await world.say(operations, 'sendBackPlan', { reason: '改到周末' })).toMatchObject(done);
		expect(world.round.state).toBe('draft');
		await world.say(dispatcher, 'submit');
		expect(await world.say(operations, 'approvePlan')).toMatchObject(refusal('not-allowed'));
		expect(await world.say(supervisor, 'approvePlan')).toMatchObject(done);
	});
});

describe('what is found', () => {
	test('a reading is judged by its limits, exactly, and kept as it was read', async () => {
		const world = await new InspectionWorld().ready();
		await world.check(engineer, 'a-ups', { step: 'ups-output', value: '209.00' });
		await world.check(engineer, 'a-ups', { step: 'ups-charge', value: '89.99' });
		const [, ups] = sheetOf(world.round);
		const of = (key: string) => ups?.steps.find(({ step }) => step.key === key);
		expect(of('ups-output')).toMatchObject({ outcome: 'pass', value: '209.00' });
		expect(of('ups-charge')).toMatchObject({ outcome: 'fail', value: '89.99' });
		expect(ups).toMatchObject({ isDone: false, isFailed: true });
	});

	test('a reading needs its value, a tick has none, a foreign step is no step', async () => {
		const world = await new InspectionWorld().ready();
		const say = (result: object) => world.check(engineer, 'a-ups', result);
		expect(await say(pass('ups-output'))).toMatchObject(refusal('reading-missing'));
		expect(await say({ step: 'ups-test', value: '1' })).toMatchObject(refusal('reading-missing'));
		expect(await say(pass('server-power'))).toMatchObject(refusal('bad-input'));
		expect(await say({ step: 'ups-output', outcome: 'not_applicable' })).toMatchObject(done);
	});

	test('only by who is or was sent on it', async () => {
		const world = await new InspectionWorld().ready();
		for (const by of [outsider, dispatcher, operations])
			expect(await world.check(by, 'a-ups', pass('ups-test'))).toMatchObject(
				refusal('not-allowed'),
			);
		await world.say(dispatcher, 'assign', { inspectors: [colleague.userId] });
		expect(await world.check(engineer, 'a-ups', pass('ups-test'))).toMatchObject(done);
		expect(sheetOf(world.round)[1]?.steps.at(-1)?.outcome).toBe('pass');
	});

	test('is taken back by its author, once', async () => {
		const world = await new InspectionWorld().ready();
		await world.check(engineer, 'a-ups', pass('ups-test'));
		const factId = world.round.facts[0]?.id;
		expect(await world.say(auditor, 'retract', { factId })).toMatchObject(refusal('not-allowed'));
		for (const _ of [1, 2])
			expect(await world.say(engineer, 'retract', { factId })).toMatchObject(done);
		expect(sheetOf(world.round)[1]?.steps.at(-1)).not.toHaveProperty('outcome');
	});

	test('a failed check becomes a request at the place of the round', async () => {
		const world = await new InspectionWorld().ready();
		const args = { inspectionId: roundId, checkpointId: 'a-ups', summary: 'UPS 自检不通过' };
		const create = (by: Actor) =>
			world.run(by, 'workOrder.createFromInspection@1', `order-${by.userId}`, args);
		expect(await create(outsider)).toMatchObject(refusal('not-found'));
		expect(await create(dispatcher)).toMatchObject(refusal('not-found'));
		expect(await create(auditor)).toMatchObject(done);
		const order = world.get('workOrder', `order-${auditor.userId}`) as WorkOrder;
		expect(order).toMatchObject({
			...{ state: 'new', channel: 'inspection', customerId: 'customer-1', siteId: 'site-1' },
			...{ inspection: { id: roundId, checkpointId: 'a-ups' }, deskId: 'desk-1' },
		});
		expect(order.lines[0]?.asset).toEqual({ id: 'a-ups', tag: 'UPS-1', name: 'UPS' });
		expect(order).not.toHaveProperty('unconfirmedPlace');
		expect(order).not.toHaveProperty('assigneeId');
	});
});

test('a proposed problem waits for the desk, which dismisses it with a reason only', async () => {
	const world = await new InspectionWorld().ready();
	await world.say(engineer, 'raise', { checkpointId: 'a-ups', as: 'problem' });
	const factId = openProblems(world.round)[0]?.id;
	const settle = (by: Actor, more: object) => world.say(by, 'settleProblem', { factId, ...more });
	expect(await settle(auditor, { as: 'taken' })).toMatchObject(refusal('not-allowed'));
	expect(await settle(dispatcher, { as: 'dismissed' })).toMatchObject(refusal('reason-missing'));
	expect(await settle(dispatcher, { as: 'taken' })).toMatchObject(done);
	expect(await settle(supervisor, { as: 'dismissed', reason: '重复' })).toMatchObject(done);
	expect(openProblems(world.round)).toEqual([]);
	expect(world.round.facts[0]?.settled?.as).toBe('taken');
});

describe('the report', () => {
	test('counts what is there, and goes through the chain again', async () => {
		const world = await new InspectionWorld().ready();
		await world.say(engineer, 'scan', { checkpointId: 'a-srv', code: 'SRV-1', how: 'camera' });
		await world.check(engineer, 'a-srv', ...allOf('server', '50'));
		await world.check(auditor, 'a-ups', { step: 'ups-test', outcome: 'fail' });
		await world.say(auditor, 'raise', { checkpointId: 'a-ups', as: 'problem', step: 'ups-test' });
		expect(await world.say(dispatcher, 'report', { evaluation: '好' })).toMatchObject(
			refusal('not-allowed'),
		);
		await world.say(engineer, 'report', { evaluation: '总体正常', advice: '更换电池' });
		expect(world.round.report?.totals).toEqual({
			...{ devices: 2, inspected: 1, proven: 1, passed: 1, failed: 1 },
			...{ orders: 0, problems: 1, corrections: 0 },
		});
		for (const by of chain) expect(await world.say(by, 'approveReport')).toMatchObject(done);
		expect(world.round.state).toBe('closed');
		expect(world.round.closedAt).toBeDefined();
	});

	test('what comes after it is kept late, and counts once it is sent back', async () => {
		const world = await new InspectionWorld().ready();
		await world.say(engineer, 'report', { evaluation: '好' });
		expect(await world.check(auditor, 'a-ups', pass('ups-test'))).toMatchObject(done);
		expect(world.round.facts).toMatchObject([{ late: true }]);
		expect(sheetOf(world.round)[1]?.steps.at(-1)).not.toHaveProperty('outcome');
		await world.say(supervisor, 'sendBackReport', { reason: '漏了 UPS' });
		expect(world.round.state).toBe('ready');
		expect(sheetOf(world.round)[1]?.steps.at(-1)?.outcome).toBe('pass');
	});

	test('tells what failed in the round before, too', async () => {
		const world = await new InspectionWorld().ready();
		await world.check(engineer, 'a-ups', { step: 'ups-test', outcome: 'fail' });
		const next = 'round-1.2';
		await world.say(system, 'renew', { previous: roundId, from: '2026-12-01' }, next);
		await world.say(system, 'freeze', route, next);
		const results = [
			{ step: 'ups-test', outcome: 'fail' },
			{ step: 'ups-battery', outcome: 'fail' },
		];
		await world.say(engineer, 'check', { checkpointId: 'a-ups', results }, next);
		await world.say(engineer, 'report', { evaluation: '差' }, next);
		const { report } = world.get('inspection', next) as Inspection;
		expect(report?.repeats).toEqual(['a-ups|ups-test']);
	});
});

describe('rounds that follow', () => {
	test('carry plan and approval over, once, and ask the server until they are made', async () => {
		const world = await new InspectionWorld().ready();
		expect(isWorkDue(world.round)).toBe(true);
		expect(
			await world.say(dispatcher, 'renew', { previous: roundId, from: '2026-12-01' }, 'x'),
		).toMatchObject(refusal('not-allowed'));
		await world.say(system, 'renew', { previous: roundId, from: '2026-12-01' }, 'round-1.2');
		await world.say(system, 'follow', { next: 'round-1.2' });
		expect(goesOn(world.round)).toBe(false);
		expect(world.get('inspection', 'round-1.2')).toMatchObject({
			...{ state: 'ready', from: '2026-12-01', to: '2026-12-30', previous: roundId, facts: [] },
			planAnswers: [{ step: 0 }, { step: 1 }, { step: 2 }],
		});
	});

	test('cancelling a round ends those after it', async () => {
		const world = await new InspectionWorld().ready();
		await world.say(dispatcher, 'cancel', { reason: '合同到期' });
		expect(isWorkDue(world.round)).toBe(false);
	});
});

describe('who holds it', () => {
	const sees = (world: InspectionWorld, by: Actor) => {
		const grants = new Set(grantsOf(by, [], [], namedTo(world, by)));
		return channelsOf(world.round).some((channel) => grants.has(channel));
	};
	const namedTo = ({ round }: InspectionWorld, { userId }: Actor) =>
		channelsOf(round).includes(`named:${userId}`) ? [{ id: round.id, assetIds: ['a-srv'] }] : [];

	test('its inspectors while it is under way, the customer once it was submitted, the desk always', async () => {
		const world = new InspectionWorld();
		await world.say(dispatcher, 'plan', plan);
		expect([engineer, operations, dispatcher].map((by) => sees(world, by))).toEqual([
			...[false, false, true],
		]);
		await world.say(dispatcher, 'submit');
		await world.say(system, 'freeze', route);
		expect([engineer, operations].map((by) => sees(world, by))).toEqual([false, true]);
		for (const by of chain) await world.say(by, 'approvePlan');
		expect([engineer, outsider].map((by) => sees(world, by))).toEqual([true, false]);
		await world.say(engineer, 'report', { evaluation: '好' });
		for (const by of chain) await world.say(by, 'approveReport');
		expect([engineer, operations, dispatcher].map((by) => sees(world, by))).toEqual([
			...[false, true, true],
		]);
	});

	test('with the machines of its route, and no others', () => {
		const grants = grantsOf(engineer, [], [], [{ id: roundId, assetIds: ['a-srv'] }]);
		expect(grants).toContain('asset:a-srv');
		expect(grants.filter((one) => one.startsWith('site:'))).toEqual([]);
	});
});

describe('the route', () => {
	const asset = (more: object) =>
		({ id: 'a', tag: 'T', name: 'n', state: 'in_use', siteId: 'site-1', ...more }) as Asset;
	const of = { siteId: 'site-1' } as Inspection;
	const chosen = chosenLists(['server', 'cleaning']);

	test.each([
		[{ category: '服务器' }, ['server', 'cleaning']],
		[{ category: '服务器/机架' }, ['server', 'cleaning']],
		[{ category: '外设/打印机' }, ['cleaning']],
	])('%o gets %j', (more, lists) => {
		expect(checkpointOf(asset(more), of, chosen)?.lists).toEqual(lists);
	});
	test('leaves out what is elsewhere, retired, or of another room', () => {
		const rooms = { ...of, rooms: ['B1'] };
		for (const more of [{ siteId: 's-2' }, { state: 'retired' }])
			expect(checkpointOf(asset({ category: '服务器', ...more }), of, chosen)).toBeUndefined();
		expect(checkpointOf(asset({ category: '服务器', room: 'B2' }), rooms, chosen)).toBeUndefined();
	});
	test('is walked room by room as the site has them, from the right of the door', () => {
		const point = (id: string, room: string, locationCode?: string) =>
			({
				id,
				tag: id,
				name: id,
				room,
				lists: [],
				...(locationCode && { locationCode }),
			}) as Checkpoint;
		const points = [
			...[point('d', '6F'), point('c', 'B1'), point('b', 'B1', 'D01B101-002')],
			...[point('a', 'B1', 'D01B101-001'), point('e', '??')],
		];
		const walked = inWalkingOrder(points, { rooms: ['B1', '6F'] }, []);
		expect(walked.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd', 'e']);
	});
	test('finds a device by tag, serial and web address', () => {
		for (const code of ['srv-1', ' SN-1 ', 'https://it.example/a/SRV-1'])
			expect(findCheckpoint(route.checkpoints, code)?.id).toBe('a-srv');
		expect(findCheckpoint(route.checkpoints, 'SRV-2')).toBeUndefined();
	});
	test('tells what is ageing by its weightiest reason', () => {
		const aged = (more: object) =>
			ageingOf({ lists: [], ...more } as unknown as Checkpoint, '2026-11-20');
		expect(aged({ endOfLifeOn: '2027-01-01', purchasedOn: '2019-01-01' })).toBe('end_of_life');
		expect(aged({ purchasedOn: '2021-11-20' })).toBe('old');
		expect(aged({ purchasedOn: '2021-11-21' })).toBeUndefined();
		expect(aged({ warrantyUntil: '2026-11-19' })).toBe('warranty_over');
	});
});

describe('lists of the organisation’s own', () => {
	const item = (more: object) =>
		({
			...{ id: 'item-ac', kind: 'serviceItem', name: '精密空调保养', standardMinutes: 60 },
			...{ inspects: ['空调'], checklist: [{ key: 'k1', text: '滤网', photoRequired: true }] },
			...more,
		}) as unknown as ServiceItem;

	test('are services that say which devices they inspect', () => {
		expect(checklistOf(item({}))).toEqual({
			...{ key: 'item-ac', name: '精密空调保养', categories: ['空调'] },
			steps: [{ key: 'item-ac/k1', text: '滤网', photoRequired: true }],
		});
		expect(checklistOf(item({ inspects: [] }))).toBeUndefined();
		expect(checklistOf(item({ inspects: undefined }))).toBeUndefined();
		const retired = [{ key: 'k1', text: '滤网', retired: true }];
		expect(checklistOf(item({ checklist: retired }))).toBeUndefined();
	});

	test('answer for themselves: a step of the same key in two of them is two steps', () => {
		const other = item({
			id: 'item-ups',
			name: 'UPS 保养',
			checklist: [{ key: 'k1', text: '电池' }],
		});
		const lists = [item({}), other].map((each) => frozenList(checklistOf(each)!));
		const point = { ...route.checkpoints[0]!, lists: lists.map(({ key }) => key) };
		const keys = stepsOf({ lists } as unknown as Inspection, point).map(({ key }) => key);
		expect(keys).toEqual(['item-ac/k1', 'item-ups/k1']);
	});

	test('a device is inspected once the photo a step asks for is there, or the step does not apply', async () => {
		const step = 'item-ac/k1';
		const [checkpoint] = route.checkpoints;
		const list = frozenList(checklistOf(item({}))!);
		const world = await new InspectionWorld().ready();
		const told = (facts: object[]) => {
			const point = { ...checkpoint!, lists: [list.key] };
			const stamps = { at: world.round.createdAt, by: engineer.userId, device: 'd' };
			const own = facts.map((fact, n) => ({
				...stamps,
				id: `f${n}`,
				checkpointId: point.id,
				...fact,
			}));
			const round = { ...world.round, checkpoints: [point], lists: [list], facts: own };
			return sheetOf(round)[0]!;
		};
		const answer = (outcome: string) => ({ results: [{ step, outcome }] });
		const photo = { photo: { sha256: 'a'.repeat(64), type: 'image/jpeg', bytes: 1 } };
		expect(told([answer('pass')])).toMatchObject({ isDone: false, steps: [{ lacksPhoto: true }] });
		expect(told([answer('pass'), photo]).isDone).toBe(false);
		expect(told([answer('pass'), { ...photo, step }]).isDone).toBe(true);
		expect(told([{ ...photo, step }]).isDone).toBe(false);
		expect(told([answer('not_applicable')]).isDone).toBe(true);
	});

	test('a plan names those there are', async () => {
		const names = (checklists: string[], ...others: object[]) => {
			const world = new InspectionWorld(others as AnyRecord[]);
			return world.say(dispatcher, 'plan', { ...plan, checklists });
		};
		expect(await names(['server', 'item-ac'], item({}))).toMatchObject({ ok: true });
		expect(await names(['item-ac'])).toMatchObject(refusal('bad-input'));
		expect(await names(['item-ac'], item({ inspects: [] }))).toMatchObject(refusal('bad-input'));
	});
});

test('seeded lists: keys for ever and once, limits decimals, words in both languages', () => {
	const steps = seededChecklists.flatMap((list) => list.steps);
	expect(new Set(steps.map(({ key }) => key)).size).toBe(steps.length);
	for (const { text, textEn, reading } of steps) {
		expect(text && textEn).toBeTruthy();
		for (const limit of [reading?.lower, reading?.upper])
			if (limit !== undefined) expect(v.is(DecimalSchema, limit)).toBe(true);
	}
});

test('facts in whatever order amount to the same sheet', async () => {
	const world = await new InspectionWorld().ready();
	const { steps } = seededChecklists.find(({ key }) => key === 'ups')!;
	for (const [n, { key, reading }] of [...steps, ...steps].entries()) {
		const value = n % 3 === 0 ? { value: `${200 + n}.5` } : { outcome: 'not_applicable' };
		const outcome = { outcome: n % 2 ? 'pass' : 'fail' };
		await world.check(n % 2 ? engineer : auditor, 'a-ups', {
			step: key,
			...(reading ? value : outcome),
		});
		await world.say(auditor, 'note', { checkpointId: 'a-srv', note: `第 ${n} 条` });
	}
	const { facts } = world.round;
	const sheet = sheetOf(world.round);
	fc.assert(
		fc.property(fc.shuffledSubarray(facts, { minLength: facts.length }), (shuffled) => {
			const again = sheetOf({ ...world.round, facts: shuffled });
			expect(again).toEqual(sheet);
			expect(inspectionTotals(again)).toEqual(inspectionTotals(sheet));
		}),
	);
});
