import type { BlobRef, BlobType } from '#domain/protocol/blob.ts';
import { instantOf, msOf } from '#domain/time/instant.ts';
import { keepCacheWithin } from './blob-cache.ts';
import { inTransaction } from './database.ts';
import { keepBlob, roleOf, type NewBlob } from './keep-blob.ts';
import { removeBlob } from './remove-record.ts';
import type { BlobRow } from './rows.ts';
import type { StoreParts } from './store-parts.ts';
import { asResult, RefusedError, type StoreResult } from './store-result.ts';

/** A use is written down only so often: looking at pictures must not keep the disk busy. */
export const usedAtStepMs = 6 * 60 * 60_000;

export interface StoredBlob {
	data: ArrayBuffer;
	type: BlobType;
}

export class BlobStore {
	readonly #parts: StoreParts;
	constructor(parts: StoreParts) {
		this.#parts = parts;
	}

	/** Keeps bytes apart from a command; they wait for the server like those of `execute`. */
	put(blob: NewBlob): Promise<StoreResult<void>> {
		const { database } = this.#parts;
		return asResult(() => inTransaction(database, () => keepBlob(this.#parts, blob)));
	}

	/** Undefined where the bytes are not on this device: ask `loadBlob` of the online port. */
	async get(sha256: string): Promise<StoredBlob | undefined> {
		const { database, codec } = this.#parts;
		const row = await database.blobs.get(sha256);
		const bytes = await database.blobBytes.get(sha256);
		return row && bytes && { data: codec.openBytes(bytes.data), type: row.type };
	}

	info(sha256: string): Promise<BlobRow | undefined> {
		return this.#parts.database.blobs.get(sha256);
	}

	ofRecord(recordId: string): Promise<BlobRow[]> {
		return this.#parts.database.blobs.where('records').equals(recordId).toArray();
	}

	/** Puts a refused one up again; its upload begins anew. */
	retry(sha256: string): Promise<StoreResult<void>> {
		return this.#settle(sha256, async ({ reason: _reason, uploadUrl: _url, ...row }) => {
			await this.#parts.database.blobs.put({ ...row, status: 'waiting', sentBytes: 0 });
		});
	}

	/** Lets a refused one go, bytes and all; ask the user first. */
	discard(sha256: string): Promise<StoreResult<void>> {
		return this.#settle(sha256, () => removeBlob(this.#parts, sha256));
	}

	#settle(sha256: string, how: (row: BlobRow) => Promise<void>): Promise<StoreResult<void>> {
		const { database } = this.#parts;
		return asResult(() =>
			inTransaction(database, async () => {
				const row = await database.blobs.get(sha256);
				if (row?.status !== 'refused') throw new RefusedError({ kind: 'not-found' });
				await how(row);
			}),
		);
	}

	/** It was looked at: what is looked at stays longest. */
	async noteUse(sha256: string): Promise<void> {
		const { database, clock } = this.#parts;
		const row = await database.blobs.get(sha256);
		const nowMs = clock.wallMs();
		if (!row || nowMs - msOf(row.usedAt ?? row.addedAt) < usedAtStepMs) return;
		await database.blobs.update(sha256, { usedAt: instantOf(nowMs) });
	}

	/** Keeps a copy of what the server sent and makes room for it; a full disk only means no copy. */
	async cache(blob: Omit<NewBlob, 'role'>): Promise<void> {
		const { database, codec, clock } = this.#parts;
		await asResult(() =>
			inTransaction(database, async () => {
				if (await database.blobs.get(blob.sha256)) return;
				await keepCacheWithin(this.#parts, blob.data.byteLength);
				await database.blobs.add({
					sha256: blob.sha256,
					type: blob.type,
					bytes: blob.data.byteLength,
					role: roleOf(blob.type),
					records: [blob.recordId],
					confirmedFor: [blob.recordId],
					status: 'cached',
					addedAt: instantOf(clock.wallMs()),
					sentBytes: 0,
				});
				const data = codec.sealBytes(blob.data);
				await database.blobBytes.put({ sha256: blob.sha256, data });
			}),
		);
	}
}

/** What a record says of these bytes; the hash is its name everywhere. */
export async function blobRefOf(data: ArrayBuffer, type: BlobType): Promise<BlobRef> {
	return { sha256: await sha256Of(data), type, bytes: data.byteLength };
}

export async function sha256Of(data: ArrayBuffer): Promise<string> {
	const hash = await crypto.subtle.digest('SHA-256', data);
	return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
