import { describe, expect, test } from 'vitest';
import { addMinutes } from '#domain/time/instant.ts';
import { ratingDaysMax, reopenDaysMax } from '#domain/work-order/commands/desk.ts';
import { OrderWorld, people, sampleRequest } from '#domain/work-order/order-world.ts';
import { groupRequests } from './request-groups.ts';
import { offersOf } from './request-offers.ts';

const dayMinutes = 24 * 60;
const nothing = { confirm: false, reopen: false, rate: false, cancel: false, note: false };

async function reported(): Promise<OrderWorld> {
	const world = new OrderWorld();
	await world.do('dispatcher', 'create', sampleRequest);
	return world;
}

async function solvedByPhone(): Promise<OrderWorld> {
	const world = await reported();
	await world.do('dispatcher', 'resolveRemotely', { solution: 'Tray cleared', mode: 'phone' });
	return world;
}

function offers(world: OrderWorld, who: keyof typeof people = 'requester', laterDays = 0) {
	const at = addMinutes(world.now, laterDays * dayMinutes);
	return offersOf(world.order, people[who], Date.parse(at));
}

describe('what the person who reported it may say', () => {
	test('while nobody is sent: add to it or take it back', async () => {
		expect(offers(await reported())).toEqual({ ...nothing, cancel: true, note: true });
	});

	test('once it is done: solved, still broken, a rating', async () => {
		const all = { ...nothing, confirm: true, reopen: true, rate: true };
		expect(offers(await solvedByPhone())).toEqual(all);
	});

	test('"still broken" for a week, a rating for a fortnight (domain.md, commands and moves)', async () => {
		const world = await solvedByPhone();
		expect(offers(world, 'requester', reopenDaysMax + 1)).toMatchObject({
			reopen: false,
			rate: true,
		});
		expect(offers(world, 'requester', ratingDaysMax + 1)).toMatchObject({ rate: false });
	});

	test('one rating', async () => {
		const world = await solvedByPhone();
		await world.do('requester', 'rate', { stars: 4, solved: true });
		expect(offers(world)).toMatchObject({ rate: false, confirm: true });
	});

	test.each(['approver', 'stranger', 'engineer'] as const)('%s only reads', async (who) => {
		expect(offers(await reported(), who)).toEqual(nothing);
		expect(offers(await solvedByPhone(), who)).toEqual(nothing);
	});
});

test('an order that waits for its requester stands first', async () => {
	const { order } = await solvedByPhone();
	expect(groupRequests([order], () => true).toConfirm).toEqual([order]);
	expect(groupRequests([order], () => false).ended).toEqual([order]);
	expect(groupRequests([(await reported()).order], () => true).open).toHaveLength(1);
});
