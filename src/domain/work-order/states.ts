/**
 * The life cycle as a table (domain.md section 2, Work order). Reopened and escalated are counters
 * and flags, not states. A command absent from a state's row is refused there.
 */
export const orderStates = [
	'new',
	'dispatched',
	'accepted',
	'en_route',
	'on_site',
	'suspended',
	'returned',
	'resolved_by_phone',
	'completed',
	'closed',
	'cancelled',
] as const;
export type OrderState = (typeof orderStates)[number];

/** Everything that still needs someone's work. */
export const openStates = [
	'new',
	'dispatched',
	'accepted',
	'en_route',
	'on_site',
	'suspended',
	'returned',
] as const satisfies readonly OrderState[];

/** `same` keeps the state, a list lets the arguments choose. */
type Target = OrderState | 'same' | readonly OrderState[];
interface Move {
	from: readonly OrderState[];
	to: Target;
}

const underWay = ['dispatched', 'accepted', 'en_route', 'on_site'] as const;

export const moves = {
	claim: { from: ['new'], to: 'accepted' },
	resolveRemotely: { from: ['new', 'dispatched', 'accepted'], to: 'resolved_by_phone' },
	dispatch: { from: ['new', 'returned', 'suspended', ...underWay], to: 'dispatched' },
	replan: { from: ['dispatched', 'accepted', 'en_route', 'suspended'], to: 'same' },
	reportDelay: { from: ['dispatched', 'accepted', 'en_route', 'suspended'], to: 'same' },
	accept: { from: ['dispatched'], to: 'accepted' },
	depart: { from: ['accepted'], to: 'en_route' },
	arrive: { from: ['accepted', 'en_route'], to: 'on_site' },
	return: { from: underWay, to: 'returned' },
	noAccess: { from: ['en_route', 'on_site'], to: 'suspended' },
	suspend: { from: ['on_site'], to: 'suspended' },
	resume: { from: ['suspended'], to: ['accepted', 'on_site'] },
	restore: { from: ['on_site', 'suspended'], to: 'same' },
	complete: { from: ['on_site'], to: 'completed' },
	sendBack: { from: ['completed'], to: 'accepted' },
	close: { from: ['completed', 'resolved_by_phone'], to: 'closed' },
	rate: { from: ['completed', 'resolved_by_phone', 'closed'], to: 'same' },
	reopen: { from: ['completed', 'resolved_by_phone', 'closed'], to: 'new' },
	cancel: { from: openStates, to: 'cancelled' },
	revive: { from: ['cancelled'], to: 'new' },
	acceptLate: { from: orderStates, to: 'completed' },
	escalate: { from: openStates, to: 'same' },
} as const satisfies Record<string, Move>;
export type MoveName = keyof typeof moves;

export function mayMove(move: MoveName, state: OrderState): boolean {
	return (moves[move].from as readonly OrderState[]).includes(state);
}

export function isOpen(state: OrderState): boolean {
	return (openStates as readonly OrderState[]).includes(state);
}
