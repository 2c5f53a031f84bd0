/** How every move of a round is put together. */
import * as v from 'valibot';
import { deskRoles, hasRole } from '../access/roles.ts';
import type { Actor, CommandDefinition, DecisionContext } from '../command.ts';
import { refuse, type Result } from '../result.ts';
import { mayAnswer } from './approval.ts';
import type { Inspection } from './inspection.ts';
import { inspectionMoves, type InspectionMove } from './states.ts';

type Args<E extends v.ObjectEntries> = v.InferOutput<v.ObjectSchema<E, undefined>>;
type InspectionCommand<E extends v.ObjectEntries> = CommandDefinition<Inspection, Args<E>>;

/** A guarded step: the round exists, its state allows, the actor may, then the effect. */
export function move<E extends v.ObjectEntries>(
	name: InspectionMove,
	entries: E,
	effect: (inspection: Inspection, args: Args<E>, context: DecisionContext) => Result<Inspection>,
): InspectionCommand<E> {
	const { from, to, who } = inspectionMoves[name];
	return {
		args: v.object(entries),
		decide(inspection, args, context) {
			if (!inspection) return refuse('not-found');
			const isHere = (from as readonly string[]).includes(inspection.state);
			// Whose word is asked for depends on the state.
			if (who !== 'approver' && !may(who, inspection, context.actor)) return refuse('not-allowed');
			if (!isHere) return refuse('wrong-state', { detail: { state: inspection.state } });
			if (!may(who, inspection, context.actor)) return refuse('not-allowed');
			const result = effect(inspection, args, context);
			if (!result.ok || to === 'same') return result;
			return { ok: true, value: { ...result.value, state: to } };
		},
	};
}

function may(
	who: (typeof inspectionMoves)[InspectionMove]['who'],
	inspection: Inspection,
	actor: Actor,
): boolean {
	const isDesk = hasRole(actor, deskRoles);
	const isInspector = inspection.inspectors.includes(actor.userId);
	switch (who) {
		case 'server':
			return actor.server === true;
		case 'desk':
			return isDesk;
		case 'inspector':
			return isInspector;
		case 'maker':
			return isDesk || isInspector;
		case 'approver':
			return mayAnswer(inspection, actor);
	}
}

/** What a person may do with it now: what a screen offers. */
export function inspectionMovesFor(inspection: Inspection, actor: Actor): InspectionMove[] {
	return (Object.keys(inspectionMoves) as InspectionMove[]).filter((name) => {
		const { from, who } = inspectionMoves[name];
		return (from as readonly string[]).includes(inspection.state) && may(who, inspection, actor);
	});
}

export function said({ now, actor }: DecisionContext) {
	return { at: now, by: actor.userId };
}
