import fc from 'fast-check';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { canonicalJson } from '../canonical-json.ts';
import { openConflicts } from '../conflict.ts';
import { listsMax, WorkOrderSchema, type WorkOrder } from './work-order.ts';
import { partyOf } from './parties.ts';
import { openVisit } from './visit.ts';
import { moves, type MoveName, type OrderState } from './states.ts';
import {
	earthing,
	generalFault,
	OrderWorld,
	people,
	sampleRequest,
	signedStrokes,
	type Person,
} from './order-world.ts';

/** Any commands by anybody in any order: what must hold of the order after each of them. */
const who = fc.constantFrom(...(Object.keys(people) as Person[]));
/** Mostly those who may, or nothing would ever go far. */
const mostly = (name: string) =>
	fc.oneof(
		{ weight: 4, arbitrary: fc.constantFrom(...partyPeople(name)) },
		{ weight: 1, arbitrary: who },
	);
function partyPeople(name: string): Person[] {
	const party: string = partyOf[name as MoveName] ?? 'assignee';
	return /ispatcher/.test(party)
		? ['dispatcher', 'engineer']
		: ['engineer', 'engineer', 'colleague'];
}
const text = fc.constantFrom('', '原因', '更换辊轮 🖨', 'x'.repeat(400));
const lineId = fc.constantFrom('dev-diao:1.1', 'dev-chen:3.0', 'nothing');
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const engineerId = fc.constantFrom('chen', 'wang', 'diao', 'nobody');
const reason = fc.record({ reason: text });
const plannedAt = fc.constantFrom('2026-11-21T02:00:00.000Z', 'soon');

function photoBytes(of: string) {
	return { sha256: of.repeat(64), type: 'image/jpeg', bytes: 9 };
}

const argsOf: Record<string, fc.Arbitrary<Record<string, unknown>>> = {
	claim: fc.constant({}),
	resolveRemotely: fc.record({ solution: maybe(text), mode: fc.constantFrom('phone', 'remote') }),
	dispatch: fc.record({
		assigneeId: engineerId,
		reason: maybe(fc.constantFrom('absence', 'wrong_skill', 'whim')),
	}),
	replan: fc.record({ plannedAt, reason: text }),
	reportDelay: fc.record({ reason: text, plannedAt: maybe(plannedAt) }),
	accept: fc.constant({}),
	depart: fc.constant({}),
	arrive: fc.constant({}),
	return: reason,
	noAccess: fc.record({ evidence: maybe(fc.record({ kind: fc.constant('call'), text })) }),
	suspend: fc.record({ reason: fc.constantFrom('customer', 'part', 'mood') }),
	resume: fc.record({ to: maybe(fc.constantFrom('accepted', 'on_site', 'closed')) }),
	restore: fc.record({ how: fc.constantFrom('loan', 'workaround') }),
	complete: fc.record({
		minutes: maybe(fc.integer({ min: -1, max: 90 })),
		strokes: maybe(fc.constant(signedStrokes)),
	}),
	sendBack: fc.record({ missing: text }),
	close: fc.record({ outcome: maybe(fc.constantFrom('reached', 'not_reached')), tries: fc.nat(4) }),
	rate: fc.record({ stars: fc.integer({ min: 0, max: 6 }), solved: fc.boolean() }),
	reopen: reason,
	cancel: reason,
	revive: fc.constant({}),
	acceptLate: fc.constant({ heldId: 'the last' }),
	acceptFacts: fc.constant({ ids: 'all' }),
	discardHeld: fc.record({ heldId: fc.constant('the last'), reason: text }),
	settleConflict: fc.record({
		conflictId: fc.constant('the last'),
		take: fc.constantFrom('mine', 'theirs'),
	}),
	escalate: fc.record({ to: fc.constant('vendor'), reason: text }),
	note: fc.record({ text }),
	addTime: fc.record({ minutes: fc.nat(60) }),
	addLine: fc.record({ symptom: text }),
	recordWork: fc.record({
		lineId,
		set: fc.record({ cause: text, solution: text, result: fc.constantFrom('solved', 'open') }),
	}),
	checkSeal: fc.record({ lineId, state: fc.constantFrom('intact', 'broken') }),
	tick: fc.record({ lineId, key: fc.constantFrom('power', 'none'), done: fc.boolean() }),
	recordSwap: fc.record({
		...{
			lineId,
			swapId: fc.constantFrom('swap-1', 'swap-2'),
			what: fc.constant('part'),
			sort: text,
		},
		...{ in: maybe(fc.constant({ serial: 'SN-2' })), out: maybe(fc.constant({ serial: 'SN-1' })) },
		goes: maybe(fc.constantFrom('vendor', 'nowhere')),
	}),
	recordReading: fc.record({
		lineId,
		key: fc.constantFrom('earth', 'power', 'none'),
		value: fc.constantFrom('3.9', '4.6', '4.60', '04', ''),
	}),
	addPhoto: fc.record(
		{
			blob: fc.constantFrom(...['a', 'b'].map(photoBytes)),
			lineId: fc.constant('dev-diao:1.1'),
			checkKey: fc.constantFrom('meter', 'power'),
			phase: fc.constantFrom('before', 'after', 'during'),
			replaces: fc.constantFrom('dev-chen:5.0', 'dev-chen:6.0', 'nothing'),
		},
		{ requiredKeys: ['blob'] },
	),
	addVoice: fc.record({
		blob: fc.constantFrom(
			...['a', 'b'].map((name) => ({ ...photoBytes(name), type: 'audio/webm' })),
			photoBytes('c'),
		),
		seconds: fc.constantFrom(1, 180, 181),
	}),
	sign: fc.record({ name: text, strokes: maybe(fc.constant(signedStrokes)) }),
	retract: fc.record({
		list: fc.constantFrom('notes', 'voices', 'signatures'),
		factId: fc.constantFrom('dev-chen:2.0', 'dev-chen:6.0'),
		reason: text,
	}),
	customerTold: fc.constant({}),
	splitOff: fc.record({
		lineIds: fc.array(lineId, { minLength: 1 }),
		followUp: fc.constant('order-2'),
	}),
	correctTime: fc.record({
		visitId: fc.constant('the last'),
		field: fc.constantFrom('departedAt', 'arrivedAt', 'leftAt'),
		at: plannedAt,
		reason: text,
	}),
};
const command = fc
	.constantFrom(...Object.keys(argsOf))
	.chain((name) => fc.tuple(mostly(name), fc.constant(name), argsOf[name]!));
type Step = [Person, string, Record<string, unknown>];
/** A whole visit, so that any sequence may begin anywhere in it. */
const visit: Step[] = [
	['dispatcher', 'dispatch', { assigneeId: 'chen' }],
	['engineer', 'accept', {}],
	['engineer', 'depart', {}],
	['engineer', 'arrive', {}],
	[
		'engineer',
		'recordWork',
		{ lineId: 'dev-diao:1.1', set: { solution: '清洁', result: 'solved' } },
	],
	[
		'engineer',
		'addPhoto',
		{ blob: photoBytes('c'), lineId: 'dev-diao:1.1', checkKey: 'meter', phase: 'after' },
	],
	['engineer', 'sign', { name: '刘护士', strokes: signedStrokes }],
	['engineer', 'complete', { minutes: 20 }],
	['dispatcher', 'close', { outcome: 'reached' }],
];
const lost: Step = ['dispatcher', 'dispatch', { assigneeId: 'wang', reason: 'absence' }];
const commands = fc
	.tuple(fc.nat(visit.length), fc.boolean(), fc.array(command, { maxLength: 40 }))
	.map(([length, loses, others]): Step[] => {
		const start = visit.slice(0, length);
		return [
			...(loses ? [...start.slice(0, 3), lost, ...start.slice(3)] : start),
			...(others as Step[]),
		];
	});

async function play(list: Step[], check?: Check) {
	const world = new OrderWorld();
	world.put({ ...generalFault, ...earthing });
	await world.do('dispatcher', 'create', sampleRequest);
	for (const [person, name, args] of list) {
		const before = world.order;
		const result = await world.do(person, name, named(args, before), baseOf(name, args));
		check?.(before, world.order, name, result.ok);
	}
	return world.order;
}

/** "The last" and "all" by the ids they have in that order. */
function named(args: Record<string, unknown>, order: WorkOrder): Record<string, unknown> {
	const ids: Record<string, unknown> = {
		heldId: order.held.at(-1)?.id ?? 'none',
		ids: [...order.held, ...order.notes, ...order.signatures].map(({ id }) => id).slice(0, 9),
		visitId: order.visits.at(-1)?.id ?? 'none',
		conflictId: order.conflicts?.at(-1)?.id ?? 'none',
	};
	return Object.fromEntries(
		Object.entries(args).map(([name, value]) => [name, ids[name] ?? value]),
	);
}

/** Some had seen another solution than stands there. */
function baseOf(name: string, args: Record<string, unknown>): Record<string, unknown> | undefined {
	const set = args['set'] as { cause?: string } | undefined;
	return name === 'recordWork' && set?.cause === '' ? { solution: '别的' } : undefined;
}
type Check = (before: WorkOrder, after: WorkOrder, name: string, accepted: boolean) => void;

const facts = Object.keys(listsMax).filter(
	(name) => name !== 'consulted',
) as (keyof typeof listsMax)[];

/** Entries and the reasons given survive: lists only grow, single values move to `earlier`. */
function lossesOf(before: WorkOrder, after: WorkOrder): string[] {
	const gone = facts.filter((name) => {
		const is = new Set((after[name] ?? []).map((entry) => String(entry['id'] ?? entry['field'])));
		return (before[name] ?? []).some((entry) => !is.has(String(entry['id'] ?? entry['field'])));
	});
	const values = (['cancelled', 'closing', 'suspension', 'snapshot', 'restored'] as const).filter(
		(name) =>
			before[name] !== undefined &&
			after[name] === undefined &&
			!after.earlier?.some((entry) => entry.field === name),
	);
	return [...gone, ...values, ...readingsLost(before, after)];
}

/** A reading stands where it was taken, or among what was before. */
function readingsLost(before: WorkOrder, after: WorkOrder): string[] {
	const known = JSON.stringify([after.lines, after.earlier]);
	return before.lines
		.flatMap(({ checklist }) => checklist)
		.flatMap(({ value }) => (value === undefined ? [] : [`"value":"${value}"`]))
		.filter((read) => !known.includes(read));
}

const working: OrderState[] = ['dispatched', 'accepted', 'en_route', 'on_site'];

test('any sequence keeps schema, table, facts and visits right', async () => {
	await fc.assert(
		fc.asyncProperty(commands, async (list) => {
			await play(list, (before, after, name, accepted) => {
				if (!accepted) return expect(after).toBe(before);
				expect(v.is(WorkOrderSchema, after), name).toBe(true);
				expect(lossesOf(before, after), name).toEqual([]);
				expect(openConflicts(before).length - openConflicts(after).length, name).toBeLessThan(2);
				if (after.state !== before.state) expectMove(before, after, name as MoveName);
				expect(after.history).toHaveLength(before.history.length + (after === before ? 0 : 1));
				if (!working.includes(after.state)) return undefined;
				expect(openVisit(after)?.engineerId, name).toBe(after.assigneeId);
				return undefined;
			});
		}),
		{ numRuns: 400 },
	);
});

function expectMove(before: WorkOrder, after: WorkOrder, name: MoveName): void {
	const { from, to } = moves[name];
	expect(from, name).toContain(before.state);
	expect(Array.isArray(to) ? to : [to], name).toContain(after.state);
}

test('the same sequence makes the same bytes', async () => {
	await fc.assert(
		fc.asyncProperty(commands, async (list) => {
			const [first, second] = [await play(list), await play(list)];
			expect(JSON.stringify(second)).toBe(JSON.stringify(first));
			expect(canonicalJson(JSON.parse(JSON.stringify(first)))).toBe(canonicalJson(first));
		}),
		{ numRuns: 60 },
	);
});
