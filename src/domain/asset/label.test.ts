import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { OrderWorld, people, type Person } from '../work-order/order-world.ts';
import type { Instant } from '../time/instant.ts';
import type { Asset } from './asset.ts';
import { labelDue, labelFactsMax, labelSays, type LabelFact } from './label.ts';

const id = 'asset-1';
const campaign = {
	...{ id: 'audit-1', kind: 'auditCampaign', name: '盘点', type: 'partial', state: 'open' },
	...{ from: '2026-11-20', to: '2026-11-30', scope: { siteIds: ['site-1'] } },
	...{ auditors: ['pan'], approverId: 'zhou', createdBy: 'diao', updatedBy: 'diao', history: [] },
};
let world: OrderWorld;
const asset = () => world.get('asset', id) as Asset;
const say = (says: string, who: Person = 'storekeeper') =>
	world.run(people[who], 'asset.noteLabel@1', id, { says });
const ofAudit = (who: Person = 'auditor') =>
	world.run(people[who], 'asset.labelOfAudit@1', id, { campaignId: 'audit-1' });

beforeEach(async () => {
	world = new OrderWorld();
	world.put({ ...campaign, createdAt: world.now, updatedAt: world.now } as never);
	const set = { tag: 'ZC-1', name: '主机', customerId: 'customer-1', siteId: 'site-1' };
	await world.run(people.admin, 'asset.register@1', id, { set });
});

describe('the label of a machine', () => {
	test('is due from the report to the print, and again when the new one tears', async () => {
		expect(labelDue(asset())).toBeUndefined();
		await say('damaged', 'engineer');
		expect(labelDue(asset())).toMatchObject({ by: 'chen', says: 'damaged' });
		await say('printed');
		expect(labelDue(asset())).toBeUndefined();
		await say('damaged');
		expect(labelDue(asset())).toMatchObject({ by: 'ku' });
		await say('fine');
		expect(labelDue(asset())).toBeUndefined();
		expect(asset().labels?.map(({ says }) => says)).toEqual([
			'damaged',
			'printed',
			'damaged',
			'fine',
		]);
	});

	test('is reported by staff at machine and printer, by no customer', async () => {
		for (const who of ['engineer', 'auditor', 'storekeeper', 'dispatcher', 'admin'] as const)
			expect(await say('damaged', who)).toMatchObject({ ok: true });
		for (const who of ['requester', 'approver', 'supervisor'] as const)
			expect(await say('damaged', who)).toMatchObject({ refusal: { kind: 'not-allowed' } });
	});

	test('is reported once by an audit, by who was named in it and of what was in its scope', async () => {
		await ofAudit();
		expect(labelDue(asset())).toMatchObject({ by: 'pan', campaignId: 'audit-1' });
		expect(await ofAudit()).toMatchObject({ value: { changed: false } });
		expect(await ofAudit('colleague')).toMatchObject({ refusal: { kind: 'not-allowed' } });
		await world.run(people.admin, 'asset.edit@1', id, { set: { siteId: 'site-2' } });
		expect(await ofAudit()).toMatchObject({ refusal: { kind: 'not-allowed' } });
	});

	test('is nobody’s work once the machine is retired', async () => {
		await say('damaged');
		expect(labelDue({ ...asset(), state: 'retired' })).toBeUndefined();
	});

	test('keeps the latest facts only', async () => {
		for (let n = 0; n <= labelFactsMax; n++) await say(n % 2 === 0 ? 'damaged' : 'printed');
		expect(asset().labels).toHaveLength(labelFactsMax);
	});
});

test('any order of arrival gives the same', () => {
	const fact = fc.record({
		id: fc.uuid(),
		at: fc.integer({ min: 0, max: 9 }).map((n) => `2026-11-20T02:0${n}:00.000Z` as Instant),
		by: fc.constant('chen'),
		says: fc.constantFrom(...labelSays),
	});
	const facts = fc.uniqueArray(fact, { selector: (one) => one.id, maxLength: 8 });
	const orders = facts.chain((all) =>
		fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
	);
	fc.assert(
		fc.property(orders, ([one, other]: [LabelFact[], LabelFact[]]) => {
			const due = (labels: LabelFact[]) => labelDue({ state: 'in_use', labels });
			expect(due(other)).toEqual(due(one));
		}),
	);
});
