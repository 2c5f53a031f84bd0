/**
 * A paper of an order that is to go by e-mail. The wish is a command like any other and waits without
 * signal; the server alone says what became of it.
 *
 * 1. waiting -> sending -> handed | failed; failed -> waiting by whoever may ask for it at all.
 * 2. `sending` is written before the mail server is spoken to, with the try's number and who tries.
 * 3. "Handed" is the word of the mail server that took it, not of the customer who read it.
 */
import * as v from 'valibot';
import { Sha256Schema } from '../protocol/blob.ts';
import { IdSchema } from '../record.ts';
import { InstantSchema } from '../time/instant.ts';

export const mailStates = ['waiting', 'sending', 'handed', 'failed'] as const;
/**
 * off: the server has no mail server; refused: the mail server did not take it; unreachable: no answer
 * from it; uncertain: the server stopped twice in the middle; too-many: the author's limit of the hour;
 * paper-missing: its bytes never came.
 */
export const mailFaults = [
	'off',
	'refused',
	'unreachable',
	'uncertain',
	'too-many',
	'paper-missing',
] as const;
export type MailFault = (typeof mailFaults)[number];

const addressLengthMax = 200;
const detailLengthMax = 300;
const nameLengthMax = 64;

/** One address, nothing else: no name, no list, no line end. */
export const MailAddressSchema = v.pipe(
	v.string(),
	v.trim(),
	v.maxLength(addressLengthMax),
	v.email(),
);
export const MailDetailSchema = v.pipe(v.string(), v.maxLength(detailLengthMax));
export const MailSenderSchema = v.pipe(v.string(), v.maxLength(nameLengthMax));

/** A fact of the order; one of somebody who had lost it there is none. */
export const MailSchema = v.looseObject({
	id: IdSchema,
	at: InstantSchema,
	by: v.string(),
	paperId: IdSchema,
	/** Of a vendor repair about the order: where its paper lies. */
	repairId: v.optional(IdSchema),
	number: v.pipe(v.string(), v.maxLength(addressLengthMax)),
	/** Of the paper's bytes: exactly these are attached. */
	sha256: Sha256Schema,
	to: v.pipe(v.string(), v.maxLength(addressLengthMax)),
	state: v.picklist(mailStates),
	/** Since when it is so. */
	since: InstantSchema,
	/** Begun so far. */
	tries: v.pipe(v.number(), v.integer(), v.minValue(0)),
	/** The process that tries or tried. */
	sender: v.optional(MailSenderSchema),
	fault: v.optional(v.picklist(mailFaults)),
	/** What the mail server said. */
	detail: v.optional(MailDetailSchema),
});
export type Mail = v.InferOutput<typeof MailSchema>;

/** Whether the server still has something to do with it. */
export function isUnderWay({ state }: Pick<Mail, 'state'>): boolean {
	return state === 'waiting' || state === 'sending';
}

export function mailsUnderWay({ mails }: { mails?: Mail[] | undefined }): Mail[] {
	return (mails ?? []).filter(isUnderWay);
}
