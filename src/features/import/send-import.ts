import {
	importBytesMax,
	type AssetBegun,
	type AssetCheck,
	type AssetImportOrder,
	type AssetLook,
	type FileProblem,
	type ImportReport,
} from '#domain/import/report.ts';
import type { Online, OnlineResult } from '#sync/online.ts';
import type { Answer } from './file-upload.svelte.ts';
import { fileTrouble, refusalTrouble } from './import-words.ts';

type Read<T> = Extract<T, { ok: true }>;
export type ReadReport = Read<ImportReport>;
export type ReadLook = Read<AssetLook>;
export type ReadCheck = Read<AssetCheck>;

/** Sends a log of incidents to be read into orders. */
export function sendIncidents(online: Online, file: File): Promise<Answer<ReadReport>> {
	return sent(file, (bytes) => online.importIncidents(bytes));
}

export function sendToLook(online: Online, file: File): Promise<Answer<ReadLook>> {
	return sent(file, (bytes) => online.lookAtAssets(bytes));
}

export function sendToCheck(
	online: Online,
	file: File,
	order: AssetImportOrder,
): Promise<Answer<ReadCheck>> {
	return sent(file, (bytes) => online.checkAssets(bytes, order));
}

export function sendToRun(
	online: Online,
	file: File,
	order: AssetImportOrder,
	id: string,
): Promise<Answer<Read<AssetBegun>>> {
	return sent(file, (bytes) => online.runAssets(bytes, { order, id, name: file.name }));
}

async function sent<R extends { ok: true } | { ok: false; problem: FileProblem }>(
	file: File,
	send: (bytes: ArrayBuffer) => Promise<OnlineResult<R>>,
): Promise<Answer<Read<R>>> {
	const bytes = await file.arrayBuffer().catch(() => undefined);
	if (!bytes) return { ok: false, trouble: refusalTrouble({ kind: 'unreadable' }, importBytesMax) };
	const answer = await send(bytes);
	if (!answer.ok) return { ok: false, trouble: refusalTrouble(answer.refusal, importBytesMax) };
	const value: { ok: true } | { ok: false; problem: FileProblem } = answer.value;
	return value.ok
		? { ok: true, report: value as Read<R> }
		: { ok: false, trouble: fileTrouble(value.problem), problem: value.problem };
}
