/**
 * What the customer has to say before hands are laid on a machine, by the catalogue item of the
 * order: consent to what may be lost, and for network work the notice of its interruption.
 *
 * 1. A consent stands until it is withdrawn, for its own lines, while order and line are about the
 *    same catalogue item and the same machine as when it was signed. A machine named only
 *    afterwards is the one that stood there.
 * 2. While it is due, no line takes a tick, a cause, a solution or a result, and nothing completes
 *    or solves the order: `workBarred` stands in front of every one of these.
 * 3. A late consent counts: the customer did sign it.
 * 4. What is demanded, like the checklist, is what the catalogue said when the order was taken, on
 *    the device where it was taken: a catalogue changed since bars nobody from work he has begun.
 */
import { canonicalJson } from '../canonical-json.ts';
import type { ServiceItem } from '../catalogue/service-item.ts';
import type { DecisionContext } from '../command.ts';
import { refuse, type Result } from '../result.ts';
import { msOf, type Instant } from '../time/instant.ts';
import { linesHere } from './follow-up.ts';
import type { Consent, Demands, Interruption, Line, WorkOrder } from './work-order.ts';

const minuteMs = 60_000;

/** The order's service of the catalogue, where the place that decides holds it. */
export function itemOf(
	order: Pick<WorkOrder, 'serviceItemId'>,
	{ read }: Pick<DecisionContext, 'read'>,
): ServiceItem | undefined {
	return order.serviceItemId
		? (read('serviceItem', order.serviceItemId) as ServiceItem | undefined)
		: undefined;
}

/** What the service demands of an order taken now; nothing is kept of one that is not known. */
export function demandsOf(item: ServiceItem | undefined): Pick<WorkOrder, 'demands'> {
	if (!item) return {};
	const { consent, interruption } = item;
	return { demands: { ...(consent && { consent }), ...(interruption && { interruption }) } };
}

/** What this order demands before its work. */
export function demandsOn({ demands }: WorkOrder, item: ServiceItem | undefined): Demands {
	return demands ?? demandsOf(item).demands ?? {};
}

/** The lines nobody has signed for yet; none where the item demands no consent. */
export function linesWithoutConsent(order: WorkOrder, item: ServiceItem | undefined): Line[] {
	if (!demandsOn(order, item).consent) return [];
	return linesHere(order).filter((line) => !consentFor(order, line));
}

/** The consent a line stands under. */
export function consentFor(order: WorkOrder, line: Line): Consent | undefined {
	return order.consents?.findLast(
		(consent) =>
			!consent.retracted &&
			consent.itemId === order.serviceItemId &&
			consent.lines.some(({ lineId, tag }) => lineId === line.id && isSame(tag, line)),
	);
}

function isSame(tag: string | undefined, { asset }: Line): boolean {
	return tag === undefined || tag === asset?.tag;
}

export function noticeDue(order: WorkOrder, item: ServiceItem | undefined): boolean {
	if (!demandsOn(order, item).interruption) return false;
	return !order.interruptions?.some(
		({ retracted, itemId }) => !retracted && itemId === order.serviceItemId,
	);
}

/** The announced interruption that goes on. */
export function openInterruption({ interruptions }: WorkOrder): Interruption | undefined {
	return interruptions?.findLast(({ retracted, recoveredAt }) => !retracted && !recoveredAt);
}

/** Why this line, or any line, may not be worked on yet. */
export function workBarred(
	order: WorkOrder,
	line: Line | undefined,
	item: ServiceItem | undefined,
): Result<never> | undefined {
	const unsigned = linesWithoutConsent(order, item);
	const waits = line ? unsigned.includes(line) : unsigned.length > 0;
	if (waits) return refuse('consent-missing', { fields: ['consents'] });
	return noticeDue(order, item)
		? refuse('notice-missing', { fields: ['interruptions'] })
		: undefined;
}

/** What was signed or told, without how the desk dealt with it since: what its paper's hash is made of. */
export function frozenFact(order: string, fact: Consent | Interruption): string {
	const {
		late: _,
		noted: __,
		retracted: ___,
		recoveredAt: ____,
		recoveredBy: _____,
		...said
	} = fact;
	return canonicalJson({ order, ...said });
}

export interface InterruptionReading {
	state: 'running' | 'met' | 'breached';
	/** Used part of the agreed time, 0 and up. */
	share: number;
	/** Negative when over; to the recovery once there is one. */
	remainingMinutes: number;
	agreedMinutes: number;
}

/** The notice's own clock: wall time from the notice to the agreed recovery, at all hours. */
export function readInterruption(notice: Interruption, now: Instant): InterruptionReading {
	const { at, recoverBy, recoveredAt } = notice;
	const [start, due, until] = [at, recoverBy, recoveredAt ?? now].map(msOf) as [
		number,
		number,
		number,
	];
	const running = until > due ? 'breached' : 'running';
	return {
		state: recoveredAt && running === 'running' ? 'met' : running,
		share: Math.max(0, until - start) / Math.max(1, due - start),
		remainingMinutes: (due - until) / minuteMs,
		agreedMinutes: (due - start) / minuteMs,
	};
}
