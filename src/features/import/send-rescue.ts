import { rescueBytesMax } from '#domain/rescue/rescue-file.ts';
import type { RescueReport } from '#domain/rescue/rescue-report.ts';
import type { Online } from '#sync/online.ts';
import { bytesText } from '#i18n/format.ts';
import { m } from '#i18n/generated/messages.js';
import { refusalText } from '#i18n/terms.ts';
import type { Answer } from './file-upload.svelte.ts';
import type { Trouble } from './import-words.ts';

/** Sends a file of unsent work to be taken in as if its phone had sent it. */
export async function sendRescue(online: Online, file: File): Promise<Answer<RescueReport>> {
	const answer = await online.rescue(file);
	if (answer.ok) return { ok: true, report: answer.value };
	const { kind } = answer.refusal;
	const trouble = kind === 'too-large' ? rescueTooLarge() : notBrought(refusalText(kind));
	return { ok: false, trouble };
}

export function rescueTooLarge(): Trouble {
	return notBrought(m.import_file_large({ max: bytesText(rescueBytesMax) }));
}

function notBrought(todo: string): Trouble {
	return { what: m.rescue_failed(), safe: m.rescue_failed_safe(), todo };
}
