import { bytesMaxOf, isAudio, type BlobType } from '#domain/protocol/blob.ts';
import { instantOf } from '#domain/time/instant.ts';
import type { BlobRole, BlobRow } from './rows.ts';
import type { StoreParts } from './store-parts.ts';
import { RefusedError } from './store-result.ts';

/** A photo, signature picture or paper kept in the same transaction as the command that names it. */
export interface NewBlob {
	sha256: string;
	type: BlobType;
	data: ArrayBuffer;
	recordId: string;
	/** Default: a photo; a PDF is a paper, sound is a voice note. */
	role?: BlobRole;
}

/** Keeps bytes until the server has confirmed their hash. Throws a RefusedError. */
export async function keepBlob(parts: StoreParts, blob: NewBlob): Promise<void> {
	const { database, codec, clock } = parts;
	const bytes = blob.data.byteLength;
	if (bytes === 0) throw new RefusedError({ kind: 'blob-empty' });
	const bytesMax = bytesMaxOf(blob.type);
	if (bytes > bytesMax)
		throw new RefusedError({ kind: 'blob-too-large', detail: { bytes, bytesMax } });
	const known = await database.blobs.get(blob.sha256);
	if (known) {
		await database.blobs.put(namedBy(known, blob.recordId));
		return;
	}
	await database.blobs.add({
		sha256: blob.sha256,
		type: blob.type,
		bytes,
		role: blob.role ?? roleOf(blob.type),
		records: [blob.recordId],
		status: 'waiting',
		addedAt: instantOf(clock.wallMs()),
		sentBytes: 0,
	});
	await database.blobBytes.put({ sha256: blob.sha256, data: codec.sealBytes(blob.data) });
}

/** The server keeps bytes for each record by itself, so another record means another hand-in. */
function namedBy(known: BlobRow, recordId: string): BlobRow {
	if (known.records.includes(recordId)) return known;
	const { uploadUrl: _url, reason: _reason, ...row } = known;
	const records = [...known.records, recordId];
	return { ...row, records, confirmedFor: confirmedFor(known), status: 'waiting', sentBytes: 0 };
}

/** The records for which the server has the bytes. */
export function confirmedFor({ confirmedFor, status, records }: BlobRow): string[] {
	if (confirmedFor) return confirmedFor;
	return status === 'confirmed' || status === 'cached' ? records : [];
}

/** The record to hand it in for next: the newest the server has not shown it for. */
export function uploadRecordOf(row: BlobRow): string | undefined {
	const known = confirmedFor(row);
	return row.records.findLast((id) => !known.includes(id));
}

export function roleOf(type: BlobType): BlobRole {
	if (isAudio(type)) return 'voice';
	return type === 'application/pdf' ? 'paper' : 'photo';
}

const roleOrder: Record<BlobRole, number> = { signature: 0, paper: 1, voice: 2, photo: 3 };

/** Signatures go first, then papers, then what was spoken, then photos from small to large. */
export function byUrgency(a: BlobRow, b: BlobRow): number {
	return roleOrder[a.role] - roleOrder[b.role] || a.bytes - b.bytes;
}
