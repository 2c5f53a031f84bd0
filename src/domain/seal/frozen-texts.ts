/**
 * The texts of a record that devices sign: of an order what stands completed, each consent and notice;
 * of a repair each round's signatures.
 */
import { frozenRounds } from '../repair/frozen-rounds.ts';
import type { Repair } from '../repair/repair.ts';
import { frozenFact } from '../work-order/before-work.ts';
import type { WorkOrder } from '../work-order/work-order.ts';
import { commandOfPart } from './command-of-part.ts';

export type SignedRecord = WorkOrder | Repair;

export interface FrozenText {
	/** The command that froze it: `device:seq`. */
	of: string;
	json: string;
}

export function frozenTexts(record: SignedRecord): FrozenText[] {
	return record.kind === 'repair' ? frozenRounds(record) : textsOfOrder(record);
}

function textsOfOrder(order: WorkOrder): FrozenText[] {
	const { snapshot, consents = [], interruptions = [] } = order;
	const facts = [...consents, ...interruptions].map((fact) => ({
		of: commandOfPart(fact.id),
		json: frozenFact(order.id, fact),
	}));
	return snapshot?.of === undefined ? facts : [{ of: snapshot.of, json: snapshot.json }, ...facts];
}
