import { describe, expect, test } from 'vitest';
import { OrderWorld, people, sampleRequest } from '../work-order/order-world.ts';
import type { AnyRecord } from '../record-schemas.ts';
import { channelsOf } from './channels.ts';
import { grantsOf } from './grants.ts';
import type { Role } from './roles.ts';

/** Who may see what (domain.md, "What a device may hold"). */
const asset = { tag: 'ZC-1', name: '打印机', customerId: 'customer-1', siteId: 'site-1' };
const elsewhere = { ...asset, tag: 'ZC-2', siteId: 'site-9' };
const article = { title: '卡纸', problemType: 'hardware', solution: '清洁', audience: 'internal' };

async function records(): Promise<Record<string, AnyRecord>> {
	const world = new OrderWorld();
	const { admin, engineer } = people;
	const contact = { customerId: 'customer-1', siteId: 'site-1', name: '刘护士' };
	await world.run(admin, 'site.register@1', 'site-1', {
		set: { customerId: 'customer-1', name: '六楼' },
	});
	await world.run(admin, 'contact.register@1', 'contact-1', { set: contact });
	await world.run(admin, 'asset.register@1', 'asset-1', { set: asset });
	await world.run(admin, 'asset.register@1', 'asset-2', { set: elsewhere });
	await world.run(engineer, 'article.draft@1', 'draft', { set: article });
	await world.run(admin, 'article.import@1', 'internal', { set: article });
	await world.run(admin, 'article.import@1', 'public', { set: { ...article, audience: 'public' } });
	const causes = [{ code: 'hw', name: '硬件' }];
	const taxonomy = { set: { name: '故障分类', causes } };
	await world.run(admin, 'taxonomy.register@1', 'taxonomy-faults', taxonomy);
	const partId = 'part-A1';
	await world.run(admin, 'part.register@1', partId, { set: { name: '电源', unit: '个' } });
	for (const storeId of ['warehouse', 'van-chen'])
		await world.run(admin, 'stock.setMinimum@1', `${storeId}.A1`, { storeId, partId, minimum: 1 });
	const lines = [{ asset: { id: 'asset-2', tag: 'ZC-2' } }];
	await world.do('dispatcher', 'create', { ...sampleRequest, lines });
	await world.do('dispatcher', 'dispatch', { assigneeId: 'chen' });
	world.put({ ...world.order, number: 'D0201-2026112001' });
	const repair = { orderId: 'order-1', fault: '过热', type: 'third_party', urgency: 'high' };
	await world.run(engineer, 'workOrder.linkRepair@1', 'order-1', { repairId: 'repair-1' });
	await world.run(engineer, 'repair.request@1', 'repair-1', repair);
	const kinds = {
		...{ order: 'workOrder/order-1', site: 'site/site-1', contact: 'contact/contact-1' },
		...{ asset: 'asset/asset-1', linked: 'asset/asset-2', customer: 'customer/customer-1' },
		...{ draft: 'article/draft', internal: 'article/internal', public: 'article/public' },
		...{ part: 'part/part-A1', warehouse: 'stock/warehouse.A1', van: 'stock/van-chen.A1' },
		repair: 'repair/repair-1',
		...{ user: 'user/chen', policy: 'servicePolicy/policy-default' },
		causes: 'taxonomy/taxonomy-faults',
	};
	return Object.fromEntries(
		Object.entries(kinds).map(([name, path]) => {
			const [kind, id] = path.split('/') as [AnyRecord['kind'], string];
			return [name, world.get(kind, id)!];
		}),
	);
}

const reference = ['user', 'policy', 'causes', 'internal', 'public'];
const stores = ['part', 'warehouse', 'van'];
const drawn = ['part', 'warehouse'];
const desk = ['order', 'repair', 'site', 'contact', 'customer', ...stores, ...reference];
const register = ['asset', 'linked', 'site', 'contact', 'customer'];
const order = ['order', 'site', 'contact', 'customer', 'asset', 'linked'];

const sees: [keyof typeof people, string[]][] = [
	['engineer', [...order, 'repair', 'draft', ...stores, ...reference]],
	['colleague', [...drawn, ...reference]],
	['outsider', [...drawn, ...reference]],
	['auditor', reference],
	['storekeeper', [...stores, ...register, ...reference]],
	['dispatcher', desk],
	['supervisor', [...desk, 'draft']],
	['admin', [...desk, ...register, 'draft']],
	['requester', ['order', 'public']],
	['stranger', ['public']],
	['approver', ['order', 'repair', 'site', 'customer', 'public']],
];

describe('what a person may see', () => {
	test.each(sees)('%s', async (name, expected) => {
		const all = await records();
		const person = people[name];
		const assigned =
			name === 'engineer' && all['order']?.kind === 'workOrder' ? [all['order']] : [];
		const grants = new Set(grantsOf(person, assigned));
		const visible = Object.entries(all)
			.filter(([, record]) => channelsOf(record).some((channel) => grants.has(channel)))
			.map(([what]) => what);
		expect(visible.sort()).toEqual([...new Set(expected)].sort());
	});

	test('a second engineer shares no channel with the order, its site, its assets or its customer', async () => {
		const all = await records();
		const grants = new Set(grantsOf(people.colleague, []));
		for (const name of order) {
			const shared = channelsOf(all[name]!).filter((channel) => grants.has(channel));
			expect(shared, name).toEqual([]);
		}
	});

	test('an approver of another organisation sees nothing of this one', async () => {
		const all = await records();
		const other = { userId: 'x', roles: ['clientApprover'] as Role[], customerId: 'customer-2' };
		const grants = new Set(grantsOf(other, []));
		expect(channelsOf(all['order']!).some((channel) => grants.has(channel))).toBe(false);
	});

	test('losing the order takes its site and assets along', async () => {
		expect(grantsOf(people.engineer, [])).toEqual(
			grantsOf({ ...people.colleague, userId: 'chen' }, []),
		);
	});
});
