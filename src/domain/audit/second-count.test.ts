import { expect, test } from 'vitest';
import { auditor, AuditWorld, colleague, dispatcher, engineer } from './audit-world.ts';
import { resultOf, totalsOf } from './result.ts';
import { firstCountersOf, secondCounters, secondCountOf } from './second-count.ts';

const result = (world: AuditWorld) => resultOf(world.rooms, world.shelves);
const list = (world: AuditWorld) => secondCountOf(result(world), world.campaign.again);

/** The auditor counted room A, an engineer B; A3 and B1 to B3 were not seen. */
async function countedOnce(): Promise<AuditWorld> {
	const world = await new AuditWorld().opened();
	for (const tag of ['A1', 'A2']) await world.scan(auditor, tag, 'A');
	await world.scan(engineer, 'X-1', 'B');
	await world.campaignDo(dispatcher, 'reconcile');
	const missing = result(world).lines.filter(({ seen }) => !seen);
	const assetIds = missing.map(({ line }) => line.assetId);
	const first = firstCountersOf(result(world), assetIds);
	await world.campaignDo(dispatcher, 'countAgain', { assetIds, first });
	return world;
}

test('what nobody saw was counted first by whoever counted in its room', async () => {
	const world = await countedOnce();
	expect(list(world).map(({ line, first }) => [line.line.tag, first])).toEqual([
		['A3', [auditor.userId]],
		...['B1', 'B2', 'B3'].map((tag) => [tag, [engineer.userId]]),
	]);
	const { auditors } = world.campaign;
	const firsts = list(world).map(({ first }) => first);
	expect(secondCounters(auditors, firsts)).toEqual([colleague.userId]);
});

test('another has to see it; who counted first is believed, and does not end the second count', async () => {
	const world = await countedOnce();
	const seenBy = () => list(world).map(({ seenBy }) => seenBy);
	await world.scan(auditor, 'A3', 'A');
	expect(seenBy()).toEqual([[], [], [], []]);
	await world.scan(colleague, 'A3', 'A');
	await world.scan(auditor, 'B1', 'A');
	expect(seenBy()).toEqual([[colleague.userId], [auditor.userId], [], []]);
	// Both counts are one result: seen first, seen second, moved, and what nobody saw twice.
	expect(totalsOf(result(world))).toEqual({
		...{ expected: 6, found: 3, moved: 1, changed: 0, missing: 2, surplus: 1 },
	});
});

test('who was first is told for each machine or for none', async () => {
	const world = await countedOnce();
	await world.campaignDo(dispatcher, 'reconcile');
	const args = { assetIds: ['asset-A1', 'asset-A2'], first: [[auditor.userId]] };
	expect(await world.campaignDo(dispatcher, 'countAgain', args)).toMatchObject({
		refusal: { kind: 'bad-input' },
	});
	await world.campaignDo(dispatcher, 'countAgain', { assetIds: ['asset-A3'] });
	expect(list(world)).toMatchObject([{ first: [], seenBy: [] }]);
});
