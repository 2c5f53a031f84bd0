import type { Actor } from '#domain/command.ts';
import { shortLengthMax, summaryLengthMax, textLengthMax } from '#domain/work-order/work-order.ts';
import type { FormShape } from '#store/edit-form.svelte.ts';

/** A report as it is typed. */
export interface RequestFields {
	orderKind: string;
	summary: string;
	symptom: string;
	tag: string;
	room: string;
	phone: string;
	impact: string;
	urgency: string;
}

export const requestLengths = {
	summary: summaryLengthMax,
	symptom: textLengthMax,
	short: shortLengthMax,
} as const;

const empty: RequestFields = {
	...{ orderKind: 'fault', summary: '', symptom: '', tag: '', room: '', phone: '' },
	...{ impact: 'low', urgency: 'medium' },
};

export const requestShape: FormShape<RequestFields> = {
	fieldsOf: (record) => ({ ...empty, ...record }),
	valuesOf: (fields) => ({ ...fields }),
};

export type RequestProblem = 'summary' | 'room';

/** What has to be filled in before it can be sent: what is wrong, and where. */
export function missingIn(fields: Readonly<Record<string, string>>): RequestProblem[] {
	const needed = ['summary', 'room'] as const;
	return needed.filter((name) => !fields[name]?.trim());
}

/** The arguments of `workOrder.create@1` for one's own report; empty fields are left out. */
export function requestArgs(
	fields: Readonly<Record<string, string>>,
	actor: Actor & { customerId: string },
): Record<string, unknown> {
	const text = (name: keyof RequestFields) => fields[name]?.trim() ?? '';
	const given = (name: keyof RequestFields) => (text(name) ? { [name]: text(name) } : {});
	return {
		orderKind: text('orderKind'),
		channel: 'self_service',
		requester: { name: actor.name, userId: actor.userId, ...given('phone') },
		customerId: actor.customerId,
		...given('room'),
		summary: text('summary'),
		...given('symptom'),
		...{ impact: text('impact'), urgency: text('urgency') },
		lines: [text('tag') ? { asset: { tag: text('tag') } } : {}],
	};
}
