import { beforeEach, describe, expect, test } from 'vitest';
import type { OrderWorld } from '../work-order/order-world.ts';
import { signedWorld } from '../work-order/signed-world.ts';
import type { WorkOrder } from '../work-order/work-order.ts';
import { changesSince } from './changes-since.ts';

let world: OrderWorld;
let signed: string;

/** An order handed in by its engineer, with one note and a signature. */
beforeEach(async () => {
	world = await signedWorld();
	await world.do('engineer', 'complete', { minutes: 30 });
	signed = world.order.snapshot?.json ?? '';
});

const since = (more: Partial<WorkOrder> = {}) => changesSince(signed, { ...world.order, ...more });

describe('what changed since signing', () => {
	test('nothing: not by closing, rating or a return visit either', async () => {
		expect(since()).toEqual([]);
		await world.do('dispatcher', 'close', { outcome: 'reached', tries: 1 });
		await world.do('requester', 'rate', { stars: 5, solved: true });
		expect(world.order.state).toBe('closed');
		expect(since()).toEqual([]);
	});

	test('single fields by name, fields of a line with the line', () => {
		const lines = world.order.lines.map((line) => ({ ...line, solution: '没修' }));
		expect(since({ summary: '别的', lines })).toEqual([
			{ field: 'solution', line: 1, how: 'changed' },
			{ field: 'summary', how: 'changed' },
		]);
	});

	test('a line taken away or put in', () => {
		const [line] = world.order.lines;
		if (!line) throw new Error('the order has no line');
		expect(since({ lines: [] })).toEqual([{ field: 'lines', line: 1, how: 'changed' }]);
		expect(since({ lines: [line, { ...line, id: 'new' }] })).toEqual([
			{ field: 'lines', line: 2, how: 'changed' },
		]);
	});

	test('facts added are told apart from facts that no longer say what was signed', async () => {
		await world.do('dispatcher', 'note', { text: '客户来电致谢' });
		expect(since()).toEqual([{ field: 'notes', how: 'added' }]);
		const [first, ...others] = world.order.notes;
		if (!first) throw new Error('the order has no note');
		const changed = [{ field: 'notes', how: 'changed' }];
		expect(since({ notes: [{ ...first, text: '没说过' }, ...others] })).toEqual(changed);
		expect(since({ notes: others })).toEqual(changed);
	});

	test('a number given afterwards is none, another number is one', () => {
		expect(since({ number: 'D0201-2026112001' })).toEqual([]);
		const before = JSON.stringify({ ...JSON.parse(signed), number: 'D0201-2026112001' });
		const order = { ...world.order, number: 'D0201-2026112002' };
		expect(changesSince(before, order)).toEqual([{ field: 'number', how: 'changed' }]);
	});
});
