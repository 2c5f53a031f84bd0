import type { BlobRef, BlobType } from '#domain/protocol/blob.ts';
import { instantOf } from '#domain/time/instant.ts';
import { inTransaction } from './database.ts';
import { keepBlob, type NewBlob } from './keep-blob.ts';
import { removeBlob } from './remove-record.ts';
import type { BlobRow } from './rows.ts';
import type { StoreParts } from './store-parts.ts';
import { asResult, type StoreResult } from './store-result.ts';

/** Bytes of blobs the server has, kept here so that they open without signal. */
const cachedBytesMax = 512 * 1024 * 1024;

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

	/** Keeps a copy of what the server sent and makes room for it; a full disk only means no copy. */
	async cache(blob: Omit<NewBlob, 'role'>): Promise<void> {
		const { database, codec, clock } = this.#parts;
		await asResult(() =>
			database.transaction('rw', [database.blobs, database.blobBytes], async () => {
				if (await database.blobs.get(blob.sha256)) return;
				await this.#makeRoom(blob.data.byteLength);
				await database.blobs.add({
					sha256: blob.sha256,
					type: blob.type,
					bytes: blob.data.byteLength,
					role: blob.type === 'application/pdf' ? 'paper' : 'photo',
					records: [blob.recordId],
					status: 'cached',
					addedAt: instantOf(clock.wallMs()),
					sentBytes: 0,
				});
				const data = codec.sealBytes(blob.data);
				await database.blobBytes.put({ sha256: blob.sha256, data });
			}),
		);
	}

	/** Oldest first, never what the server does not have. */
	async #makeRoom(bytes: number): Promise<void> {
		const { database } = this.#parts;
		const rows = await database.blobs
			.where('status')
			.anyOf('cached', 'confirmed')
			.sortBy('addedAt');
		let total = rows.reduce((sum, row) => sum + row.bytes, bytes);
		for (const row of rows) {
			if (total <= cachedBytesMax) return;
			await removeBlob(this.#parts, row.sha256);
			total -= row.bytes;
		}
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
