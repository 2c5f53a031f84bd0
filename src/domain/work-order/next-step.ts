import type { ServiceItem } from '../catalogue/service-item.ts';
import type { Actor } from '../command.ts';
import { isAssignee } from './parties.ts';
import { gapsOf, type Gap } from './readiness.ts';
import type { OrderState } from './states.ts';
import type { WorkOrder } from './work-order.ts';

/** The one main action at the engineer's thumb: it names the next missing step. */
export type NextStep = 'accept' | 'depart' | 'arrive' | 'resume' | 'complete' | 'sheet' | Gap;

const byState: Partial<Record<OrderState, NextStep>> = {
	dispatched: 'accept',
	accepted: 'depart',
	en_route: 'arrive',
	suspended: 'resume',
	completed: 'sheet',
	closed: 'sheet',
};

export function nextStep(
	order: WorkOrder,
	actor: Actor,
	item: ServiceItem | undefined,
): NextStep | undefined {
	if (!isAssignee(order, actor)) return undefined;
	if (order.state === 'on_site') return gapsOf(order, item)[0] ?? 'complete';
	return byState[order.state];
}
