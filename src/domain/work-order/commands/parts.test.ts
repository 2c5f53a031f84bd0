import { beforeEach, expect, test } from 'vitest';
import { partIdOf } from '../../stock/part.ts';
import { lateWorkOf } from '../late-work.ts';
import { OrderWorld, people, sampleRequest, signedStrokes } from '../order-world.ts';

const partId = partIdOf('SSD-512');
let world: OrderWorld;
let lineId: string;

beforeEach(async () => {
	world = new OrderWorld();
	const set = { name: '固态硬盘', unit: '块' };
	await world.run(people.storekeeper, 'part.register@1', partId, { set });
	await world.do('dispatcher', 'create', { ...sampleRequest, lines: [{}] });
	await world.do('dispatcher', 'dispatch', { assigneeId: 'chen' });
	await world.do('engineer', 'accept');
	await world.do('engineer', 'arrive');
	lineId = world.order.lines[0]!.id;
});

const parts = () => world.order.lines[0]?.parts ?? [];
const use = (quantity = 1) => world.do('engineer', 'usePart', { lineId, partId, quantity });

test('a part used stands on the line as it was called then, and where it came from', async () => {
	await use(2);
	expect(parts()).toMatchObject([
		{ name: '固态硬盘', unit: '块', quantity: 2, storeId: 'van-chen', by: 'chen' },
	]);
	expect(await use(0)).toMatchObject({ refusal: { kind: 'bad-input' } });
	const unknown = { lineId, partId: 'part-NONE', quantity: 1 };
	expect(await world.do('engineer', 'usePart', unknown)).toMatchObject({
		refusal: { kind: 'not-found' },
	});
	const other = { lineId, partId, quantity: 1 };
	expect((await world.do('colleague', 'usePart', other)).ok).toBe(false);
});

test('what was not used after all is withdrawn with a reason, once, by its author', async () => {
	await use();
	const args = { lineId, factId: parts()[0]!.id };
	expect((await world.do('engineer', 'returnPart', { ...args, reason: ' ' })).ok).toBe(false);
	await world.do('engineer', 'returnPart', { ...args, reason: '没用上' });
	expect(parts()[0]?.retracted).toMatchObject({ by: 'chen', reason: '没用上' });
	const again = await world.do('engineer', 'returnPart', { ...args, reason: '再退' });
	expect(again).toMatchObject({ ok: true, value: { changed: false } });
});

test('what was signed stays: no part more, none less', async () => {
	await use();
	await world.do('engineer', 'recordWork', {
		lineId,
		set: { cause: '坏块', solution: '更换', result: 'solved' },
	});
	await world.do('engineer', 'sign', { name: '刘', strokes: signedStrokes });
	await world.do('engineer', 'complete', { minutes: 5 });
	const args = { lineId, factId: parts()[0]!.id, reason: '没用上' };
	expect(await world.do('engineer', 'returnPart', args)).toMatchObject({
		refusal: { kind: 'frozen' },
	});
	expect(await use()).toMatchObject({ refusal: { kind: 'frozen' } });
});

test('one who lost the order meanwhile has still used it: kept, flagged late', async () => {
	await world.do('dispatcher', 'dispatch', { assigneeId: 'wang', reason: 'overload' });
	await use();
	expect(parts()).toMatchObject([{ by: 'chen', late: true }]);
});

test('what he used and gave back on an order signed by another since comes with his work, when that is taken over', async () => {
	const solved = { lineId, set: { cause: '坏块', solution: '更换', result: 'solved' } };
	const signed = { name: '刘', strokes: signedStrokes };
	await world.do('dispatcher', 'dispatch', { assigneeId: 'wang', reason: 'overload' });
	for (const [move, args] of [
		...[['accept'], ['arrive'], ['recordWork', solved], ['sign', signed], ['complete']],
	] as [string, object?][])
		await world.do('colleague', move, args as Record<string, unknown>);
	await use(2);
	await use(1);
	const [, second] = world.order.held;
	const back = { lineId, factId: second?.id, reason: '没用上' };
	await world.do('engineer', 'returnPart', back);
	await world.do('engineer', 'recordWork', solved);
	await world.do('engineer', 'sign', signed);
	await world.do('engineer', 'complete', { minutes: 5 });
	expect(parts()).toEqual([]);
	const heldId = lateWorkOf(world.order)[0]?.completion?.id;
	expect((await world.do('dispatcher', 'acceptLate', { heldId })).ok).toBe(true);
	expect(parts()).toMatchObject([
		{ name: '固态硬盘', quantity: 2, storeId: 'van-chen', by: 'chen', late: true },
		{ quantity: 1, retracted: { by: 'chen', reason: '没用上' } },
	]);
	expect(world.order.held.every(({ accepted }) => accepted)).toBe(true);
});
