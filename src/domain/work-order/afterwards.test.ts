import { describe, expect, test } from 'vitest';
import { lateWorkOf } from './late-work.ts';
import {
	completed,
	created,
	fixed,
	line,
	lostMeanwhile,
	onSite,
	signature,
} from './order-stories.ts';
import type { OrderWorld } from './order-world.ts';
import { listsMax } from './work-order.ts';

/** Effects of the commands once there is work on the order (domain.md, "Commands and moves"). */
describe('what was signed', () => {
	const changes: [string, Record<string, unknown>][] = [
		['recordWork', { lineId: line, set: { cause: '别的' } }],
		['checkSeal', { lineId: line, state: 'broken' }],
		['tick', { lineId: line, key: 'power', done: true }],
		['linkAsset', { lineId: line, asset: { tag: 'ZC-2' } }],
		['addLine', { symptom: '另一故障' }],
	];

	test.each(changes)('is not changed by %s, before completing nor after', async (name, args) => {
		const world = await onSite();
		await world.do('engineer', 'recordWork', fixed);
		await world.do('engineer', 'sign', signature);
		expect(await world.do('engineer', name, args)).toMatchObject({ refusal: { kind: 'frozen' } });
		await world.do('engineer', 'complete');
		expect(await world.do('engineer', name, args)).toMatchObject({ refusal: { kind: 'frozen' } });
	});

	test('without a signature it is frozen once it was handed in', async () => {
		const world = await onSite();
		await world.do('engineer', 'recordWork', fixed);
		await world.do('engineer', 'sign', { name: '刘护士', impossible: { reason: 'absent' } });
		await world.do('engineer', 'complete');
		expect(await world.do('engineer', 'addLine', { symptom: '另一故障' })).toMatchObject({
			refusal: { kind: 'frozen' },
		});
		const edit = { set: { summary: '别的' } };
		expect(await world.do('dispatcher', 'editRequest', edit)).toMatchObject({
			refusal: { kind: 'frozen' },
		});
	});

	test('takes additions', async () => {
		const world = await completed();
		expect(await world.do('dispatcher', 'note', { text: '回访约在周一' })).toMatchObject({
			ok: true,
		});
	});

	test('is open again when the signature is taken back, which stays on record', async () => {
		const world = await onSite();
		await world.do('engineer', 'recordWork', fixed);
		await world.do('engineer', 'sign', signature);
		const [{ id: factId }] = world.order.signatures as unknown as [{ id: string }];
		await world.do('engineer', 'retract', { list: 'signatures', factId, reason: '签错人' });
		expect(world.order.signatures).toMatchObject([{ retracted: { reason: '签错人' } }]);
		expect(await world.do('engineer', 'addLine', { symptom: '另一故障' })).toMatchObject({
			ok: true,
		});
	});

	test('stays when the order is sent back or reopened: snapshot and closing are kept', async () => {
		const world = await completed();
		const first = world.order.snapshot;
		await world.do('dispatcher', 'sendBack', { missing: '缺故障原因' });
		await world.do('engineer', 'arrive');
		await world.do('engineer', 'sign', signature);
		await world.do('engineer', 'complete');
		await world.do('dispatcher', 'close', { outcome: 'reached' });
		await world.do('dispatcher', 'reopen', { reason: '又坏了' });
		const kept = world.order.earlier?.map(({ field }) => field);
		expect(kept).toEqual(['completedAt', 'snapshot', 'closing', 'completedAt']);
		expect(world.order.earlier?.[1]?.value).toEqual(first);
	});
});

describe('withdrawing', () => {
	test('is the author’s, and leaves the fact with its reason', async () => {
		const world = await onSite();
		await world.do('engineer', 'note', { text: '密码 1234' });
		const [{ id: factId }] = world.order.notes as unknown as [{ id: string }];
		const args = { list: 'notes', factId, reason: '含密码' };
		expect(await world.do('dispatcher', 'retract', args)).toMatchObject({
			refusal: { kind: 'not-allowed' },
		});
		await world.do('engineer', 'retract', args);
		expect(world.order.notes).toMatchObject([
			{ text: '密码 1234', retracted: { by: 'chen', reason: '含密码' } },
		]);
	});

	test('a seal checked again keeps the first check', async () => {
		const world = await onSite();
		await world.do('engineer', 'checkSeal', { lineId: line, state: 'intact', number: 'FT-1' });
		const opened = { lineId: line, state: 'removed_by_us', number: 'FT-1', newNumber: 'FT-2' };
		await world.do('engineer', 'checkSeal', opened);
		expect(world.order.lines[0]?.seal).toMatchObject({ newNumber: 'FT-2' });
		expect(world.order.earlier).toMatchObject([
			{ field: `lines.${line}.seal`, value: { state: 'intact' } },
		]);
	});
});

describe('after the work', () => {
	test('closing says how the return visit went: three tries before "not reached"', async () => {
		const world = await completed();
		expect(await world.do('dispatcher', 'close')).toMatchObject({
			refusal: { kind: 'reason-missing', fields: ['outcome'] },
		});
		const tried = (tries: number) => ({ outcome: 'not_reached', tries });
		expect(await world.do('dispatcher', 'close', tried(2))).toMatchObject({
			refusal: { kind: 'tries-missing' },
		});
		await world.do('dispatcher', 'close', tried(3));
		expect(world.order.closing?.returnVisit).toEqual({ outcome: 'not_reached', tries: 3 });
	});

	test('the requester’s "solved" closes as a visit that reached him', async () => {
		const world = await completed();
		await world.do('requester', 'close');
		expect(world.order).toMatchObject({
			state: 'closed',
			closing: { returnVisit: { outcome: 'reached' } },
		});
	});

	test('is rated once, within 14 days', async () => {
		const world = await completed();
		const stars = { stars: 4, solved: true };
		const end = world.order.completedAt!;
		const later = (days: number) => new Date(Date.parse(end) + days * 86_400_000).toISOString();
		expect(await world.at(later(15)).do('requester', 'rate', stars)).toMatchObject({
			refusal: { kind: 'too-late' },
		});
		expect(await world.at(later(14)).do('requester', 'rate', stars)).toMatchObject({ ok: true });
		expect(await world.do('requester', 'rate', stars)).toMatchObject({
			refusal: { kind: 'already-rated' },
		});
	});

	test('is reopened within 7 days, later it is a follow-up', async () => {
		const world = await completed();
		const end = Date.parse(world.order.completedAt!);
		const late = new Date(end + 7 * 86_400_000 + 60_000).toISOString();
		expect(await world.at(late).do('requester', 'reopen', { reason: '又坏了' })).toMatchObject({
			refusal: { kind: 'too-late' },
		});
		const inTime = new Date(end + 7 * 86_400_000).toISOString();
		await world.at(inTime).do('requester', 'reopen', { reason: '又坏了' });
		expect(world.order).toMatchObject({ state: 'new', lines: [{ result: 'open' }] });
		expect(world.order.assigneeId).toBeUndefined();
		expect(world.order.signatures).toMatchObject([{ retracted: { reason: 'reopened' } }]);
	});

	test('a requester revives what he cancelled himself', async () => {
		const world = await created();
		await world.do('requester', 'cancel', { reason: '好了' });
		expect(await world.do('requester', 'revive')).toMatchObject({ ok: true });
	});
});

describe('an order lost meanwhile', () => {
	test('keeps his facts, flagged late', async () => {
		const world = await lostMeanwhile();
		await world.do('engineer', 'note', { text: '已更换辊轮' });
		await world.do('engineer', 'recordWork', fixed);
		await world.do('engineer', 'addTime', { minutes: 20 });
		expect(world.order).toMatchObject({
			assigneeId: 'wang',
			notes: [{ by: 'chen', late: true }],
			times: [{ minutes: 20, late: true }],
			lines: [{ solution: '清洁辊轮' }],
		});
	});

	test('holds his moves with what they said', async () => {
		const world = await lostMeanwhile();
		await world.do('engineer', 'suspend', { reason: 'part', note: '缺定影器' });
		await world.do('engineer', 'escalate', { to: 'vendor', reason: '保修内' });
		expect(world.order).toMatchObject({
			state: 'dispatched',
			held: [
				{ command: 'workOrder.suspend@1', engineerId: 'chen', args: { note: '缺定影器' } },
				{ command: 'workOrder.escalate@1', args: { to: 'vendor' } },
			],
		});
	});

	test('gives him no part of the desk', async () => {
		const world = await lostMeanwhile();
		expect(await world.do('engineer', 'customerTold')).toMatchObject({ ok: false });
	});

	test('his late signature neither freezes nor completes the colleague’s work', async () => {
		const world = await lostMeanwhile();
		await world.do('engineer', 'sign', signature);
		await world.do('colleague', 'accept');
		await world.do('colleague', 'arrive');
		expect(await world.do('colleague', 'recordWork', fixed)).toMatchObject({ ok: true });
		expect(await world.do('colleague', 'complete')).toMatchObject({
			refusal: { kind: 'signature-missing' },
		});
	});

	async function handIn(world: OrderWorld): Promise<void> {
		await world.do('engineer', 'arrive');
		await world.do('engineer', 'recordWork', fixed);
		await world.do('engineer', 'sign', signature);
		await world.do('engineer', 'complete', { minutes: 30 });
	}

	test('is completed by his signed work when the desk takes it over', async () => {
		const world = await lostMeanwhile();
		await handIn(world);
		await world.do('colleague', 'accept');
		const [arrive, done] = world.order.held as unknown as [
			{ at: string },
			{ id: string; at: string },
		];
		await world.do('dispatcher', 'acceptLate', { heldId: done.id });
		expect(world.order).toMatchObject({
			state: 'completed',
			assigneeId: 'chen',
			completedAt: done.at,
			visits: [
				{ engineerId: 'chen', arrivedAt: arrive.at, leftAt: done.at, outcome: 'completed' },
				{ engineerId: 'wang', outcome: 'superseded' },
			],
			times: [{ minutes: 30, by: 'chen' }],
			signatures: [{ late: true, accepted: true }],
			held: [{ accepted: true }, { accepted: true }],
			clocks: { response: { stoppedAt: arrive.at }, resolution: { stoppedAt: done.at } },
		});
		expect(await world.do('dispatcher', 'acceptLate', { heldId: done.id })).toMatchObject({
			refusal: { kind: 'nothing-held' },
		});
	});

	test('is completed by it also after it was cancelled', async () => {
		const world = await created();
		await world.do('dispatcher', 'dispatch', { assigneeId: 'chen' });
		await world.do('engineer', 'accept');
		await world.do('dispatcher', 'cancel', { reason: '客户撤回' });
		await handIn(world);
		const done = world.order.held.at(-1)!;
		await world.do('dispatcher', 'acceptLate', { heldId: done.id });
		expect(world.order.state).toBe('completed');
		expect(world.order.cancelled).toBeUndefined();
	});

	test('leaves nothing to decide when it is taken over, what came behind it included', async () => {
		const world = await lostMeanwhile();
		await handIn(world);
		await world.do('engineer', 'note', { text: '钥匙已还给护士站' });
		const done = world.order.held.find(({ command }) => command === 'workOrder.complete@1')!;
		await world.do('dispatcher', 'acceptLate', { heldId: done.id });
		expect(world.order.notes).toMatchObject([{ late: true, noted: {} }]);
		expect(lateWorkOf(world.order)).toEqual([]);
	});

	test('is not completed by unsigned work, and the desk may discard it with a reason', async () => {
		const world = await lostMeanwhile();
		await world.do('engineer', 'recordWork', fixed);
		await world.do('engineer', 'complete');
		const [{ id: heldId }] = world.order.held as unknown as [{ id: string }];
		expect(await world.do('dispatcher', 'acceptLate', { heldId })).toMatchObject({
			refusal: { kind: 'signature-missing' },
		});
		await world.do('dispatcher', 'discardHeld', { heldId, reason: '同事已处理' });
		expect(world.order.held).toMatchObject([{ retracted: { reason: '同事已处理' } }]);
	});
});

test('the request edited by two: the same field is a conflict, others are taken', async () => {
	const world = await created();
	const edit = (set: object, base: Record<string, unknown>) =>
		world.do('dispatcher', 'editRequest', { set }, base);
	await edit({ room: '6F' }, {});
	expect(await edit({ summary: '打印机不进纸' }, { summary: '打印机卡纸' })).toMatchObject({
		ok: true,
	});
	await edit({ room: '7F' }, {});
	expect(world.order).toMatchObject({
		room: '6F',
		conflicts: [{ fields: [{ field: 'room', mine: '7F', theirs: '6F' }] }],
	});
});

describe('limits', () => {
	test('a full list takes no more and says so', async () => {
		const world = await created();
		const note = { id: 'n', at: world.now, by: 'diao', text: 'x' };
		world.put({ ...world.order, notes: Array.from({ length: listsMax.notes }, () => note) });
		expect(await world.do('dispatcher', 'note', { text: 'y' })).toMatchObject({
			refusal: { kind: 'too-many', fields: ['notes'] },
		});
	});
});
