import type { OrderState } from '#domain/work-order/states.ts';
import { m } from './generated/messages.js';

/** Apart from the other terms: every list of orders shows these at once. */
export const stateWords: Record<OrderState, () => string> = {
	new: m.state_new,
	dispatched: m.state_dispatched,
	accepted: m.state_accepted,
	en_route: m.state_en_route,
	on_site: m.state_on_site,
	suspended: m.state_suspended,
	returned: m.state_returned,
	resolved_by_phone: m.state_resolved_by_phone,
	completed: m.state_completed,
	closed: m.state_closed,
	cancelled: m.state_cancelled,
};
