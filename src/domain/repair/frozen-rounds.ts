/**
 * What of a repair is signed. Each round freezes twice: with the customer's signature under the result,
 * and with the engineer's verdict. All it is made of only grows, so the text of a round stays the same.
 */
import { canonicalJson } from '../canonical-json.ts';
import { commandOfPart } from '../seal/command-of-part.ts';
import type { Repair } from './repair.ts';

type Signed = Repair['signatures'][number] | Repair['verdicts'][number];

export interface FrozenRound {
	/** The command that recorded the signature: `device:seq`. */
	of: string;
	json: string;
}

export function frozenRounds(repair: Repair): FrozenRound[] {
	const signed: Signed[] = [...repair.signatures, ...repair.verdicts];
	return signed.map((fact) => ({ of: commandOfPart(fact.id), json: frozenRound(repair, fact) }));
}

/** The text one signature or verdict stands for. */
export function frozenRound(repair: Repair, fact: Signed): string {
	const { orderId, customerId, asset, fault, type, urgency, requirement, decisions } = repair;
	const ofRound = <T extends { round: number }>(list: readonly T[]) =>
		list.filter(({ round }) => round === fact.round);
	return canonicalJson({
		...{
			repair: repair.id,
			orderId,
			customerId,
			asset,
			fault,
			type,
			urgency,
			requirement,
			decisions,
		},
		...{ round: fact.round, receipts: ofRound(repair.receipts), results: ofRound(repair.results) },
		signatures: ofRound(repair.signatures),
		...('verdict' in fact && { verdicts: [fact] }),
	});
}
