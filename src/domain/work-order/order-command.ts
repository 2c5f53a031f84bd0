/**
 * How every command on an existing order is put together: it exists, the actor may, the state
 * allows, then the effect. An engineer who lost the order meanwhile keeps his facts: a fact is
 * flagged late, a move is held for the desk (`acceptLate`), and so is a fact that a signed order
 * cannot take any more. Nothing is dropped.
 */
import * as v from 'valibot';
import { confirmed } from '../access/known-places.ts';
import type { CommandDefinition, DecisionContext } from '../command.ts';
import { accept, refuse, type RefusalKind, type Result } from '../result.ts';
import { isDispatcher, isFormerAssignee, mayAct, partyOf, type Party } from './parties.ts';
import { mayMove, moves, type MoveName, type OrderState } from './states.ts';
import { listsMax, MinutesSchema, type WorkOrder } from './work-order.ts';

type Effect<A> = (order: WorkOrder, args: A, context: DecisionContext) => Result<WorkOrder>;
export type OrderCommand<A> = CommandDefinition<WorkOrder, A>;

/** A guarded transition. A former assignee's one is held. */
export function move<E extends v.ObjectEntries>(
	name: MoveName,
	entries: E,
	effect: Effect<v.InferOutput<v.ObjectSchema<E, undefined>>>,
): OrderCommand<v.InferOutput<v.ObjectSchema<E, undefined>>> {
	const party: Party = partyOf[name];
	return {
		args: v.object(entries),
		decide(order, args, context) {
			if (!order) return refuse('not-found');
			if (heldFor(party, order, context)) return withinLimits(order, hold(order, args, context));
			const forbidden = mayAct(party, order, context.actor);
			if (forbidden) return { ok: false, refusal: forbidden };
			if (!mayMove(name, order.state))
				return refuse('wrong-state', { detail: { state: order.state } });
			const result = effect(order, args, context);
			if (!result.ok) return result;
			const moved = withTarget(name, order, result.value);
			return withinLimits(order, confirms(name, context) ? confirmed(moved) : moved);
		},
	};
}

/** Facts never move the state; `late` tells the effect that its author had lost the order. */
export function factCommand<E extends v.ObjectEntries>(
	party: Party,
	entries: E,
	effect: (
		order: WorkOrder,
		args: v.InferOutput<v.ObjectSchema<E, undefined>>,
		context: DecisionContext,
		stamp: FactStamp,
	) => Result<WorkOrder>,
): OrderCommand<v.InferOutput<v.ObjectSchema<E, undefined>>> {
	return {
		args: v.object(entries),
		decide(order, args, context) {
			if (!order) return refuse('not-found');
			const forbidden = mayAct(party, order, context.actor);
			const late = forbidden !== undefined && isLate(party, order, context);
			if (forbidden && !late) return { ok: false, refusal: forbidden };
			const result = effect(order, args, context, stampOf(context, late));
			if (!result.ok && late && waitsForDesk.includes(result.refusal.kind))
				return withinLimits(order, hold(order, args, context));
			return result.ok ? withinLimits(order, result.value) : result;
		},
	};
}

/** What the order cannot take from one who lost it: signed already, or not signed for yet. */
const waitsForDesk: readonly RefusalKind[] = ['frozen', 'consent-missing', 'notice-missing'];

/** A dispatcher who moves an order on stands for its place; calling it off or passing it on does not. */
function confirms(name: MoveName, { actor }: DecisionContext): boolean {
	return isDispatcher(actor) && name !== 'cancel' && name !== 'escalate';
}

export interface FactStamp {
	id: string;
	at: WorkOrder['createdAt'];
	by: string;
	late?: true;
}

export function stampOf(context: DecisionContext, late = false): FactStamp {
	const stamp = { id: context.partId(), at: context.now, by: context.actor.userId };
	return late ? { ...stamp, late: true } : stamp;
}

function heldFor(party: Party, order: WorkOrder, context: DecisionContext): boolean {
	return mayAct(party, order, context.actor) !== undefined && isLate(party, order, context);
}

/** An engineer's part done by one who had lost the order; what is the desk's alone is never his. */
function isLate(party: Party, order: WorkOrder, { actor }: DecisionContext): boolean {
	return engineersParts.includes(party) && isFormerAssignee(order, actor);
}

const engineersParts: readonly Party[] = ['assignee', 'assigneeOrDispatcher', 'anyParty'];

function hold(
	order: WorkOrder,
	args: Record<string, unknown>,
	context: DecisionContext,
): WorkOrder {
	const minutes = v.safeParse(MinutesSchema, args['minutes']);
	const held = {
		...stampOf(context, true),
		command: context.command.type,
		args,
		engineerId: context.actor.userId,
		...(minutes.success && { minutes: minutes.output }),
	};
	return { ...order, held: [...order.held, held] };
}

function withTarget(name: MoveName, before: WorkOrder, after: WorkOrder): WorkOrder {
	const target = moves[name].to;
	if (typeof target !== 'string' || target === 'same') return after;
	return { ...after, state: target satisfies OrderState };
}

function withinLimits(before: WorkOrder, after: WorkOrder): Result<WorkOrder> {
	const names = Object.keys(listsMax) as (keyof typeof listsMax)[];
	const full = names.filter((name) => {
		const length = after[name]?.length ?? 0;
		return length > listsMax[name] && length > (before[name]?.length ?? 0);
	});
	return full.length > 0 ? refuse('too-many', { fields: full }) : accept(after);
}
