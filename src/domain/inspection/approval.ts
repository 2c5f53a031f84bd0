/**
 * A chain of approval is data: its steps are answered in their order, each by somebody of its role and
 * side. Nobody answers who made, submitted, inspected or reported it, and nobody answers two steps of
 * the same chain. Sending back takes a reason and lets the chain begin anew.
 */
import { hasRole } from '../access/roles.ts';
import type { Actor } from '../command.ts';
import { isInspector, type Answer, type ChainStep, type Inspection } from './inspection.ts';

export type ApprovedPart = 'plan' | 'report';

/** What was agreed since it was last sent back. */
export function agreed(answers: readonly Answer[] = []): Answer[] {
	const last = answers.findLastIndex(({ back }) => back);
	return answers.slice(last + 1);
}

export function answersOf(inspection: Inspection, part: ApprovedPart): readonly Answer[] {
	return (part === 'plan' ? inspection.planAnswers : inspection.reportAnswers) ?? [];
}

/** The part that waits for somebody's word now. */
export function partWaiting({ state }: Inspection): ApprovedPart | undefined {
	if (state === 'submitted') return 'plan';
	return state === 'reported' ? 'report' : undefined;
}

/** The step that is due, and its place in the chain; undefined where all have agreed. */
export function stepDue(
	inspection: Inspection,
	part: ApprovedPart,
): { step: ChainStep; index: number } | undefined {
	const index = agreed(answersOf(inspection, part)).length;
	const step = inspection.chain[index];
	return step && { step, index };
}

/** Whether he may answer the step that is due now. */
export function mayAnswer(inspection: Inspection, actor: Actor): boolean {
	const part = partWaiting(inspection);
	const due = part && stepDue(inspection, part);
	if (!part || !due) return false;
	const { role, side } = due.step;
	const isOfSide =
		side === 'client' ? actor.customerId === inspection.customerId : actor.customerId === undefined;
	const hasAnswered = agreed(answersOf(inspection, part)).some(({ by }) => by === actor.userId);
	return hasRole(actor, [role]) && isOfSide && !hasAnswered && !isOwn(inspection, actor.userId);
}

function isOwn(inspection: Inspection, userId: string): boolean {
	const { makers, submitted, report } = inspection;
	const own = [...makers, submitted?.by, report?.by];
	return own.includes(userId) || isInspector(inspection, userId);
}
