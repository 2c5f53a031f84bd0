import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { causeKnown, lineSolved } from './line-solved.ts';
import { isElsewhere, linesHere, openLines } from './follow-up.ts';
import { installSystem, OrderWorld, people, sampleRequest, signedStrokes } from './order-world.ts';
import { gapsOf } from './readiness.ts';
import type { WorkOrder } from './work-order.ts';

const number = 'D0201-20261120-K7F-01';
const disk = { cause: '待换硬盘', causeCode: 'hw-disk' };

/** An order with machines, on site at Chen's. */
async function several(machines: number, more: object = {}): Promise<OrderWorld> {
	const world = new OrderWorld();
	const lines = Array.from({ length: machines }, (_, n) => ({ asset: { tag: `PC-${n}` } }));
	await world.do('dispatcher', 'create', { ...sampleRequest, lines, ...more });
	await world.do('dispatcher', 'dispatch', { assigneeId: 'chen' });
	await world.do('engineer', 'accept');
	await world.do('engineer', 'arrive');
	return world;
}

const idOf = (world: OrderWorld, n: number) => world.order.lines[n]?.id ?? 'none';
const solve = (world: OrderWorld, n: number) =>
	world.do('engineer', 'recordWork', {
		lineId: idOf(world, n),
		set: { solution: '已处理', result: 'solved' },
	});

const wait = { reason: 'part', plannedAt: '2026-11-24T01:00:00.000Z', expectedOn: '2026-11-23' };

/** Both commands, as one call of the app makes them. */
async function split(world: OrderWorld, lineIds: string[], followUp = 'order-2') {
	const marked = await world.do('engineer', 'splitOff', { lineIds, followUp, number });
	const args = { from: world.order.id, offlineNumber: number, ...wait };
	const type = 'workOrder.createFollowUp@1';
	const made = await world.run(people.engineer, type, followUp, args);
	return { marked, made, next: world.get('workOrder', followUp) as WorkOrder | undefined };
}

describe('open lines split off', () => {
	test('go on in an order of their own, with their facts, and the rest is completed', async () => {
		const world = await several(3);
		await solve(world, 0);
		const open = idOf(world, 1);
		await world.do('engineer', 'recordWork', { lineId: open, set: disk });
		await world.do('engineer', 'tick', { lineId: open, key: 'power', done: true });
		const { next } = await split(world, [open, idOf(world, 2)]);
		expect(next).toMatchObject({
			...{ state: 'suspended', assigneeId: 'chen', offlineNumber: number },
			...{ customerId: 'customer-1', siteId: 'site-1', serviceItemId: 'item-fault' },
			suspension: wait,
			followUpOf: { order: world.order.id },
			lines: [
				{ ...disk, of: open, asset: { tag: 'PC-1' }, result: 'open', parts: [] },
				{ asset: { tag: 'PC-2' }, result: 'open' },
			],
		});
		expect(next?.lines[0]?.checklist[0]?.doneAt).toBeDefined();
		expect(world.order.lines[1]).toMatchObject({ continues: { order: 'order-2', number } });
		expect(world.order.followUps).toMatchObject([{ orderId: 'order-2', number }]);
		await world.do('engineer', 'sign', { name: '刘护士', strokes: signedStrokes });
		expect(gapsOf(world.order, undefined)).toEqual([]);
		expect(await world.do('engineer', 'complete')).toMatchObject({ ok: true });
		expect(JSON.parse(world.order.snapshot?.json ?? '')).toMatchObject({
			lines: [{}, { continues: { number } }, { continues: { number } }],
		});
	});

	test('the clocks go on as they ran, and a reason of the customer pauses them', async () => {
		const world = await several(2);
		const { next } = await split(world, [idOf(world, 1)]);
		expect(next?.clocks?.response).toEqual(world.order.clocks?.response);
		expect(next?.clocks?.resolution).toEqual(world.order.clocks?.resolution);
		expect(next?.receivedAt).toBe(world.order.receivedAt);
	});

	test('what was signed for them is asked again there', async () => {
		const world = await several(2, { serviceItemId: installSystem.id });
		const { next } = await split(world, [idOf(world, 1)]);
		expect(next?.consents).toBeUndefined();
		expect(gapsOf(next as WorkOrder, installSystem)).toContain('consent');
	});

	test('one line at least stays, solved ones do not go, and nothing more is done to those gone', async () => {
		const world = await several(3);
		const all = world.order.lines.map(({ id }) => id);
		expect((await split(world, all)).marked).toMatchObject({ refusal: { kind: 'no-line-left' } });
		await solve(world, 0);
		const solved = [idOf(world, 0)];
		expect((await split(world, solved)).marked).toMatchObject({
			refusal: { kind: 'line-missing' },
		});
		await split(world, all);
		expect(world.order.lines.map(isElsewhere)).toEqual([false, true, true]);
		expect(await solve(world, 1)).toMatchObject({ refusal: { kind: 'line-elsewhere' } });
	});

	test('solving the rest by phone leaves them alone', async () => {
		const world = await several(2);
		await split(world, [idOf(world, 1)]);
		await world.do('engineer', 'suspend', { reason: 'customer' });
		await world.do('engineer', 'resume');
		await world.do('engineer', 'resolveRemotely', { solution: '电话指导', mode: 'phone' });
		expect(world.order.lines.map(({ result }) => result)).toEqual(['solved', 'open']);
	});

	test('nobody makes a follow-up of lines he did not split off himself', async () => {
		const world = await several(2);
		const args = { from: world.order.id, ...wait };
		const type = 'workOrder.createFollowUp@1';
		const none = await world.run(people.engineer, type, 'order-2', args);
		expect(none).toMatchObject({ refusal: { kind: 'not-found' } });
		const followUp = { lineIds: [idOf(world, 1)], followUp: 'order-2' };
		await world.do('engineer', 'splitOff', followUp);
		for (const other of [people.colleague, people.outsider, people.dispatcher])
			expect(await world.run(other, type, 'order-2', args)).toMatchObject({ ok: false });
		expect(await world.run(people.engineer, type, 'order-2', args)).toMatchObject({ ok: true });
	});

	test('where he had lost the order, the follow-up waits for the desk and opens nothing to him', async () => {
		const world = await several(2);
		const lineId = idOf(world, 1);
		await world.do('dispatcher', 'dispatch', { assigneeId: 'wang', reason: 'absence' });
		const { next } = await split(world, [lineId]);
		expect(next).toMatchObject({ state: 'new', lines: [{ of: lineId }] });
		expect(next?.assigneeId).toBeUndefined();
		expect(world.order.followUps).toMatchObject([{ late: true }]);
	});

	test('no sequence loses a line, doubles it, or leaves an order without any', async () => {
		const steps = fc.array(
			fc.tuple(
				fc.constantFrom('split', 'solve', 'open', 'suspend', 'resume', 'lose', 'sign', 'complete'),
				fc.array(fc.nat(3), { minLength: 1, maxLength: 3 }),
				fc.nat(2),
			),
			{ maxLength: 14 },
		);
		await fc.assert(
			fc.asyncProperty(steps, async (list) => {
				const world = await several(4);
				const ids = world.order.lines.map(({ id }) => id);
				const made = new Map<string, WorkOrder>();
				for (const [name, picked, n] of list) {
					const chosen = picked.map((at) => ids[at] ?? 'none');
					await play(world, name, chosen, `order-${n + 2}`, made);
					expectWhole(world.order, ids, made);
				}
			}),
			{ numRuns: 150 },
		);
	});
});

async function play(
	world: OrderWorld,
	name: string,
	chosen: string[],
	followUp: string,
	made: Map<string, WorkOrder>,
): Promise<void> {
	const [lineId] = chosen;
	const set = { solution: '已处理', result: name === 'open' ? 'open' : 'solved' };
	if (name === 'split') {
		const { next } = await split(world, chosen, followUp);
		if (next) made.set(followUp, next);
	} else if (name === 'solve' || name === 'open')
		await world.do('engineer', 'recordWork', { lineId, set });
	else if (name === 'lose')
		await world.do('dispatcher', 'dispatch', { assigneeId: 'wang', reason: 'absence' });
	else if (name === 'sign')
		await world.do('engineer', 'sign', { name: '刘护士', strokes: signedStrokes });
	else if (name === 'suspend') await world.do('engineer', 'suspend', { reason: 'part' });
	else if (name === 'resume') await world.do('engineer', 'resume', { to: 'on_site' });
	else await world.do('engineer', 'complete');
}

/** Every line is worked on in one place: here, or once in the follow-up it names. */
function expectWhole(order: WorkOrder, ids: string[], made: Map<string, WorkOrder>): void {
	expect(order.lines.map(({ id }) => id)).toEqual(ids);
	expect(linesHere(order).length).toBeGreaterThan(0);
	const there = [...made.values()].flatMap(({ id, lines }) =>
		lines.map(({ of }) => `${of} in ${id}`),
	);
	const gone = order.lines.flatMap(({ id, continues }) =>
		continues ? [`${id} in ${continues.order}`] : [],
	);
	expect(there.toSorted()).toEqual(gone.toSorted());
	expect(order.followUps?.length ?? 0).toBe(made.size);
	if (order.state === 'completed') expect(openLines(order)).toEqual([]);
}

test('a cause of the taxonomy is enough, and it asks for consent as words do', async () => {
	const world = await several(1, { serviceItemId: installSystem.id });
	const set = { causeCode: 'hw-disk' };
	const lineId = idOf(world, 0);
	expect(await world.do('engineer', 'recordWork', { lineId, set })).toMatchObject({
		refusal: { kind: 'consent-missing' },
	});
	const plain = await several(1);
	await plain.do('engineer', 'recordWork', { lineId: idOf(plain, 0), set });
	const [line] = plain.order.lines;
	expect(line && causeKnown(line)).toBe(true);
	expect(line && lineSolved(line)).toBe(false);
	expect(gapsOf(plain.order, undefined)).not.toContain('cause');
});
