/**
 * The texts of a record that devices sign: of an order what stands completed, each consent and notice;
 * of a repair each round's signatures; of an audit the customer's.
 */
import type { AuditCampaign } from '../audit/campaign.ts';
import { frozenResults } from '../audit/frozen-result.ts';
import { frozenRounds } from '../repair/frozen-rounds.ts';
import type { Repair } from '../repair/repair.ts';
import type { AnyRecord } from '../record-schemas.ts';
import { frozenFact } from '../work-order/before-work.ts';
import type { WorkOrder } from '../work-order/work-order.ts';
import { commandOfPart } from './command-of-part.ts';

export type SignedRecord = WorkOrder | Repair | AuditCampaign;

export function isSigned(record: AnyRecord): record is SignedRecord {
	return ['workOrder', 'repair', 'auditCampaign'].includes(record.kind);
}

export interface FrozenText {
	/** The command that froze it: `device:seq`. */
	of: string;
	json: string;
}

export function frozenTexts(record: SignedRecord): FrozenText[] {
	if (record.kind === 'workOrder') return textsOfOrder(record);
	return record.kind === 'repair' ? frozenRounds(record) : frozenResults(record);
}

function textsOfOrder(order: WorkOrder): FrozenText[] {
	const { snapshot, consents = [], interruptions = [] } = order;
	const facts = [...consents, ...interruptions].map((fact) => ({
		of: commandOfPart(fact.id),
		json: frozenFact(order.id, fact),
	}));
	return snapshot?.of === undefined ? facts : [{ of: snapshot.of, json: snapshot.json }, ...facts];
}
