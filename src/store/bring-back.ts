/**
 * Brings unsent work back into a database that lost it: one the browser threw away, or put back to an
 * older state. It is queued as it was, under the name of the installation that signed it, so what the
 * server has of it already is answered as a duplicate; new work goes under the database's own name.
 */
import { keepBlob, type NewBlob } from './keep-blob.ts';
import { inTransaction } from './database.ts';
import { readMeta, writeMeta } from './meta.ts';
import type { PrivateFiles } from './private-files.ts';
import { rebuildRecord } from './rebuild-record.ts';
import type { OutboxRow } from './rows.ts';
import type { StoreParts } from './store-parts.ts';
import { blobNames, callNames, readBlob, readCall, type CallCopy } from './unsent-files.ts';

/** What `introduce` would have done comes first, in the same transaction. */
export async function bringBack(
	parts: StoreParts,
	files: PrivateFiles,
	introduce: () => Promise<unknown>,
): Promise<void> {
	const { calls, blobs } = await readCopies(parts, files);
	await inTransaction(parts.database, async () => {
		await introduce();
		const lost = await lostRows(parts, calls);
		for (const row of lost) await parts.database.outbox.put(row);
		for (const blob of blobs) await keepMissing(parts, blob);
		await raise(parts, lost);
		await keepCursor(parts, calls);
		for (const record of new Set(lost.map((row) => row.record))) await rebuildRecord(parts, record);
	});
}

async function readCopies({ codec }: StoreParts, files: PrivateFiles) {
	const names = await files.names();
	const calls: CallCopy[] = [];
	for (const { name } of callNames(names).sort((a, b) => a.first - b.first)) {
		const call = await readCall(files, codec, name);
		if (call) calls.push(call);
	}
	const blobs: NewBlob[] = [];
	for (const name of blobNames(names)) {
		const blob = await readBlob(files, codec, name);
		if (blob) blobs.push(blob);
	}
	return { calls, blobs };
}

/** Those the database has never heard of; another tab may have been first. */
async function lostRows(
	{ database }: StoreParts,
	calls: readonly CallCopy[],
): Promise<OutboxRow[]> {
	const lastSeq = (await readMeta(database, 'lastSeq')) ?? 0;
	return calls.flatMap(({ rows }) => rows).filter(({ seq }) => seq > lastSeq);
}

async function keepMissing(parts: StoreParts, blob: NewBlob): Promise<void> {
	const known = await parts.database.blobs.get(blob.sha256);
	if (!known?.records.includes(blob.recordId)) await keepBlob(parts, blob);
}

/** Numbers go on behind them; they may have been on the wire, so none can be undone. */
async function raise({ database }: StoreParts, lost: readonly OutboxRow[]): Promise<void> {
	const last = Math.max(0, ...lost.map(({ seq }) => seq));
	for (const key of ['lastSeq', 'triedSeq'] as const)
		await writeMeta(database, key, Math.max(last, (await readMeta(database, key)) ?? 0));
}

/** The newest shows the server under which cursor the work was done; nothing is held by it any more. */
async function keepCursor({ database }: StoreParts, calls: readonly CallCopy[]): Promise<void> {
	const cursor = calls.findLast((call) => call.cursor !== undefined)?.cursor;
	if (cursor === undefined || (await readMeta(database, 'cursor')) !== undefined) return;
	await writeMeta(database, 'formerCursor', cursor);
}
