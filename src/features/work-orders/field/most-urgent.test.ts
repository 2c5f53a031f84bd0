import { expect, test } from 'vitest';
import type { WorkOrder } from '#domain/work-order/work-order.ts';
import { mostUrgent } from './most-urgent.ts';

const clock = (dueAt: string, stoppedAt?: string) => ({ dueAt, ...(stoppedAt && { stoppedAt }) });

function order(id: string, more: object): WorkOrder {
	const known = { id, state: 'accepted', visits: [], receivedAt: '2026-11-20T01:00:00.000Z' };
	return { ...known, ...more } as unknown as WorkOrder;
}

const response = order('response', {
	clocks: { response: clock('2026-11-20T03:00:00.000Z'), resolution: clock('2026-11-20T09:00') },
});
const resolution = order('resolution', {
	clocks: {
		response: clock('2026-11-20T01:30:00.000Z', '2026-11-20T01:20:00.000Z'),
		resolution: clock('2026-11-20T04:00:00.000Z'),
	},
});
const onSite = order('here', { ...resolution, id: 'here', state: 'on_site' });

test.each([
	['what is due first by the clock that runs', [resolution, response], 'response'],
	['where he stands already', [response, resolution, onSite], 'here'],
	['nothing of nothing', [], undefined],
])('%s', (_, orders, id) => {
	expect(mostUrgent(orders)?.id).toBe(id);
});
