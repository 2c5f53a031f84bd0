import { importBytesMax, type ImportKind, type ImportReport } from '#domain/import/report.ts';
import type { Online } from '#sync/online.ts';
import type { Answer } from './file-upload.svelte.ts';
import { fileTrouble, refusalTrouble } from './import-words.ts';

export type ReadReport = Extract<ImportReport, { ok: true }>;

/** Sends a table to be read into the register. */
export async function sendImport(
	online: Online,
	kind: ImportKind,
	file: File,
): Promise<Answer<ReadReport>> {
	const bytes = await file.arrayBuffer().catch(() => undefined);
	if (!bytes) return { ok: false, trouble: refusalTrouble({ kind: 'unreadable' }, importBytesMax) };
	const answer = await online.importFile(kind, bytes);
	if (!answer.ok) return { ok: false, trouble: refusalTrouble(answer.refusal, importBytesMax) };
	const { value } = answer;
	return value.ok
		? { ok: true, report: value }
		: { ok: false, trouble: fileTrouble(value.problem) };
}
