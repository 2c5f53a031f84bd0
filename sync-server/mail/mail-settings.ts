import { MailAddressSchema } from '#domain/work-order/mail.ts';
import { PlainError } from '#server/plain-error.ts';
import * as v from 'valibot';

/** Where e-mail is handed on, and in whose name. */
export interface MailSettings {
	/** `smtp://` or `smtps://`, with user and password where the mail server wants them. */
	url: string;
	from: string;
}

/**
 * Of `OUTPOST_SMTP_URL` and `OUTPOST_MAIL_FROM`; undefined where the first is not set: this server
 * sends no e-mail. Throws a PlainError for what nobody could send with.
 */
export function mailSettings(
	environment: Readonly<Record<string, string | undefined>>,
): MailSettings | undefined {
	const url = environment['OUTPOST_SMTP_URL'];
	if (!url) return undefined;
	const from = environment['OUTPOST_MAIL_FROM'] ?? '';
	if (!isSmtp(url))
		throw new PlainError(
			'OUTPOST_SMTP_URL is to be like smtps://user:password@mail.example.com:465.',
			'OUTPOST_SMTP_URL 须形如 smtps://user:password@mail.example.com:465。',
		);
	if (!v.is(MailAddressSchema, from))
		throw new PlainError(
			'OUTPOST_MAIL_FROM is to be the address e-mail comes from, like service@example.com.',
			'OUTPOST_MAIL_FROM 须为发件邮箱，如 service@example.com。',
		);
	return { url, from };
}

function isSmtp(text: string): boolean {
	const url = URL.canParse(text) ? new URL(text) : undefined;
	return url !== undefined && /^smtps?:$/.test(url.protocol) && url.hostname !== '';
}
