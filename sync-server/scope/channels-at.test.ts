import { afterEach, beforeEach, expect, test } from 'vitest';
import { addMinutes, type Instant } from '#domain/time/instant.ts';
import type { WorkOrder } from '#domain/work-order/work-order.ts';
import { TestServer } from '#server/testing/test-server.ts';
import { channelsAt, finishedOrderDaysMax } from './channels-at.ts';

let server: TestServer;
let open: WorkOrder;

beforeEach(async () => {
	server = await TestServer.open();
	await server.staff({ li: ['engineer'] });
	await server.premises('north');
	await server.order('order-1', 'north', 'li');
	const order = await server.administration.get('workOrder', 'order-1');
	if (!order) throw new Error('no order');
	open = { ...order, requester: { ...order.requester, userId: 'u-req' } };
});
afterEach(() => server.close());

const everything = ['client:c-north', 'desk:orders', 'requester:u-req', 'user:u-li'];
const channels = (order: WorkOrder, now: Instant) => channelsAt(order, now).channels.sort();
const afterDays = (days: number) => addMinutes(server.now, days * 24 * 60);
const long = () => afterDays(finishedOrderDaysMax);
const closed = (): WorkOrder => ({ ...open, state: 'closed', completedAt: server.now });

test('open orders stay however old they are', () => {
	expect(channels(open, long())).toEqual(everything);
	expect(channelsAt(open, server.now).reviewAt).toBeUndefined();
});

test('closed ones stay for 90 days and are looked at again when these are over', () => {
	expect(channels(closed(), afterDays(finishedOrderDaysMax - 1))).toEqual(everything);
	expect(channelsAt(closed(), server.now).reviewAt).toBe(long());
});

test('then engineer and desk let go; customer and requester keep theirs', () => {
	expect(channels(closed(), long())).toEqual(['client:c-north', 'requester:u-req']);
	expect(channelsAt(closed(), long()).reviewAt).toBeUndefined();
});

test('what the desk has still to close or to decide stays on the desk', () => {
	const completed: WorkOrder = { ...closed(), state: 'completed' };
	const desk = ['client:c-north', 'desk:orders', 'requester:u-req'];
	expect(channels(completed, long())).toEqual(desk);
	const held = { id: 'h', at: server.now, by: 'u-li', command: 'x', engineerId: 'u-li' };
	expect(channels({ ...closed(), held: [held] }, long())).toEqual(desk);
});
