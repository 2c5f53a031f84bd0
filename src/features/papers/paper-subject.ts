/**
 * Papers about one fact of an order: the consent, the notice of interruption. Each has a form code of
 * its own in front of the order's number, and counts its versions over all of its kind on the order.
 */
import { formCodes, paperNumber, relatedNumber } from '#domain/numbering/number.ts';
import { frozenFact } from '#domain/work-order/before-work.ts';
import type { paperForms, WorkOrder } from '#domain/work-order/work-order.ts';

/** Which paper of an order is meant, other than its service sheet. */
export interface PaperSubject {
	form: (typeof paperForms)[number];
	/** Id of the consent or notice. */
	about: string;
}

const listOf = { consent: 'consents', interruption: 'interruptions' } as const;

function placeIn(order: WorkOrder, { form, about }: PaperSubject): number {
	return (order[listOf[form]] ?? []).findIndex(({ id }) => id === about);
}

/** `D0202-D0201-2026112103-S1`; undefined where the order has no such fact. */
export function factPaperNumber(order: WorkOrder, subject: PaperSubject): string | undefined {
	const place = placeIn(order, subject);
	if (place < 0) return undefined;
	const about = order.number ?? order.offlineNumber ?? order.id;
	return paperNumber(relatedNumber(formCodes[subject.form], about), place + 1);
}

/** Who recorded it and the text its paper's hash is made of; undefined where the order has no such fact. */
export function factOf(
	order: WorkOrder,
	{ form, about }: PaperSubject,
): { by: string; json: string; version: number } | undefined {
	const place = placeIn(order, { form, about });
	const fact = order[listOf[form]]?.[place];
	return fact && { by: fact.by, json: frozenFact(order.id, fact), version: place + 1 };
}
