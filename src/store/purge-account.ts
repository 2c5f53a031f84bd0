import { readMeta, retireCursor } from './meta.ts';
import type { OutboxRow } from './rows.ts';
import { removeBlob, removeRecord } from './remove-record.ts';
import type { StoreParts } from './store-parts.ts';

/**
 * What a disabled account leaves on the device: commands and bytes the server does not have, with
 * the records those are about. Everything else goes. The cursor goes too: enabled again, he pulls
 * from scratch.
 */
export async function purgeAccount(parts: StoreParts): Promise<void> {
	const { database } = parts;
	const rows = await database.outbox.toArray();
	await database.outbox.bulkDelete(rows.filter(isHandedIn).map(({ seq }) => seq));
	const queued = new Set(rows.filter(({ status }) => status === 'queued').map((row) => row.record));
	const records = await database.records.toArray();
	for (const row of records) if (!queued.has(row.id)) await removeRecord(parts, row);
	for (const blob of await database.blobs.where('status').anyOf('confirmed', 'cached').toArray())
		await removeBlob(parts, blob.sha256);
	for (const table of [database.sent, database.drafts, database.search]) await table.clear();
	// A restored server that was not asked yet may lack what it had taken.
	if (!(await readMeta(database, 'resending'))) await database.kept.clear();
	for (const key of ['grants', 'unreadable']) await database.meta.delete(key);
	await retireCursor(database);
}

/** The server has it: taken, waiting for the desk, or parked as a conflict in the record. */
function isHandedIn({ status, rev }: OutboxRow): boolean {
	if (status === 'conflict') return rev !== undefined;
	return status === 'acknowledged' || status === 'held' || status === 'quarantined';
}
