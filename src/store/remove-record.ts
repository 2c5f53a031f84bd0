import type { RecordRow } from './rows.ts';
import type { StoreParts } from './store-parts.ts';

/**
 * Deletes a record for real, with its blobs and the search snapshots that may quote it. Blobs not
 * yet confirmed by the server stay: they are unsent work. Answers to its commands stay in the outbox.
 */
export async function removeRecord(
	parts: StoreParts,
	row: Pick<RecordRow, 'id' | 'kind'> | undefined,
): Promise<void> {
	if (!row) return;
	const { database } = parts;
	await database.records.delete(row.id);
	await database.search.where('kind').equals(row.kind).delete();
	for (const blob of await database.blobs.where('records').equals(row.id).toArray()) {
		const records = blob.records.filter((id) => id !== row.id);
		if (records.length > 0) await database.blobs.put({ ...blob, records });
		else if (blob.status === 'confirmed' || blob.status === 'cached')
			await removeBlob(parts, blob.sha256);
	}
}

export async function removeBlob({ database }: StoreParts, sha256: string): Promise<void> {
	await database.blobs.delete(sha256);
	await database.blobBytes.delete(sha256);
}
