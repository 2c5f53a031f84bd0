import type { WorkOrder } from '#domain/work-order/work-order.ts';
import { m } from '#i18n/generated/messages.js';

export interface ProgressStep {
	key: string;
	label: string;
	at: string;
}

/** What has happened so far in the customer's words, oldest first; nobody's name is needed for it. */
export function progressOf(order: WorkOrder): ProgressStep[] {
	const steps: (ProgressStep | undefined)[] = [
		step('received', m.requests_step_received(), order.receivedAt),
		...order.visits.flatMap(visitSteps),
		step('held', m.requests_step_suspended(), order.suspension?.at),
		step('returned', m.requests_step_returned(), order.returned?.at),
		step('done', doneWords(order), order.completedAt),
		step('rated', m.requests_step_rated(), order.rating?.at),
		step('closed', m.requests_step_closed(), order.closing?.at),
		step('cancelled', m.requests_step_cancelled(), order.cancelled?.at),
	];
	return steps.filter((entry) => entry !== undefined).sort((a, b) => (a.at < b.at ? -1 : 1));
}

function visitSteps(visit: WorkOrder['visits'][number]): (ProgressStep | undefined)[] {
	return [
		step(`${visit.id}/sent`, m.requests_step_dispatched(), visit.dispatchedAt),
		step(`${visit.id}/way`, m.requests_step_departed(), visit.departedAt),
		step(`${visit.id}/here`, m.requests_step_arrived(), visit.arrivedAt),
	];
}

function doneWords(order: WorkOrder): string {
	return order.remoteHelp ? m.requests_step_helped() : m.requests_step_completed();
}

function step(key: string, label: string, at: string | undefined): ProgressStep | undefined {
	return at === undefined ? undefined : { key, label, at };
}
