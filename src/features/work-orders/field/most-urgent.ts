import type { WorkOrder } from '#domain/work-order/work-order.ts';
import { nextVisitAt } from '#domain/work-order/visit.ts';

type Weighed = Pick<WorkOrder, 'id' | 'state' | 'clocks' | 'visits' | 'receivedAt'> &
	Parameters<typeof nextVisitAt>[0];

/** The one to begin with: where he stands already, else what is due first by the clock that runs. */
export function mostUrgent<Order extends Weighed>(orders: readonly Order[]): Order | undefined {
	return orders.toSorted((a, b) => {
		const first = Number(b.state === 'on_site') - Number(a.state === 'on_site');
		return first || (dueOf(a) < dueOf(b) ? -1 : 1);
	})[0];
}

function dueOf(order: Weighed): string {
	const { clocks } = order;
	const clock = clocks?.response.stoppedAt === undefined ? clocks?.response : clocks.resolution;
	return clock?.dueAt ?? nextVisitAt(order) ?? order.receivedAt;
}
