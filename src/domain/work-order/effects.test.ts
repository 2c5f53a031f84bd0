import { describe, expect, test } from 'vitest';
import { readClock } from '../sla/clock.ts';
import type { ServiceCalendar } from '../sla/calendar.ts';
import {
	completed,
	consent,
	created,
	fixed,
	onSite,
	shanghai,
	signature,
} from './order-stories.ts';
import { installSystem, OrderWorld, sampleRequest, signedStrokes } from './order-world.ts';
import { nextVisitAt } from './visit.ts';

/** Effects of the commands until the work is done (domain.md, "Commands and moves" and "Service level"); zone Shanghai, 5x8. */
const calendar: ServiceCalendar = { zone: 'Asia/Shanghai', holidays: [], makeUpWorkdays: [] };

describe('creating', () => {
	test('starts both clocks at the receipt by level and window', async () => {
		const { order } = await created(shanghai(20, '17:59'));
		expect(order.level).toEqual({ level: 'standard', rule: 'default' });
		expect(order.clocks?.response.dueAt).toBe(shanghai(23, '10:59'));
		expect(order.clocks?.resolution.dueAt).toBe(shanghai(23, '13:59'));
	});

	test('lies at the customer’s desk, with the checklist of the service item', async () => {
		const { order } = await created();
		expect(order).toMatchObject({ deskId: 'desk-1', priority: 'P3', state: 'new' });
		expect(order.lines).toMatchObject([{ result: 'open', checklist: [{ key: 'power' }] }]);
	});

	test('takes an earlier receipt from the desk only, never a later one', async () => {
		const early = { receivedAt: shanghai(20, '09:00') };
		expect((await created(undefined, early)).order.receivedAt).toBe(early.receivedAt);
		const late = { receivedAt: shanghai(20, '12:00') };
		expect((await created(undefined, late)).order.receivedAt).toBe(shanghai(20, '10:00'));
		const world = new OrderWorld();
		await world.do('requester', 'create', { ...sampleRequest, ...early });
		expect(world.order.receivedAt).toBe(shanghai(20, '10:00'));
	});

	test('is refused to a requester for somebody else or another organisation', async () => {
		const world = new OrderWorld();
		expect(await world.do('stranger', 'create', sampleRequest)).toMatchObject({ ok: false });
		const elsewhere = { ...sampleRequest, customerId: 'customer-2' };
		expect(await world.do('requester', 'create', elsewhere)).toMatchObject({ ok: false });
		expect(await world.do('supervisor', 'create', sampleRequest)).toMatchObject({ ok: false });
	});

	test('twice is refused', async () => {
		const world = await created();
		expect(await world.do('dispatcher', 'create', sampleRequest)).toMatchObject({
			refusal: { kind: 'already-exists' },
		});
	});
});

describe('a request taken on the spot', () => {
	const walkUp = { ...sampleRequest, channel: 'walk_up', offlineNumber: 'D0201-20261120-K7F-03' };

	test('is on site with its engineer, answered at once, under its offline number', async () => {
		const world = new OrderWorld();
		await world.do('engineer', 'createOnSite', walkUp);
		expect(world.order).toMatchObject({
			state: 'on_site',
			assigneeId: 'chen',
			offlineNumber: 'D0201-20261120-K7F-03',
			visits: [{ engineerId: 'chen', arrivedAt: world.order.receivedAt }],
			clocks: { response: { stoppedAt: world.order.receivedAt } },
		});
	});

	test('is an engineer’s, and never his own', async () => {
		const world = new OrderWorld();
		expect(await world.do('dispatcher', 'createOnSite', walkUp)).toMatchObject({ ok: false });
		const own = { ...walkUp, requester: { name: '陈', userId: 'chen' } };
		await world.do('engineer', 'createOnSite', own);
		expect(world.order.requester).toEqual({ name: '陈' });
	});

	test('needs a number of the offline kind', async () => {
		const world = new OrderWorld();
		const wrong = { ...walkUp, offlineNumber: 'D0201-2026112001' };
		expect(await world.do('engineer', 'createOnSite', wrong)).toMatchObject({
			refusal: { kind: 'bad-input' },
		});
	});
});

describe('dispatching', () => {
	test('needs a reason where somebody was set before, also after he returned it', async () => {
		const world = await created();
		expect(await world.do('dispatcher', 'dispatch', { assigneeId: 'chen' })).toMatchObject({
			ok: true,
		});
		const again = { assigneeId: 'wang' };
		const missing = { refusal: { kind: 'reason-missing', fields: ['reason'] } };
		expect(await world.do('dispatcher', 'dispatch', again)).toMatchObject(missing);
		await world.do('engineer', 'return', { reason: '技能不符' });
		expect(await world.do('dispatcher', 'dispatch', again)).toMatchObject(missing);
	});

	test.each([
		['absence', true],
		['overload', true],
		['customer_wish', true],
		['escalation', true],
		['wrong_skill', false],
		['wrong_facts', false],
	])('again for %s leaves the first dispatch correct: %s', async (reason, correct) => {
		const world = await created();
		await world.do('dispatcher', 'dispatch', { assigneeId: 'chen' });
		expect(world.order.firstDispatchCorrect).toBe(true);
		await world.do('dispatcher', 'dispatch', { assigneeId: 'wang', reason });
		expect(world.order.firstDispatchCorrect).toBe(correct);
		await world.do('dispatcher', 'dispatch', { assigneeId: 'chen', reason: 'absence' });
		expect(world.order.firstDispatchCorrect).toBe(correct);
	});

	test('ends the open visit and adds another; the first is never overwritten', async () => {
		const world = await onSite();
		const [first] = world.order.visits;
		await world.do('dispatcher', 'dispatch', { assigneeId: 'wang', reason: 'absence' });
		expect(world.order.visits).toMatchObject([
			{ ...first, outcome: 'superseded' },
			{ engineerId: 'wang' },
		]);
		const answeredAt = world.order.clocks?.response.stoppedAt;
		await world.do('colleague', 'accept');
		await world.do('colleague', 'arrive');
		expect(world.order.visits).toHaveLength(2);
		expect(world.order.clocks?.response.stoppedAt).toBe(answeredAt);
	});

	test.each(['diao', 'nobody'])('to %s, who is no engineer, is refused', async (assigneeId) => {
		const world = await created();
		expect(await world.do('dispatcher', 'dispatch', { assigneeId })).toMatchObject({
			refusal: { kind: 'assignee-unfit' },
		});
	});
});

describe('clocks', () => {
	test('waiting for the customer pauses the resolution: Thu 17:00 to Mon 10:00, 1 h left, due Mon 11:00', async () => {
		const world = await created(shanghai(19, '13:00'));
		await world.do('dispatcher', 'dispatch', { assigneeId: 'chen' });
		await world.do('engineer', 'accept');
		await world.do('engineer', 'arrive');
		await world.at(shanghai(19, '16:00')).do('engineer', 'suspend', { reason: 'customer' });
		await world.at(shanghai(23, '10:00')).do('dispatcher', 'resume');
		expect(world.order.clocks?.resolution.dueAt).toBe(shanghai(23, '11:00'));
		expect(world.order.suspension).toBeUndefined();
		expect(world.order.earlier).toMatchObject([
			{ field: 'suspension', value: { reason: 'customer' } },
		]);
	});

	test.each(['part', 'vendor', 'other'])('waiting for %s does not', async (reason) => {
		const world = await onSite();
		const before = world.order.clocks;
		await world.do('engineer', 'suspend', { reason });
		expect(world.order.clocks).toEqual(before);
	});

	test('no access counts as response and pauses; proof is needed', async () => {
		const world = await created();
		await world.do('dispatcher', 'dispatch', { assigneeId: 'chen' });
		await world.do('engineer', 'accept');
		await world.do('engineer', 'depart');
		expect(await world.do('engineer', 'noAccess')).toMatchObject({
			refusal: { kind: 'evidence-missing' },
		});
		const { now } = world;
		await world.do('engineer', 'noAccess', { evidence: { kind: 'call', text: '门锁' } });
		expect(world.order.clocks).toMatchObject({
			response: { stoppedAt: now },
			resolution: { pauses: [{ from: now, reason: 'access' }] },
		});
		expect(world.order.visits).toMatchObject([{ outcome: 'no_access', leftAt: now }]);
	});

	test('a loan device stops the resolution clock, the visit goes on', async () => {
		const world = await onSite();
		const { now } = world;
		await world.do('engineer', 'restore', { how: 'loan', note: '备机 ZC-9' });
		expect(world.order).toMatchObject({ state: 'on_site', restored: { how: 'loan', by: 'chen' } });
		expect(world.order.clocks?.resolution.stoppedAt).toBe(now);
	});

	test('help by phone stops both; the solution is asked for', async () => {
		const world = await created();
		expect(await world.do('dispatcher', 'resolveRemotely', { mode: 'phone' })).toMatchObject({
			refusal: { kind: 'solution-missing' },
		});
		const { now } = world;
		await world.do('dispatcher', 'resolveRemotely', {
			solution: '重启',
			mode: 'phone',
			minutes: 4,
		});
		expect(world.order).toMatchObject({
			clocks: { response: { stoppedAt: now }, resolution: { stoppedAt: now } },
			lines: [{ solution: '重启', result: 'solved' }],
			remoteHelp: { mode: 'phone', minutes: 4 },
		});
	});

	test('reopening goes on without the closed time', async () => {
		const world = await created(shanghai(16, '09:00'));
		const phone = { solution: '重启', mode: 'phone' };
		await world.at(shanghai(16, '10:00')).do('dispatcher', 'resolveRemotely', phone);
		await world.at(shanghai(18, '09:30')).do('requester', 'reopen', { reason: '仍然卡纸' });
		const resolution = world.order.clocks!.resolution;
		expect(resolution.dueAt).toBe(shanghai(18, '13:30'));
		expect(readClock(resolution, calendar, shanghai(18, '10:30')).usedMinutes).toBe(120);
		expect(world.order).toMatchObject({ reopenCount: 1, reopenReason: '仍然卡纸' });
	});

	test('a cancelled order stands still until it is revived', async () => {
		const world = await created(shanghai(16, '09:00'));
		await world.at(shanghai(16, '10:00')).do('dispatcher', 'cancel', { reason: '重复' });
		await world.at(shanghai(17, '10:00')).do('dispatcher', 'revive');
		expect(world.order.clocks).toMatchObject({
			response: { dueAt: shanghai(17, '11:00') },
			resolution: { dueAt: shanghai(17, '14:00') },
		});
		expect(world.order.cancelled).toBeUndefined();
		expect(world.order.earlier).toMatchObject([{ field: 'cancelled', value: { reason: '重复' } }]);
	});

	test('sending back for the sheet neither reopens nor restarts a clock', async () => {
		const world = await completed();
		const { clocks } = world.order;
		await world.do('dispatcher', 'sendBack', { missing: '缺故障原因' });
		expect(world.order).toMatchObject({ state: 'accepted', reopenCount: 0, clocks });
		expect(world.order.completedAt).toBeUndefined();
		expect(world.order.visits).toHaveLength(2);
	});
});

describe('a planned time', () => {
	test('set while suspended is the next visit’s', async () => {
		const world = await onSite();
		await world.do('engineer', 'suspend', { reason: 'part' });
		const plannedAt = shanghai(24, '09:00');
		await world.do('dispatcher', 'replan', { plannedAt, reason: '备件到货' });
		expect(world.order.visits).toHaveLength(1);
		await world.do('dispatcher', 'resume');
		expect(world.order.visits[1]).toMatchObject({ plannedAt });
	});

	test('promised when work stops is the next visit’s, and shown until then', async () => {
		const world = await onSite();
		const plannedAt = shanghai(24, '09:00');
		const promise = { reason: 'part', note: '等内存', plannedAt, expectedOn: '2026-11-23' };
		await world.do('engineer', 'suspend', promise);
		expect(world.order.suspension).toMatchObject(promise);
		expect(nextVisitAt(world.order)).toBe(plannedAt);
		await world.do('engineer', 'resume');
		expect(world.order.suspension).toBeUndefined();
		expect(nextVisitAt(world.order)).toBe(plannedAt);
		expect(world.order.visits[0]).toMatchObject({ outcome: 'suspended' });
	});

	test('a reported delay waits for "customer told"', async () => {
		const world = await created();
		await world.do('dispatcher', 'dispatch', { assigneeId: 'chen' });
		const plannedAt = shanghai(20, '15:00');
		await world.do('engineer', 'reportDelay', { reason: '堵车', plannedAt });
		expect(world.order.visits).toMatchObject([{ plannedAt }]);
		const { now } = world;
		await world.do('dispatcher', 'customerTold');
		expect(world.order.delays).toMatchObject([{ reason: '堵车', toldAt: now }]);
	});
});

describe('completing', () => {
	test('lacks what is missing, one thing after the other', async () => {
		const world = await onSite({ serviceItemId: installSystem.id });
		const complete = () => world.do('engineer', 'complete', { minutes: 10 });
		expect(await complete()).toMatchObject({ refusal: { kind: 'consent-missing' } });
		await world.do('engineer', 'recordConsent@2', consent);
		expect(await complete()).toMatchObject({ refusal: { kind: 'lines-open' } });
		await world.do('engineer', 'recordWork', fixed);
		expect(await complete()).toMatchObject({ refusal: { kind: 'signature-missing' } });
		await world.do('engineer', 'sign', signature);
		expect(await complete()).toMatchObject({ ok: true });
		expect(world.order.times).toMatchObject([{ minutes: 10, by: 'chen' }]);
		expect(JSON.parse(world.order.snapshot!.json)).toMatchObject({ summary: '打印机卡纸' });
	});

	test('takes the reason why nobody signed instead', async () => {
		const world = await onSite();
		await world.do('engineer', 'recordWork', fixed);
		await world.do('engineer', 'sign', { name: '刘护士', impossible: { reason: 'absent' } });
		expect(await world.do('engineer', 'complete')).toMatchObject({ ok: true });
	});

	test.each([
		['nothing', {}, 'signature-missing'],
		['an empty drawing', { strokes: { width: 9, height: 9, strokes: '' } }, 'signature-empty'],
		['no name', { name: ' ', strokes: signedStrokes }, 'bad-input'],
	])('refuses %s as signature', async (_, args, kind) => {
		const world = await onSite();
		expect(await world.do('engineer', 'sign', { name: '刘', ...args })).toMatchObject({
			refusal: { kind },
		});
	});
});
