import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { msOf, type Instant } from '../time/instant.ts';
import { OrderWorld, sampleRequest } from './order-world.ts';
import { fixed, shanghai, signature } from './order-stories.ts';
import { onSiteMinutes, travelMinutes } from './visit.ts';

/** Received 10:00, sent 10:05, accepted 10:10, on the way 10:20, there 11:00. */
async function visited(): Promise<OrderWorld> {
	const world = new OrderWorld();
	const at = (clock: string) => world.at(shanghai(20, clock));
	await at('10:00').do('dispatcher', 'create', sampleRequest);
	await at('10:05').do('dispatcher', 'dispatch', { assigneeId: 'chen' });
	await at('10:10').do('engineer', 'accept');
	await at('10:20').do('engineer', 'depart');
	await at('11:00').do('engineer', 'arrive');
	at('11:30');
	return world;
}
const visitOf = (world: OrderWorld) => world.order.visits[0]!;
const correct = (world: OrderWorld, field: string, clock: string, reason = '忘记点到场') =>
	world.do('engineer', 'correctTime', {
		...{ visitId: visitOf(world).id, field, reason },
		at: shanghai(20, clock),
	});

describe('a moment of a visit put right', () => {
	test('counts, with the response clock, and what stood there is kept with the reason', async () => {
		const world = await visited();
		await correct(world, 'arrivedAt', '10:45');
		expect(visitOf(world).arrivedAt).toBe(shanghai(20, '10:45'));
		expect(world.order.clocks?.response.stoppedAt).toBe(shanghai(20, '10:45'));
		expect(world.order.timeCorrections).toMatchObject([
			{ from: shanghai(20, '11:00'), to: shanghai(20, '10:45'), reason: '忘记点到场', by: 'chen' },
		]);
		expect(travelMinutes(visitOf(world))).toBe(25);
	});

	test('is never before its cause nor after what followed; what he said is kept beside it', async () => {
		const world = await visited();
		await correct(world, 'arrivedAt', '09:00');
		expect(visitOf(world).arrivedAt).toBe(shanghai(20, '10:20'));
		expect(world.order.clocks?.response.stoppedAt).toBe(shanghai(20, '10:20'));
		expect(world.order.timeCorrections).toMatchObject([{ said: shanghai(20, '09:00') }]);
		await correct(world, 'departedAt', '12:00');
		expect(visitOf(world).departedAt).toBe(shanghai(20, '10:20'));
	});

	test('a departure may be told afterwards, a leaving only once he has left', async () => {
		const world = await visited();
		expect(await correct(world, 'leftAt', '11:10')).toMatchObject({ ok: false });
		await world.do('engineer', 'suspend', { reason: 'part' });
		await correct(world, 'leftAt', '11:20');
		expect(onSiteMinutes(visitOf(world))).toBe(20);
	});

	test('is his own, with a reason, and until it is signed', async () => {
		const world = await visited();
		expect(await correct(world, 'arrivedAt', '10:50', ' ')).toMatchObject({ ok: false });
		const args = { visitId: visitOf(world).id, field: 'arrivedAt', reason: '更正' };
		const at = shanghai(20, '10:50');
		expect(await world.do('dispatcher', 'correctTime', { ...args, at })).toMatchObject({
			refusal: { kind: 'not-assignee' },
		});
		await world.do('engineer', 'recordWork', fixed);
		await world.do('engineer', 'sign', signature);
		expect(await correct(world, 'arrivedAt', '10:50')).toMatchObject({
			refusal: { kind: 'frozen' },
		});
	});

	test('another first help keeps the response where it was', async () => {
		const world = await visited();
		await world.do('engineer', 'suspend', { reason: 'part' });
		await world.do('engineer', 'resume', { to: 'on_site' });
		const second = world.order.visits[1]!;
		await world.at(shanghai(20, '12:00')).do('engineer', 'correctTime', {
			...{ visitId: second.id, field: 'arrivedAt', reason: '更正', at: shanghai(20, '11:45') },
		});
		expect(world.order.clocks?.response.stoppedAt).toBe(shanghai(20, '11:00'));
	});

	test('any corrections leave every visit in order, after its causes, with all that was said', async () => {
		const step = fc.tuple(
			fc.constantFrom('departedAt', 'arrivedAt', 'leftAt', 'suspend', 'resume'),
			fc.integer({ min: -120, max: 240 }),
			fc.nat(1),
		);
		await fc.assert(
			fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
				const world = await visited();
				for (const [name, minutes, n] of steps) {
					const before = world.order.timeCorrections ?? [];
					if (name === 'suspend') await world.do('engineer', 'suspend', { reason: 'part' });
					else if (name === 'resume') await world.do('engineer', 'resume', { to: 'on_site' });
					else {
						const at = new Date(msOf(shanghai(20, '11:00')) + minutes * 60_000).toISOString();
						const visitId = world.order.visits[n]?.id ?? 'none';
						await world.do('engineer', 'correctTime', { visitId, field: name, at, reason: '更正' });
					}
					expect((world.order.timeCorrections ?? []).slice(0, before.length)).toEqual(before);
					expectInOrder(world);
				}
			}),
			{ numRuns: 120 },
		);
	});
});

function expectInOrder({ order, now }: OrderWorld): void {
	const moments = order.visits.flatMap(
		({ dispatchedAt, acceptedAt, departedAt, arrivedAt, leftAt }) =>
			[dispatchedAt, acceptedAt, departedAt, arrivedAt, leftAt].filter(
				(at): at is Instant => at !== undefined,
			),
	);
	expect(moments).toEqual(moments.toSorted());
	expect(moments.every((at) => at >= order.receivedAt && at <= now)).toBe(true);
	const { stoppedAt = order.receivedAt } = order.clocks?.response ?? {};
	expect(stoppedAt >= order.receivedAt).toBe(true);
}
