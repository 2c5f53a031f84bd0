import { confirmed } from '../access/known-places.ts';
import { canonicalJson } from '../canonical-json.ts';
import type { ServiceItem } from '../catalogue/service-item.ts';
import { linesHere } from './follow-up.ts';
import { causeKnown, lineSolved } from './line-solved.ts';
import { linesWithoutConsent, noticeDue, openInterruption } from './before-work.ts';
import { checksWithoutPhoto } from './checks.ts';
import type { Signature, WorkOrder } from './work-order.ts';

/** What completing an order still lacks, in the order an engineer fills it in. */
const gaps = ['consent', 'notice', 'cause', 'solution', 'photo', 'recovery', 'signature'] as const;
export type Gap = (typeof gaps)[number];

/** The one that stands: not taken back, and if it came late, taken over by the desk. */
export function validSignature(order: WorkOrder): Signature | undefined {
	return order.signatures.findLast(
		(signature) => !signature.retracted && (!signature.late || signature.accepted),
	);
}

/** Signed by hand and not taken back, or handed in: only additions may follow. */
export function isFrozen(order: WorkOrder): boolean {
	const handedIn = order.state === 'completed' || order.state === 'closed';
	return handedIn || validSignature(order)?.strokes !== undefined;
}

export function gapsOf(order: WorkOrder, item: ServiceItem | undefined): Gap[] {
	const lines = linesHere(order);
	const missing: Record<Gap, boolean> = {
		consent: linesWithoutConsent(order, item).length > 0,
		notice: noticeDue(order, item),
		cause: lines.some((line) => line.result === 'open' && !causeKnown(line)),
		solution: !lines.every(lineSolved),
		photo: lines.some((line) => checksWithoutPhoto(order, line).length > 0),
		recovery: openInterruption(order) !== undefined,
		signature: validSignature(order) === undefined,
	};
	return gaps.filter((gap) => missing[gap]);
}

/** The fields a signature stands for, in a fixed order: canonical JSON of what the customer saw. */
export function snapshotJson(order: WorkOrder): string {
	const { number, offlineNumber, customerId, siteId, room, summary, symptom, requester } = order;
	const {
		visits,
		times,
		notes,
		photos,
		voices,
		signatures,
		hands,
		consents,
		interruptions,
		found,
		timeCorrections,
	} = order;
	const { lines } = confirmed(order);
	return canonicalJson({
		id: order.id,
		...{ number, offlineNumber, customerId, siteId, room, summary, symptom, requester },
		...{ lines, visits, times, notes, photos, voices, signatures, consents, interruptions, found },
		...{ timeCorrections, hands },
	});
}
