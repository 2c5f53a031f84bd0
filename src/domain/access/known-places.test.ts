import { beforeEach, describe, expect, test } from 'vitest';
import { OrderWorld, people, sampleRequest } from '../work-order/order-world.ts';
import { grantsOf } from './grants.ts';

/** What an order opens to its engineer, and what it only names. The world knows what it holds. */
const { engineer, admin } = people;
const walkUp = { ...sampleRequest, channel: 'walk_up' };
const onAsset = (id: string) => ({ ...walkUp, lines: [{ asset: { id, tag: 'ZC-1' } }] });
let world: OrderWorld;

beforeEach(async () => {
	world = new OrderWorld();
	const site = (customerId: string) => ({ set: { customerId, name: '六楼' } });
	await world.run(admin, 'site.register@1', 'site-1', site('customer-1'));
	await world.run(admin, 'site.register@1', 'site-2', site('customer-2'));
	for (const n of [1, 2]) {
		const set = { tag: `ZC-${n}`, name: '主机', customerId: `customer-${n}`, siteId: `site-${n}` };
		await world.run(admin, 'asset.register@1', `asset-${n}`, { set });
	}
});

const opened = () =>
	grantsOf(engineer, [world.order]).filter((channel) => /^(site|customer|asset):/.test(channel));

describe('a request on the spot', () => {
	test('opens the site, customer and asset its engineer knows', async () => {
		await world.do('engineer', 'createOnSite', onAsset('asset-1'));
		expect(world.order.unconfirmedPlace).toBeUndefined();
		expect(opened()).toEqual(['asset:asset-1', 'customer:customer-1', 'site:site-1']);
	});

	test.each([
		['site', { siteId: 'site-9' }],
		['customer', { customerId: 'customer-9', siteId: undefined }],
	])('at a %s he does not know is taken, marked, and opens nothing', async (_, change) => {
		expect(await world.do('engineer', 'createOnSite', { ...walkUp, ...change })).toMatchObject({
			ok: true,
		});
		expect(world.order.unconfirmedPlace).toBe(true);
		expect(opened()).toEqual([]);
	});

	test('at a site of another customer is refused where both are known', async () => {
		const wrong = { ...walkUp, siteId: 'site-2' };
		expect(await world.do('engineer', 'createOnSite', wrong)).toMatchObject({
			refusal: { kind: 'bad-input', fields: ['siteId'] },
		});
	});

	test.each(['asset-2', 'asset-9'])('names %s without opening it', async (id) => {
		await world.do('engineer', 'createOnSite', onAsset(id));
		expect(world.order.lines[0]?.asset).toEqual({ id, tag: 'ZC-1', unconfirmed: true });
		expect(opened()).toEqual(['customer:customer-1', 'site:site-1']);
	});
});

describe('an asset linked later', () => {
	beforeEach(async () => {
		await world.do('engineer', 'createOnSite', walkUp);
	});

	test.each(['linkAsset', 'addLine'])('%s marks one he does not know', async (name) => {
		const lineId = world.order.lines[0]?.id;
		const asset = { id: 'asset-9', tag: 'ZC-9', unconfirmed: false };
		await world.do('engineer', name, { lineId, symptom: '黑屏', asset });
		expect(world.order.lines.at(-1)?.asset?.unconfirmed).toBe(true);
		expect(opened()).not.toContain('asset:asset-9');
		expect(opened()).toContain('site:site-1');
	});
});

describe('a dispatcher', () => {
	beforeEach(async () => {
		const lines = [{ asset: { id: 'asset-9', tag: 'ZC-9' } }];
		await world.do('engineer', 'createOnSite', { ...walkUp, siteId: 'site-9', lines });
	});
	const all = ['asset:asset-9', 'customer:customer-1', 'site:site-9'];

	test.each<[string, Record<string, unknown>]>([
		['dispatch', { assigneeId: 'chen', reason: 'overload' }],
		['editRequest', { set: {} }],
	])('confirms by %s', async (name, args) => {
		await world.do('dispatcher', name, args);
		expect(world.order.unconfirmedPlace).toBeUndefined();
		expect(opened()).toEqual(all);
	});

	test.each<[string, Record<string, unknown>]>([
		['note', { text: '这是哪里?' }],
		['escalate', { to: 'supervisor', reason: '查' }],
		['cancel', { reason: '误报' }],
	])('does not by %s', async (name, args) => {
		expect(await world.do('dispatcher', name, args)).toMatchObject({ ok: true });
		expect(opened()).toEqual([]);
	});
});

describe('a requester', () => {
	test('may name the sites of his own organisation, and no other’s', async () => {
		await world.do('requester', 'create', sampleRequest);
		expect(world.order.unconfirmedPlace).toBeUndefined();
		const other = new OrderWorld();
		await other.do('requester', 'create', { ...sampleRequest, siteId: 'site-9' });
		expect(other.order.unconfirmedPlace).toBe(true);
	});
});
