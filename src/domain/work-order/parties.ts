import { hasRole } from '../access/roles.ts';
import type { Actor } from '../command.ts';
import { refuse, type Refusal } from '../result.ts';
import type { WorkOrder } from './work-order.ts';

/** Rights follow assignment, not the role alone (domain.md section 1). */
export type Party =
	| 'dispatcher'
	| 'assignee'
	| 'assigneeOrDispatcher'
	| 'desk-engineer'
	| 'requester'
	| 'dispatcherOrRequester'
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

function isDeskEngineer(order: WorkOrder, actor: Actor): boolean {
	return hasRole(actor, ['engineer']) && actor.deskIds.some((desk) => desk === order.deskId);
}

const rules: Record<Party, (order: WorkOrder, actor: Actor) => boolean> = {
	dispatcher: (_, actor) => isDispatcher(actor),
	assignee: isAssignee,
	assigneeOrDispatcher: (order, actor) => isAssignee(order, actor) || isDispatcher(actor),
	'desk-engineer': isDeskEngineer,
	requester: isRequester,
	dispatcherOrRequester: (order, actor) => isDispatcher(actor) || isRequester(order, actor),
	anyParty: (order, actor) =>
		isAssignee(order, actor) || isDispatcher(actor) || isRequester(order, actor),
};

/** Whether the actor is one of those who may; the refusal tells a stranger nothing. */
export function mayAct(party: Party, order: WorkOrder, actor: Actor): Refusal | undefined {
	if (rules[party](order, actor)) return undefined;
	const kind = party.startsWith('assignee') ? 'not-assignee' : 'not-allowed';
	return refuse(kind).refusal;
}
