/**
 * Bytes the server has shown are kept here as a cache, so that they open without signal.
 *
 * 1. What is not confirmed, and what was refused, is unsent work and is never touched.
 * 2. Beyond the limit the least recently used go first, those of open orders last.
 */
import { openStates } from '#domain/work-order/states.ts';
import { removeBlob } from './remove-record.ts';
import type { BlobRow } from './rows.ts';
import type { StoreParts } from './store-parts.ts';

export const cachedBytesMax = 200 * 1024 * 1024;

/** Makes room for `bytes` more. Inside a transaction over all tables. */
export async function keepCacheWithin(parts: StoreParts, bytes = 0): Promise<void> {
	const { database } = parts;
	const rows = await database.blobs.where('status').anyOf('cached', 'confirmed').toArray();
	let total = rows.reduce((sum, row) => sum + row.bytes, bytes);
	if (total <= cachedBytesMax) return;
	for (const row of await inOrderOfGoing(parts, rows)) {
		if (total <= cachedBytesMax) return;
		await removeBlob(parts, row.sha256);
		total -= row.bytes;
	}
}

/** Lets all of it go, for new work that found no room. How many files. */
export async function dropCache(parts: StoreParts): Promise<number> {
	const cached = parts.database.blobs.where('status').anyOf('cached', 'confirmed');
	const keys = await cached.primaryKeys();
	for (const sha256 of keys) await removeBlob(parts, sha256);
	return keys.length;
}

async function inOrderOfGoing({ database }: StoreParts, rows: BlobRow[]): Promise<BlobRow[]> {
	const open = openStates.map((state) => ['workOrder', state]);
	const ids = await database.records.where('[kind+state]').anyOf(open).primaryKeys();
	const openOrders = new Set(ids);
	const keyOf = (row: BlobRow) => {
		const isOpen = row.records.some((id) => openOrders.has(id));
		return `${isOpen ? 1 : 0} ${row.usedAt ?? row.addedAt}`;
	};
	return rows.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}
