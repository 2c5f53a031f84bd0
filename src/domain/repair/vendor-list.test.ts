import { beforeEach, describe, expect, test } from 'vitest';
import { onSite } from '../work-order/order-stories.ts';
import { people, type OrderWorld, type Person } from '../work-order/order-world.ts';
import { organisationId, type Organisation } from '../organisation/records.ts';
import type { Instant } from '../time/instant.ts';
import type { Repair } from './repair.ts';
import { listed, vendorsToPropose, type VendorProposal } from './vendor-list.ts';

const zone = 'Asia/Shanghai';
const now = '2026-11-20T02:00:00.000Z' as Instant;

/** A repair whose rounds failed at those times, with that vendor. */
function failed(vendor: string, ...times: string[]): Repair {
	return {
		verdicts: times.map((at, round) => ({ verdict: 'failed', at, round })),
		receipts: times.map((_, round) => ({ vendor, round })),
	} as unknown as Repair;
}
const november = [
	'2026-11-02T02:00:00.000Z',
	'2026-11-09T02:00:00.000Z',
	'2026-11-19T02:00:00.000Z',
];
const listing = (at: string, how: 'list' | 'remove' = 'list'): VendorProposal => {
	const agreed = { at: at as Instant, by: 'sun', name: '王' };
	return {
		...{
			id: `p-${at}`,
			at: at as Instant,
			by: 'li',
			vendor: '恒通维修',
			how,
			month: at.slice(0, 7),
		},
		...{ count: how === 'list' ? 3 : 0, operations: agreed, centre: agreed },
	};
};

describe('the rule of a calendar month', () => {
	test.each([
		[0, []],
		[1, []],
		[2, []],
		[3, [{ vendor: '恒通维修', how: 'list', month: '2026-11', count: 3 }]],
	])('%i non-conformances of a vendor who is not listed', (n, proposed) => {
		const repairs = [failed('恒通维修', ...november.slice(0, n))];
		expect(vendorsToPropose(repairs, [], now, zone)).toEqual(proposed);
	});

	test.each([
		[0, 'remove'],
		[1, 'remove'],
		[2, undefined],
		[3, undefined],
	])('%i in the last whole month of one who is', (n, how) => {
		const times = november.slice(0, n).map((at) => at.replace('-11-', '-10-'));
		const found = vendorsToPropose(
			[failed('恒通维修', ...times)],
			[listing('2026-09-10T02:00:00.000Z')],
			now,
			zone,
		);
		expect(found.map((one) => one.how)).toEqual(how ? [how] : []);
	});

	test('a month that was not a whole one since the listing removes nobody', () => {
		expect(vendorsToPropose([], [listing('2026-10-10T02:00:00.000Z')], now, zone)).toEqual([]);
	});

	test('names are one vendor whatever their case and spaces; months end in the zone', () => {
		const repairs = [
			failed('ACME 维修', november[0]!, november[1]!),
			failed('acme维修', '2026-10-31T17:00:00.000Z'),
		];
		expect(vendorsToPropose(repairs, [], now, zone)).toMatchObject([{ count: 3 }]);
	});

	test('is proposed once', () => {
		const proposed = { ...listing(november[0]!), centre: undefined };
		expect(vendorsToPropose([failed('恒通维修', ...november)], [proposed], now, zone)).toEqual([]);
	});
});

describe('the list', () => {
	let world: OrderWorld;
	const list = () =>
		(world.get('organisation', organisationId) as Organisation).vendorProposals ?? [];
	const give = (who: Person, name: string, args: object) =>
		world.run(people[who], `organisation.${name}@1`, organisationId, args as never);
	const bad = { vendor: '恒通维修', how: 'list', month: '2026-11', count: 3 };
	const agree = (name: string, who: Person = 'supervisor') =>
		give(who, 'approveVendor', { proposalId: list().at(-1)?.id, name });

	beforeEach(async () => {
		world = await onSite();
		world.put({
			...{ id: organisationId, kind: 'organisation', name: '青澜', zone, history: [] },
			...{ createdAt: now, createdBy: 'admin', updatedAt: now, updatedBy: 'admin' },
		});
	});

	test('counts once the operations department and then the information centre agreed', async () => {
		await give('dispatcher', 'proposeVendor', bad);
		expect((await agree('运维部 陈', 'dispatcher')).ok).toBe(false);
		await agree('运维部 陈');
		expect(listed(list())).toEqual([]);
		await agree('信息中心 王');
		expect(listed(list())).toMatchObject([
			{ vendor: '恒通维修', operations: { name: '运维部 陈' }, centre: { name: '信息中心 王' } },
		]);
		expect((await agree('再一次')).ok).toBe(false);
	});

	test('nobody approves what he proposed, and nothing is proposed against the rule', async () => {
		await give('supervisor', 'proposeVendor', bad);
		expect((await agree('运维部 陈')).ok).toBe(false);
		expect((await give('engineer', 'proposeVendor', bad)).ok).toBe(false);
		const two = { ...bad, vendor: '捷修', count: 2 };
		expect((await give('dispatcher', 'proposeVendor', two)).ok).toBe(false);
		expect((await give('dispatcher', 'proposeVendor', { ...two, how: 'remove' })).ok).toBe(false);
	});

	test('a listed vendor cannot be quoted, chosen or handed a machine', async () => {
		world.put({ ...world.order, number: 'D0201-2026112001' });
		const repair = (name: string, args: object, who: Person = 'engineer') =>
			world.run(people[who], `repair.${name}@1`, 'repair-1', args as never);
		await world.run(people.engineer, 'workOrder.linkRepair@1', 'order-1', { repairId: 'repair-1' });
		const asked = { orderId: 'order-1', fault: '过热', urgency: 'high' };
		await repair('request', { ...asked, type: 'third_party' });
		await repair('approve', {}, 'supervisor');
		await repair('addQuote', { vendor: '恒通 维修', price: '860 元' });
		const { quotes } = world.get('repair', 'repair-1') as Repair;
		const choice = { quoteId: quotes[0]?.id, name: '王' };
		await repair('chooseQuote', choice);
		world.put({
			...(world.get('organisation', organisationId) as Organisation),
			vendorProposals: [listing(now)],
		});
		const refused = { refusal: { kind: 'vendor-listed' } };
		const quote = { vendor: '恒通维修', price: '800 元' };
		expect(await repair('addQuote', quote)).toMatchObject(refused);
		expect(await repair('chooseQuote', choice)).toMatchObject(refused);
		expect(await repair('handOver', { name: '何' })).toMatchObject(refused);
		await world.run(people.engineer, 'workOrder.linkRepair@1', 'order-1', { repairId: 'repair-2' });
		const again = { ...asked, type: 'warranty', vendor: '恒通维修' };
		expect(await world.run(people.engineer, 'repair.request@1', 'repair-2', again)).toMatchObject(
			refused,
		);
	});
});
