/** The marks a work order can carry, named as its states; the words come from the caller. */
export const orderStates = [
	'new',
	'dispatched',
	'accepted',
	'en_route',
	'on_site',
	'suspended',
	'completed',
	'closed',
	'returned',
	'reopened',
	'resolved_by_phone',
	'cancelled',
	'escalated',
] as const;

export type OrderState = (typeof orderStates)[number];
