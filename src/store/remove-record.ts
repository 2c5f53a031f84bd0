import { confirmedFor } from './keep-blob.ts';
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
	await database.records.delete(row.id);
	await database.search.where('kind').equals(row.kind).delete();
	for (const blob of await database.blobs.where('records').equals(row.id).toArray()) {
		if (!confirmedFor(blob).includes(row.id)) {
			await database.blobs.put({ ...blob, left: [...(blob.left ?? []), row.id] });
			continue;
		}
		const records = blob.records.filter((id) => id !== row.id);
		if (records.length > 0) await database.blobs.put({ ...blob, records });
		else await removeBlob(parts, blob.sha256);
	}
	await removeDrafts(parts, row.id);
}

/** Bytes handed in for records that have left meanwhile have nothing more to do here. */
export async function dropOrphanBlob(parts: StoreParts, sha256: string): Promise<void> {
	const blob = await parts.database.blobs.get(sha256);
	if (blob?.status !== 'confirmed' || !blob.left) return;
	const { left, ...rest } = blob;
	const records = rest.records.filter((id) => !left.includes(id));
	if (records.length > 0) await parts.database.blobs.put({ ...rest, records });
	else await removeBlob(parts, sha256);
}

/** Drafts are named after what they are about; they quote it, and nothing could save them any more. */
async function removeDrafts({ database }: StoreParts, id: string): Promise<void> {
	const keys = await database.drafts.toCollection().primaryKeys();
	const about = keys.filter(
		(key) => key === id || key.endsWith(`:${id}`) || key.includes(`:${id}:`),
	);
	await database.drafts.bulkDelete(about);
}

export async function removeBlob({ database }: StoreParts, sha256: string): Promise<void> {
	await database.blobs.delete(sha256);
	await database.blobBytes.delete(sha256);
}
