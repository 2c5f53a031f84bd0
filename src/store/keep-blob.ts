import { blobBytesMax, type BlobType } from '#domain/protocol/blob.ts';
import { instantOf } from '#domain/time/instant.ts';
import type { BlobRole } from './rows.ts';
import type { StoreParts } from './store-parts.ts';
import { RefusedError } from './store-result.ts';

/** A photo, signature picture or paper kept in the same transaction as the command that names it. */
export interface NewBlob {
	sha256: string;
	type: BlobType;
	data: ArrayBuffer;
	recordId: string;
	/** Default: a photo; a PDF is a paper. */
	role?: BlobRole;
}

/** Keeps bytes until the server has confirmed their hash. Throws a RefusedError. */
export async function keepBlob(parts: StoreParts, blob: NewBlob): Promise<void> {
	const { database, codec, clock } = parts;
	const bytes = blob.data.byteLength;
	if (bytes === 0) throw new RefusedError({ kind: 'blob-empty' });
	if (bytes > blobBytesMax)
		throw new RefusedError({ kind: 'blob-too-large', detail: { bytes, bytesMax: blobBytesMax } });
	const known = await database.blobs.get(blob.sha256);
	if (known) {
		const records = [...new Set([...known.records, blob.recordId])];
		await database.blobs.put({ ...known, records });
		return;
	}
	await database.blobs.add({
		sha256: blob.sha256,
		type: blob.type,
		bytes,
		role: blob.role ?? (blob.type === 'application/pdf' ? 'paper' : 'photo'),
		records: [blob.recordId],
		status: 'waiting',
		addedAt: instantOf(clock.wallMs()),
		sentBytes: 0,
	});
	await database.blobBytes.put({ sha256: blob.sha256, data: codec.sealBytes(blob.data) });
}
