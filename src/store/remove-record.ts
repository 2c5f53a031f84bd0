import { confirmedFor } from './keep-blob.ts';
import { openRecord } from './codec.ts';
import { rememberNumber } from './kept-commands.ts';
import type { RecordRow } from './rows.ts';
import type { StoreParts } from './store-parts.ts';

/**
 * Deletes a record for real, with its blobs and the search snapshots that may quote it. Blobs not
 * yet confirmed by the server stay: they are unsent work. Answers to its commands stay in the outbox,
 * drafts about it go with it.
 */
export async function removeRecord(
	parts: StoreParts,
	row: RecordRow | Pick<RecordRow, 'id' | 'kind'> | undefined,
): Promise<void> {
	if (!row) return;
	const { database } = parts;
	if ('body' in row) await rememberNumber(parts, row);
	const about = [row.id, ...('body' in row ? linesOf(parts, row) : [])];
	await database.records.delete(row.id);
	await database.search.where('kind').equals(row.kind).delete();
	for (const blob of await database.blobs.where('records').equals(row.id).toArray()) {
		if (!confirmedFor(blob).includes(row.id)) continue;
		const records = blob.records.filter((id) => id !== row.id);
		if (records.length > 0) await database.blobs.put({ ...blob, records });
		else await removeBlob(parts, blob.sha256);
	}
	await removeDrafts(parts, about);
}

/** Bytes handed in for records that are not here, or not any more, have nothing more to do here. */
export async function dropOrphanBlob(parts: StoreParts, sha256: string): Promise<void> {
	const blob = await parts.database.blobs.get(sha256);
	if (blob?.status !== 'confirmed') return;
	const held = await parts.database.records.bulkGet(blob.records);
	const records = held.flatMap((row) => (row ? [row.id] : []));
	if (records.length === 0) await removeBlob(parts, sha256);
	else if (records.length < blob.records.length)
		await parts.database.blobs.put({ ...blob, records });
}

/** What is typed for one line of an order is named after the line alone. */
function linesOf({ codec }: StoreParts, row: RecordRow): string[] {
	const record = openRecord(codec, row.body);
	return record.kind === 'workOrder' ? record.lines.map(({ id }) => id) : [];
}

/** Drafts are named after what they are about; they quote it, and nothing could save them any more. */
async function removeDrafts({ database }: StoreParts, ids: readonly string[]): Promise<void> {
	const keys = await database.drafts.toCollection().primaryKeys();
	await database.drafts.bulkDelete(keys.filter((key) => ids.some((id) => isAbout(key, id))));
}

/** `note/ORDER`, `swap/ORDER/LINE`, `work/LINE`, `voice:ORDER:0`; a line's id has a colon itself. */
function isAbout(key: string, id: string): boolean {
	const parts = (text: string) => `/${text.replaceAll(':', '/')}/`;
	return parts(key).includes(parts(id));
}

export async function removeBlob({ database }: StoreParts, sha256: string): Promise<void> {
	await database.blobs.delete(sha256);
	await database.blobBytes.delete(sha256);
}
