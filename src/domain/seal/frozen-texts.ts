/** The texts of an order that devices sign: what stands completed, and each consent and notice. */
import { frozenFact } from '../work-order/before-work.ts';
import type { WorkOrder } from '../work-order/work-order.ts';

export interface FrozenText {
	/** The command that froze it: `device:seq`. */
	of: string;
	json: string;
}

export function frozenTexts(order: WorkOrder): FrozenText[] {
	const { snapshot, consents = [], interruptions = [] } = order;
	const facts = [...consents, ...interruptions].map((fact) => ({
		of: commandOfPart(fact.id),
		json: frozenFact(order.id, fact),
	}));
	return snapshot?.of === undefined ? facts : [{ of: snapshot.of, json: snapshot.json }, ...facts];
}

/** Ids of parts are `device:seq.n` (`run-command.ts`). */
export function commandOfPart(id: string): string {
	return id.slice(0, id.lastIndexOf('.'));
}
