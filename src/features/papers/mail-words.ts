import type { Mail, MailFault } from '#domain/work-order/mail.ts';
import { m } from '#i18n/generated/messages.js';

const faultWords: Record<MailFault, () => string> = {
	off: m.mail_fault_off,
	refused: m.mail_fault_refused,
	unreachable: m.mail_fault_unreachable,
	uncertain: m.mail_fault_uncertain,
	'too-many': m.mail_fault_too_many,
	'paper-missing': m.mail_fault_paper_missing,
};

/** What became of it, in one line; `time` is when. */
export function mailText({ state, to, fault }: Mail, time: string): string {
	if (state === 'handed') return m.mail_handed({ to, time });
	if (state === 'failed') return m.mail_failed({ to, reason: faultWords[fault ?? 'refused']() });
	return state === 'sending' ? m.mail_sending({ to }) : m.mail_waiting({ to });
}
