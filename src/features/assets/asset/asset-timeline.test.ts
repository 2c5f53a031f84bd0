import { expect, test } from 'vitest';
import type { Asset } from '#domain/asset/asset.ts';
import type { WorkOrder } from '#domain/work-order/work-order.ts';
import { assetTimeline } from './asset-timeline.ts';

test('orders, moves and changes in one line, the latest first, a move told once', () => {
	const asset = {
		moves: [{ at: '2026-03-12T00:00:00.000Z', by: 'u', from: 'in_stock', to: 'in_use' }],
		history: [
			{
				at: '2026-03-09T00:00:00.000Z',
				by: 'u',
				device: 'd',
				command: 'asset.register@1',
				changes: [],
			},
			{
				at: '2026-03-12T00:00:00.000Z',
				by: 'u',
				device: 'd',
				command: 'asset.move@1',
				changes: [],
			},
			{
				at: '2026-07-02T00:00:00.000Z',
				by: 'u',
				device: 'd',
				command: 'asset.edit@1',
				changes: [],
			},
		],
	} as unknown as Asset;
	const order = { id: 'o', receivedAt: '2026-05-19T00:00:00.000Z' } as unknown as WorkOrder;
	expect(assetTimeline(asset, [order]).map(({ kind, at }) => `${kind} ${at.slice(0, 10)}`)).toEqual(
		['change 2026-07-02', 'order 2026-05-19', 'move 2026-03-12', 'change 2026-03-09'],
	);
});
