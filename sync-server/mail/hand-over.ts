import { createTransport } from 'nodemailer';
import type { MailSettings } from './mail-settings.ts';

const connectMsMax = 20_000;
const silenceMsMax = 60_000;

export interface Letter {
	to: string;
	subject: string;
	text: string;
	/** Without angle brackets; the same for every try of one e-mail. */
	messageId: string;
	file: { name: string; type: string; bytes: Uint8Array };
}

/** What the mail server answered; `unreachable` also where it did not answer to the end. */
type Handed = { ok: true } | { ok: false; fault: 'refused' | 'unreachable'; detail: string };

/** Hands one letter to a mail server. Answers when that server has taken it, or will not. */
export type HandOver = (letter: Letter) => Promise<Handed>;

export function handOverBySmtp({ url, from }: MailSettings): HandOver {
	const transport = createTransport({
		url,
		connectionTimeout: connectMsMax,
		greetingTimeout: connectMsMax,
		socketTimeout: silenceMsMax,
		disableFileAccess: true,
		disableUrlAccess: true,
	});
	return async ({ to, subject, text, messageId, file }) => {
		try {
			await transport.sendMail({
				...{ from, to, subject, text, messageId: `<${messageId}>` },
				attachments: [
					{ filename: file.name, contentType: file.type, content: Buffer.from(file.bytes) },
				],
			});
			return { ok: true };
		} catch (error) {
			return failure(error);
		}
	};
}

/** A code of the protocol means that the mail server spoke; anything else that it could not. */
function failure(error: unknown): Handed {
	const { responseCode, message = String(error) } = error as Partial<
		Error & { responseCode: number }
	>;
	const fault = responseCode === undefined ? 'unreachable' : 'refused';
	return { ok: false, fault, detail: message };
}
