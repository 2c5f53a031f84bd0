import { hasRole } from '../access/roles.ts';
import type { Actor } from '../command.ts';
import { refuse, type Refusal } from '../result.ts';
import { mayMove, type MoveName } from './states.ts';
import type { WorkOrder } from './work-order.ts';

/** Rights follow assignment, not the role alone (domain.md section 1). */
export type Party =
	| 'dispatcher'
	| 'assignee'
	| 'assigneeOrDispatcher'
	| 'desk-engineer'
	| 'requester'
	| 'dispatcherOrRequester'
	| 'dispatcherOrRequesterWhileNew'
	| 'dispatcherOrCanceller'
	| 'anyParty';

export function isDispatcher(actor: Actor): boolean {
	return hasRole(actor, ['dispatcher']);
}

export function isAssignee(order: WorkOrder, actor: Actor): boolean {
	return order.assigneeId === actor.userId && hasRole(actor, ['engineer']);
}

/** He was sent to this order once and is no longer its assignee: his facts are kept, flagged late. */
export function isFormerAssignee(order: WorkOrder, actor: Actor): boolean {
	return (
		order.assigneeId !== actor.userId &&
		hasRole(actor, ['engineer']) &&
		order.visits.some((visit) => visit.engineerId === actor.userId)
	);
}

export function isRequester(order: WorkOrder, actor: Actor): boolean {
	return order.requester.userId === actor.userId;
}

/** Of the desk the order lies at, or of the customer's station. */
function isDeskEngineer(order: WorkOrder, actor: Actor): boolean {
	const groups = [order.deskId, order.stationId];
	return hasRole(actor, ['engineer']) && actor.deskIds.some((id) => groups.includes(id));
}

const rules: Record<Party, (order: WorkOrder, actor: Actor) => boolean> = {
	dispatcher: (_, actor) => isDispatcher(actor),
	assignee: isAssignee,
	assigneeOrDispatcher: (order, actor) => isAssignee(order, actor) || isDispatcher(actor),
	'desk-engineer': isDeskEngineer,
	requester: isRequester,
	dispatcherOrRequester: (order, actor) => isDispatcher(actor) || isRequester(order, actor),
	dispatcherOrRequesterWhileNew: (order, actor) =>
		isDispatcher(actor) || (isRequester(order, actor) && order.state === 'new'),
	dispatcherOrCanceller: (order, actor) =>
		isDispatcher(actor) || (isRequester(order, actor) && order.cancelled?.by === actor.userId),
	anyParty: (order, actor) =>
		isAssignee(order, actor) || isDispatcher(actor) || isRequester(order, actor),
};

/** Whether the actor is one of those who may; the refusal tells a stranger nothing. */
export function mayAct(party: Party, order: WorkOrder, actor: Actor): Refusal | undefined {
	if (rules[party](order, actor)) return undefined;
	const kind = party.startsWith('assignee') ? 'not-assignee' : 'not-allowed';
	return refuse(kind).refusal;
}

/** Who may make which move (domain.md, commands and moves). */
export const partyOf = {
	claim: 'desk-engineer',
	resolveRemotely: 'assigneeOrDispatcher',
	dispatch: 'dispatcher',
	replan: 'dispatcher',
	reportDelay: 'assignee',
	accept: 'assignee',
	depart: 'assignee',
	arrive: 'assignee',
	return: 'assignee',
	noAccess: 'assignee',
	suspend: 'assignee',
	resume: 'assigneeOrDispatcher',
	restore: 'assignee',
	complete: 'assignee',
	sendBack: 'dispatcher',
	close: 'dispatcherOrRequester',
	rate: 'requester',
	reopen: 'dispatcherOrRequester',
	cancel: 'dispatcherOrRequesterWhileNew',
	revive: 'dispatcherOrCanceller',
	acceptLate: 'dispatcher',
	escalate: 'assigneeOrDispatcher',
} as const satisfies Record<MoveName, Party>;

/** The moves a person could make now: what a screen offers. The command itself still decides. */
export function movesFor(order: WorkOrder, actor: Actor): MoveName[] {
	const names = Object.keys(partyOf) as MoveName[];
	return names.filter(
		(name) => mayMove(name, order.state) && mayAct(partyOf[name], order, actor) === undefined,
	);
}
