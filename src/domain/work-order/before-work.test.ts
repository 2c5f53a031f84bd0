import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../canonical-json.ts';
import { addMinutes } from '../time/instant.ts';
import {
	consentFor,
	frozenFact,
	linesWithoutConsent,
	noticeDue,
	openInterruption,
	readInterruption,
} from './before-work.ts';
import { nextStep } from './next-step.ts';
import type { OrderWorld } from './order-world.ts';
import {
	generalFault,
	installSystem,
	networkWork,
	people,
	signedStrokes,
	type Person,
} from './order-world.ts';
import { consent, created, fixed, line, onSite, signature } from './order-stories.ts';
import type { ServiceItem } from '../catalogue/service-item.ts';
import type { WorkOrder } from './work-order.ts';

const reinstall = { serviceItemId: installSystem.id };
const network = { serviceItemId: networkWork.id };
const refused = (kind: string) => ({ ok: false, refusal: { kind } });
const tick = { lineId: line, key: 'power', done: true };
const notice = (world: OrderWorld) => ({
	affected: '住院楼 6F 全部网口',
	recoverBy: addMinutes(world.now, 60),
	...{ name: '信息科 王', role: 'it', how: 'phone' },
});

describe('before the customer has signed', () => {
	test.each([
		['tick', tick],
		['recordWork', { lineId: line, set: { cause: '系统损坏' } }],
		['recordWork', { lineId: line, set: { solution: '重装' } }],
		['recordWork', { lineId: line, set: { result: 'workaround' } }],
		['complete', {}],
	])('%s %j is refused', async (name, args) => {
		const world = await onSite(reinstall);
		const before = world.order;
		expect(await world.do('engineer', name, args)).toMatchObject(refused('consent-missing'));
		expect(world.order).toBe(before);
		expect(nextStep(world.order, people.engineer, installSystem)).toBe('consent');
	});

	test('nobody solves it by phone either', async () => {
		const world = await created(undefined, reinstall);
		const help = { solution: '重装', mode: 'phone' };
		expect(await world.do('dispatcher', 'resolveRemotely', help)).toMatchObject(
			refused('consent-missing'),
		);
	});

	test('what is no work is taken: seal, photos of before, notes, a symptom', async () => {
		const world = await onSite(reinstall);
		const symptom = { lineId: line, set: { symptom: '开机蓝屏' } };
		expect(await world.do('engineer', 'recordWork', symptom)).toMatchObject({ ok: true });
		const seal = { lineId: line, state: 'intact', number: 'S1' };
		expect(await world.do('engineer', 'checkSeal', seal)).toMatchObject({ ok: true });
		expect(await world.do('engineer', 'note', { text: '等科室主任' })).toMatchObject({ ok: true });
	});
});

describe('a consent', () => {
	test('opens the work on the lines it names', async () => {
		const world = await onSite(reinstall);
		expect(await world.do('engineer', 'recordConsent@2', consent)).toMatchObject({ ok: true });
		expect(consentFor(world.order, world.order.lines[0]!)).toMatchObject({ backup: 'done' });
		expect(await world.do('engineer', 'tick', tick)).toMatchObject({ ok: true });
		expect(nextStep(world.order, people.engineer, installSystem)).toBe('cause');
		await world.do('engineer', 'addLine', { symptom: '另一台' });
		expect(nextStep(world.order, people.engineer, installSystem)).toBe('consent');
	});

	test.each([
		['no signature', { strokes: undefined }, 'signature-missing'],
		['an empty one', { strokes: { width: 9, height: 9, strokes: '' } }, 'signature-empty'],
		['no name', { name: ' ' }, 'bad-input'],
		['nobody who answers for the backup', { backupBy: ' ' }, 'bad-input'],
		['no word of the backup', { backup: undefined }, 'bad-input'],
		['nothing that may be lost', { text: { zh: ' ', en: '' } }, 'bad-input'],
		['a virus and no word of the IT department', { afterVirus: true }, 'bad-input'],
		['a line that is none', { lineIds: ['no-line'] }, 'line-missing'],
	])('with %s is none', async (_, change, kind) => {
		const world = await onSite(reinstall);
		const args = JSON.parse(JSON.stringify({ ...consent, ...change })) as typeof consent;
		expect(await world.do('engineer', 'recordConsent@2', args)).toMatchObject(refused(kind));
		expect(await world.do('engineer', 'tick', tick)).toMatchObject(refused('consent-missing'));
	});

	test('after a virus carries the confirmation of the client’s IT department', async () => {
		const world = await onSite(reinstall);
		const it = { name: '信息科 王', how: 'phone' };
		const args = { ...consent, afterVirus: true, it };
		expect(await world.do('engineer', 'recordConsent@2', args)).toMatchObject({ ok: true });
		expect(world.order.consents).toMatchObject([{ afterVirus: true, it }]);
	});

	test('of the older app, on the customer’s word alone, is refused for its signature', async () => {
		const world = await onSite(reinstall);
		const args = { lineId: line, consentKind: 'data-loss', given: true, name: '刘护士' };
		const old = await world.run(people.engineer, 'workOrder.recordConsent@1', 'order-1', args);
		expect(old).toMatchObject(refused('signature-missing'));
	});

	test.each([
		[
			'withdrawn',
			(world: OrderWorld) =>
				world.do('engineer', 'retract', {
					...{ list: 'consents', factId: world.order.consents?.[0]?.id, reason: '客户反悔' },
				}),
		],
		[
			'signed for another machine',
			(world: OrderWorld) =>
				world.do('engineer', 'linkAsset', { lineId: line, asset: { tag: 'ZC-2' } }),
		],
		[
			'signed for another service',
			(world: OrderWorld) => {
				world.put({ ...installSystem, id: 'item-wipe' });
				return world.do('engineer', 'changeService', { serviceItemId: 'item-wipe' });
			},
		],
	])('%s asks again', async (_, change) => {
		const world = await onSite(reinstall);
		await world.do('engineer', 'linkAsset', { lineId: line, asset: { tag: 'ZC-1' } });
		await world.do('engineer', 'recordConsent@2', consent);
		expect(await change(world)).toMatchObject({ ok: true });
		expect(await world.do('engineer', 'tick', tick)).toMatchObject(refused('consent-missing'));
		expect(await world.do('engineer', 'complete')).toMatchObject(refused('consent-missing'));
		await world.do('engineer', 'recordConsent@2', consent);
		expect(await world.do('engineer', 'tick', tick)).toMatchObject({ ok: true });
		expect(world.order.consents).toHaveLength(2);
	});

	test('is part of what completing freezes', async () => {
		const world = await onSite(reinstall);
		await world.do('engineer', 'recordConsent@2', consent);
		await world.do('engineer', 'recordWork', fixed);
		await world.do('engineer', 'sign', signature);
		await world.do('engineer', 'complete');
		const { snapshot, consents } = world.order;
		expect(canonicalJson((JSON.parse(snapshot!.json) as WorkOrder).consents)).toBe(
			canonicalJson(consents),
		);
	});

	test('has a text of its own that nothing done to it later changes', async () => {
		const world = await onSite(reinstall);
		await world.do('engineer', 'recordConsent@2', consent);
		const [signed] = world.order.consents!;
		const text = frozenFact('order-1', signed!);
		const factId = signed!.id;
		await world.do('engineer', 'retract', { list: 'consents', factId, reason: '换机' });
		expect(frozenFact('order-1', world.order.consents![0]!)).toBe(text);
		expect(frozenFact('order-1', { ...signed!, backup: 'declined' })).not.toBe(text);
	});
});

test('what the work turned out to be brings its own checklist, and keeps what was ticked', async () => {
	const world = await onSite();
	await world.do('engineer', 'tick', tick);
	const drivers = { key: 'drivers', text: '驱动已装齐' };
	world.put({ ...installSystem, checklist: [drivers, ...installSystem.checklist] });
	await world.do('engineer', 'changeService', reinstall);
	expect(world.order.lines[0]?.checklist).toMatchObject([
		{ key: 'power', doneBy: 'chen' },
		drivers,
	]);
	expect(await world.do('engineer', 'changeService', { serviceItemId: 'none' })).toMatchObject(
		refused('not-found'),
	);
});

describe('a former engineer', () => {
	test('keeps work without consent as held facts, and his signed consent counts', async () => {
		const world = await onSite(reinstall);
		await world.do('dispatcher', 'dispatch', { assigneeId: 'wang', reason: 'absence' });
		expect(await world.do('engineer', 'recordWork', fixed)).toMatchObject({ ok: true });
		expect(world.order).toMatchObject({
			lines: [{ result: 'open' }],
			held: [{ command: 'workOrder.recordWork@1', engineerId: 'chen' }],
		});
		await world.do('engineer', 'recordConsent@2', consent);
		expect(world.order.consents).toMatchObject([{ late: true, by: 'chen' }]);
		expect(await world.do('engineer', 'recordWork', fixed)).toMatchObject({ ok: true });
		expect(world.order.lines).toMatchObject([{ result: 'solved' }]);
	});
});

describe('network work', () => {
	test('waits for the notice of its interruption, and for the network to run again', async () => {
		const world = await onSite(network);
		expect(await world.do('engineer', 'tick', tick)).toMatchObject(refused('notice-missing'));
		expect(nextStep(world.order, people.engineer, networkWork)).toBe('notice');
		expect(await world.do('engineer', 'noticeInterruption', notice(world))).toMatchObject({
			ok: true,
		});
		await world.do('engineer', 'recordWork', fixed);
		await world.do('engineer', 'sign', signature);
		expect(nextStep(world.order, people.engineer, networkWork)).toBe('recovery');
		expect(await world.do('engineer', 'complete')).toMatchObject(refused('interruption-open'));
	});

	test('its clock runs from the notice to the agreed time and says met or breached', async () => {
		const world = await onSite(network);
		const start = world.now;
		await world.do('engineer', 'noticeInterruption', notice(world));
		const read = (minutes: number) =>
			readInterruption(world.order.interruptions!.at(-1)!, addMinutes(start, minutes));
		expect(read(30)).toEqual({
			...{ state: 'running', share: 0.5, remainingMinutes: 30, agreedMinutes: 60 },
		});
		expect(read(61)).toMatchObject({ state: 'breached', remainingMinutes: -1 });
		world.at(addMinutes(start, 60));
		await world.do('engineer', 'endInterruption');
		expect(read(500)).toMatchObject({ state: 'met', remainingMinutes: 0 });
		expect(openInterruption(world.order)).toBeUndefined();
		expect(await world.do('engineer', 'endInterruption')).toMatchObject({
			value: { changed: false },
		});
	});

	test('a new agreement takes the place of the one that runs', async () => {
		const world = await onSite(network);
		await world.do('engineer', 'noticeInterruption', notice(world));
		await world.do('engineer', 'noticeInterruption', { ...notice(world), affected: '全院' });
		expect(world.order.interruptions).toMatchObject([
			{ retracted: { reason: 'noticed-again' } },
			{ affected: '全院' },
		]);
		expect(openInterruption(world.order)?.affected).toBe('全院');
	});

	test.each([
		['a time that has passed', { recoverBy: '2026-11-01T00:00:00.000Z' }, 'bad-input'],
		['nobody who was told', { name: ' ' }, 'bad-input'],
		['a signature that is none', { how: 'signed' }, 'signature-missing'],
	])('with %s there is no notice', async (_, change, kind) => {
		const world = await onSite(network);
		const args = { ...notice(world), ...change };
		expect(await world.do('engineer', 'noticeInterruption', args)).toMatchObject(refused(kind));
	});
});

/** Any commands by anybody in any order, on an order that a consent and a notice may belong to. */
const items: Record<string, ServiceItem> = Object.fromEntries(
	[generalFault, installSystem, networkWork].map((item) => [item.id, item]),
);
const anyItem = fc.constantFrom(...Object.keys(items));
const anyLine = fc.constantFrom(line, 'dev-chen:4.0', 'nothing');
const text = fc.constantFrom('', '原因');
const argsOf: Record<string, fc.Arbitrary<Record<string, unknown>>> = {
	'recordConsent@2': fc
		.record({ lineIds: fc.uniqueArray(anyLine, { maxLength: 2 }), afterVirus: fc.boolean() })
		.map((some) => ({ ...consent, ...some })),
	noticeInterruption: fc
		.constantFrom('2026-12-01T00:00:00.000Z', '2026-11-01T00:00:00.000Z')
		.map((recoverBy) => ({
			...{ affected: '六楼', recoverBy, name: '王', role: 'it', how: 'signed' },
			strokes: signedStrokes,
		})),
	endInterruption: fc.constant({}),
	retract: fc.record({
		list: fc.constantFrom('consents', 'interruptions'),
		factId: fc.constant('the last'),
		reason: fc.constant('收回'),
	}),
	changeService: anyItem.map((serviceItemId) => ({ serviceItemId })),
	linkAsset: fc.record({ lineId: anyLine, asset: fc.constantFrom({ tag: 'A1' }, { tag: 'A2' }) }),
	addLine: fc.constant({ symptom: '另一台' }),
	tick: fc.record({ lineId: anyLine, key: fc.constant('power'), done: fc.boolean() }),
	recordWork: fc.record({
		lineId: anyLine,
		set: fc.record({ cause: text, solution: text, result: fc.constantFrom('open', 'solved') }),
	}),
	settleConflict: fc.record({
		conflictId: fc.constant('the last'),
		take: fc.constantFrom('mine', 'theirs'),
	}),
	dispatch: fc.record({
		assigneeId: fc.constantFrom('chen', 'wang'),
		reason: fc.constant('absence'),
	}),
	accept: fc.constant({}),
	arrive: fc.constant({}),
	sign: fc.constant({ ...signature }),
	complete: fc.constant({}),
	acceptLate: fc.constant({ heldId: 'the last' }),
	resolveRemotely: fc.constant({ solution: '电话指导', mode: 'phone' }),
	reopen: fc.constant({ reason: '又坏了' }),
};
const deskOnly = ['dispatch', 'acceptLate', 'reopen'];
const step = fc
	.constantFrom(...Object.keys(argsOf))
	.chain((name) =>
		fc.tuple(
			fc.constantFrom<Person>(
				...(deskOnly.includes(name)
					? (['dispatcher'] as const)
					: (['engineer', 'engineer', 'engineer', 'colleague', 'dispatcher'] as const)),
			),
			fc.constant(name),
			argsOf[name]!,
		),
	);

type Step = [Person, string, Record<string, unknown>];
/** What would end any of them well, tried behind whatever came before. */
const byTheBook: Step[] = [
	['dispatcher', 'dispatch', { assigneeId: 'chen', reason: 'absence' }],
	['engineer', 'accept', {}],
	['engineer', 'arrive', {}],
	['engineer', 'recordWork', { lineId: line, set: { solution: '重装', result: 'solved' } }],
	['engineer', 'endInterruption', {}],
	['engineer', 'sign', { ...signature }],
	['engineer', 'complete', {}],
];

function lastOf(args: Record<string, unknown>, order: WorkOrder): Record<string, unknown> {
	const list = args['list'] === 'interruptions' ? order.interruptions : order.consents;
	const ids: Record<string, string | undefined> = {
		factId: list?.at(-1)?.id,
		heldId: order.held.at(-1)?.id,
		conflictId: order.conflicts?.at(-1)?.id,
	};
	const named = Object.entries(args).map(([name, value]) =>
		value === 'the last' ? [name, ids[name] ?? 'none'] : [name, value],
	);
	return Object.fromEntries(named) as Record<string, unknown>;
}

/** What the work on a line says: as long as it is due, none of it may change into something. */
function workOf({ cause, solution, result, checklist }: WorkOrder['lines'][number]): string {
	const done = checklist.filter(({ doneAt }) => doneAt).map(({ key }) => key);
	return JSON.stringify([cause, solution, result, done]);
}

test('no order of commands gets past a consent or a notice that is due', async () => {
	const seen = { worked: 0, completed: 0, refused: 0 };
	await fc.assert(
		fc.asyncProperty(anyItem, fc.array(step, { maxLength: 40 }), async (serviceItemId, steps) => {
			const world = await onSite({ serviceItemId });
			for (const [person, name, args] of [...(steps as Step[]), ...byTheBook]) {
				const before = world.order;
				const set = args['set'] as { cause?: string } | undefined;
				const base = set?.cause === '' ? { cause: '别的', solution: '' } : undefined;
				const result = await world.do(person, name, lastOf(args, before), base);
				const after = world.order;
				if (!result.ok && /^(consent|notice)-missing$/.test(result.refusal.kind)) seen.refused++;
				if (!result.ok) continue;
				expectRulesKept(before, after, name, seen);
			}
		}),
		{ numRuns: 400 },
	);
	expect(Math.min(seen.worked, seen.completed, seen.refused)).toBeGreaterThan(20);
});

function expectRulesKept(
	before: WorkOrder,
	after: WorkOrder,
	name: string,
	seen: { worked: number; completed: number },
): void {
	const item = items[before.serviceItemId ?? ''];
	const unsigned = linesWithoutConsent(before, item).map(({ id }) => id);
	for (const now of after.lines) {
		const was = before.lines.find(({ id }) => id === now.id);
		const undone = name === 'tick' && now.checklist.every(({ doneAt }) => !doneAt);
		if (!was || workOf(was) === workOf(now) || undone || onlyTakesBack(now)) continue;
		seen.worked++;
		expect(unsigned, name).not.toContain(now.id);
		expect(noticeDue(before, item), name).toBe(false);
	}
	if (before.state === after.state) return;
	if (after.state !== 'completed' && after.state !== 'resolved_by_phone') return;
	seen.completed++;
	expect(linesWithoutConsent(after, item), name).toEqual([]);
	expect(noticeDue(after, item), name).toBe(false);
	if (after.state === 'completed') expect(openInterruption(after), name).toBeUndefined();
}

/** Emptying a field says nothing about work. */
function onlyTakesBack({ cause, solution, result }: WorkOrder['lines'][number]): boolean {
	return !cause && !solution && result === 'open';
}
