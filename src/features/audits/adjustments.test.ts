import { expect, test } from 'vitest';
import { auditor, AuditWorld, campaignId, system } from '#domain/audit/audit-world.ts';
import { resultOf } from '#domain/audit/result.ts';
import { reviewIdOf, type AuditReview } from '#domain/audit/review.ts';
import { differencesOf } from './adjustments.ts';

const registering = { newId: () => 'new-1', customerOf: () => 'customer-1' };

test('what differs becomes lost, moved, corrected or registered; what was found stays', async () => {
	const world = await new AuditWorld().opened();
	await world.scan(auditor, 'A1', 'A');
	await world.scan(auditor, 'A2', 'B', { userSeen: '王主任' });
	await world.scan(auditor, 'A3', 'A', {
		changes: { serial: 'SN-NEW' },
		seal: { state: 'broken' },
	});
	await world.scan(auditor, 'B1', 'B', { checks: { manual: 'differs' } });
	await world.scan(auditor, 'X-1', 'B', { described: { name: '路由器' } });
	await world.scan(auditor, 'X-2', 'B');
	await world.scan(auditor, 'X-3', 'B');
	const links = [{ code: 'X-3', assetId: 'known', tag: 'X-3', name: '显示器', state: 'in_use' }];
	const record = reviewIdOf(campaignId);
	await world.run(system, 'auditReview.link@1', record, {
		...{ campaignId, links, linkedFor: world.now },
	});
	const review = world.get('auditReview', record) as AuditReview;
	const found = differencesOf(resultOf(world.rooms, world.shelves), review, registering);
	const place = { siteId: 'site-1', room: 'B' };
	expect(found.map(({ key, adjustment }) => [key, adjustment])).toEqual([
		[
			'asset-A2',
			{
				...{ assetId: 'asset-A2', as: 'moved', set: { ...place, user: { name: '王主任' } } },
				base: { siteId: 'site-1', room: 'A', user: null },
			},
		],
		[
			'asset-A3',
			{
				...{ assetId: 'asset-A3', as: 'corrected', set: { serial: 'SN-NEW' } },
				...{ base: { serial: null }, seal: { state: 'broken' } },
			},
		],
		['asset-B1', undefined],
		['asset-B2', { assetId: 'asset-B2', as: 'lost', set: {} }],
		['asset-B3', { assetId: 'asset-B3', as: 'lost', set: {} }],
		[
			'X-1',
			{
				...{ assetId: 'new-1', as: 'registered' },
				set: { tag: 'X-1', name: '路由器', ...place, customerId: 'customer-1' },
			},
		],
		['X-2', undefined],
		['X-3', { assetId: 'known', as: 'moved', set: place }],
	]);
});
