import { describe, expect, test } from 'vitest';
import { auditor, AuditWorld, plan } from './audit-world.ts';
import { campaignBefore, comparedWith, keptOfBefore } from './before.ts';
import type { AuditCampaign } from './campaign.ts';
import { resultOf } from './result.ts';

const approved = {};
const campaign = (id: string, from: string, more: object = {}) =>
	({
		...plan,
		id,
		from,
		createdAt: `${from}T00:00:00.000Z`,
		approved,
		...more,
	}) as unknown as AuditCampaign;

describe('the campaign before', () => {
	const now = campaign('now', '2026-11-20', { scope: { siteIds: ['a', 'b'] } });
	const scope = { siteIds: ['b', 'a'] };
	test.each<[string, readonly AuditCampaign[], string | undefined]>([
		[
			'is the last approved one',
			[campaign('x', '2025-11-20', { scope }), campaign('y', '2026-05-20', { scope })],
			'y',
		],
		[
			'is none that is still counted',
			[campaign('x', '2026-05-20', { scope, approved: undefined })],
			undefined,
		],
		[
			'is none of another scope',
			[campaign('x', '2026-05-20', { scope: { ...scope, floors: ['6F'] } })],
			undefined,
		],
		[
			'is none that came later, and not itself',
			[now, campaign('x', '2026-12-01', { scope })],
			undefined,
		],
	])('%s', (_, all, id) => {
		expect(campaignBefore(all, now)?.id).toBe(id);
	});
});

test('found again, gone since, still missing: by machine, also as surplus known from elsewhere', async () => {
	const then = await new AuditWorld().opened();
	for (const tag of ['A1', 'A2', 'B1']) await then.scan(auditor, tag, 'A');
	const now = await new AuditWorld().opened();
	for (const tag of ['A1', 'A3', 'Y-2']) await now.scan(auditor, tag, 'A');
	const result = resultOf(now.rooms, now.shelves);
	const thenResult = resultOf(then.rooms, then.shelves);
	const before = keptOfBefore(campaign('x', '2026-05-20'), thenResult, result, 100);
	const links = [{ code: 'Y-2', assetId: 'asset-B3', tag: 'B3', name: '主机', state: 'lost' }];
	const tags = (list: readonly { tag: string }[]) => list.map(({ tag }) => tag);
	const compared = comparedWith(result, { links, before });
	expect(tags(compared?.foundAgain ?? [])).toEqual(['A3', 'B3']);
	expect(tags(compared?.goneSince ?? [])).toEqual(['A2', 'B1']);
	expect(tags(compared?.stillMissing ?? [])).toEqual(['B2']);
	expect(comparedWith(result, { links })).toBeUndefined();
});
