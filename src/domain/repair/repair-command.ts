/** How every command on an existing repair is put together. */
import * as v from 'valibot';
import { hasRole } from '../access/roles.ts';
import type { Actor, CommandDefinition, DecisionContext } from '../command.ts';
import { accept, refuse, type Result } from '../result.ts';
import { loanOut, repairListMax, type Repair } from './repair.ts';
import { repairMoves, type RepairMove } from './states.ts';

export type Args<E extends v.ObjectEntries> = v.InferOutput<v.ObjectSchema<E, undefined>>;
export type RepairCommand<E extends v.ObjectEntries> = CommandDefinition<Repair, Args<E>>;

/** A guarded step: the repair exists, the actor may, its state allows, then the effect. */
export function move<E extends v.ObjectEntries>(
	name: RepairMove,
	entries: E,
	effect: (repair: Repair, args: Args<E>, context: DecisionContext) => Result<Repair>,
): RepairCommand<E> {
	const { from, to, who } = repairMoves[name];
	return {
		args: v.object(entries),
		decide(repair, args, context) {
			if (!repair) return refuse('not-found');
			if (!may(who, repair, context.actor)) return refuse('not-allowed');
			if (!(from as readonly string[]).includes(repair.state))
				return refuse('wrong-state', { detail: { state: repair.state } });
			const result = effect(repair, args, context);
			if (!result.ok) return result;
			const state = to === 'same' ? repair.state : to;
			return withinLimits({ ...result.value, state });
		},
	};
}

export function may(
	who: (typeof repairMoves)[RepairMove]['who'],
	repair: Repair,
	actor: Actor,
): boolean {
	if (who === 'supervisor')
		return hasRole(actor, ['supervisor']) && actor.userId !== repair.createdBy;
	const isEngineer = hasRole(actor, ['engineer']) && actor.userId === repair.engineerId;
	return isEngineer || (who === 'own' && hasRole(actor, ['dispatcher']));
}

/** What a person may do with it now: what a screen offers. */
export function repairMovesFor(repair: Repair, actor: Actor): RepairMove[] {
	const names = Object.keys(repairMoves) as RepairMove[];
	return names.filter((name) => {
		const { from, who } = repairMoves[name];
		const isOut = loanOut(repair) !== undefined;
		if ((name === 'lend' && isOut) || (name === 'takeLoanBack' && !isOut)) return false;
		return (from as readonly string[]).includes(repair.state) && may(who, repair, actor);
	});
}

export function withinLimits(repair: Repair): Result<Repair> {
	const { quotes, progress, decisions, results, receipts, loans, papers, seals } = repair;
	const lists = { quotes, progress, decisions, results, receipts, loans, papers, seals };
	const full = Object.entries(lists).filter(([, list]) => list.length > repairListMax);
	return full.length > 0
		? refuse('too-many', { fields: full.map(([name]) => name) })
		: accept(repair);
}

export function stamp({ now, actor, partId }: DecisionContext) {
	return { id: partId(), at: now, by: actor.userId };
}
