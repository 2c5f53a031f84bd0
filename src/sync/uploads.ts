/**
 * Sends one blob by tus and makes sure that the server has it. An upload goes on where it stopped,
 * also after a restart. The server checks the hash before it answers the last chunk.
 */
import { DetailedError, Upload } from 'tus-js-client';
import * as v from 'valibot';
import { ErrorResponse } from '#domain/protocol/wire.ts';
import { sha256Of } from '#store/blob-store.ts';
import { uploadRecordOf } from '#store/keep-blob.ts';
import type { BlobRow } from '#store/rows.ts';
import type { SyncStore } from '#store/sync-store.ts';
import { httpFailure, RequestFailed } from './request-failed.ts';
import { requestMsMax, type Fetch } from './server-door.ts';
import { readFromMemory, tusOverFetch } from './tus-over-fetch.ts';

/** Each chunk that arrived is kept by the server, so a bad line still gets on. */
export const chunkBytesMax = 512 * 1024;
/** Answers that no repetition changes; 460 is tus for bytes that are not what was announced. */
const finalStatuses = [400, 403, 404, 413, 415, 422, 460];
/** Damaged on the way, unless the bytes here are damaged themselves. */
const hashMismatch = 'hash-mismatch';
const ErrorText = v.pipe(v.string(), v.parseJson(), ErrorResponse);

export interface UploadParts {
	store: SyncStore;
	fetch: Fetch;
	base: string;
}

/** Throws RequestFailed where trying again later may help; a final refusal is written to the blob. */
export async function uploadBlob(parts: UploadParts, row: BlobRow): Promise<void> {
	const { store } = parts;
	const recordId = uploadRecordOf(row);
	// A record more was named and taken back.
	if (recordId === undefined) return store.confirmBlob(row.sha256, row.records[0] ?? '');
	if (await isOnServer(parts, row, recordId)) return store.confirmBlob(row.sha256, recordId);
	const stored = await store.blobs.get(row.sha256);
	if (!stored) return store.refuseBlob(row.sha256, { kind: 'blob-missing' });
	try {
		await send(parts, row, recordId, new Uint8Array(stored.data));
	} catch (error) {
		return await refuseOrThrow(parts, row, stored.data, error);
	}
	if (await isOnServer(parts, row, recordId)) return store.confirmBlob(row.sha256, recordId);
	// All bytes had arrived before the server went down, and were never checked: begin again.
	await store.forgetUpload(row.sha256);
	throw new RequestFailed({ kind: 'network' });
}

/** Whether the server shows the hash for that record. */
async function isOnServer(
	{ fetch, base }: UploadParts,
	{ sha256, bytes }: BlobRow,
	recordId: string,
): Promise<boolean> {
	const url = `${base}/sync/v1/blobs/${sha256}?record=${encodeURIComponent(recordId)}`;
	const signal = AbortSignal.timeout(requestMsMax);
	const response = await fetch(url, { method: 'HEAD', cache: 'no-store', signal }).catch(() => {
		throw new RequestFailed({ kind: 'network' });
	});
	if (response.ok) return Number(response.headers.get('content-length')) === bytes;
	if (response.status === 404) return false;
	throw httpFailure(response.status, (name) => response.headers.get(name));
}

function send(
	parts: UploadParts,
	row: BlobRow,
	recordId: string,
	bytes: Uint8Array,
): Promise<void> {
	return new Promise((resolve, reject) => {
		const note = (change: Parameters<SyncStore['noteUpload']>[1]) =>
			void parts.store.noteUpload(row.sha256, change).catch(reject);
		const upload: Upload = new Upload(bytes as unknown as Blob, {
			endpoint: `${parts.base}/sync/v1/blobs/uploads`,
			uploadUrl: row.uploadUrl ?? null,
			uploadSize: bytes.byteLength,
			chunkSize: chunkBytesMax,
			retryDelays: null,
			storeFingerprintForResuming: false,
			metadata: { sha256: row.sha256, type: row.type, recordId },
			httpStack: tusOverFetch(parts.fetch),
			fileReader: readFromMemory,
			onUploadUrlAvailable: () => upload.url && note({ uploadUrl: upload.url }),
			onChunkComplete: (_, sentBytes) => note({ sentBytes }),
			onSuccess: () => resolve(),
			onError: reject,
		});
		upload.start();
	});
}

async function refuseOrThrow(
	{ store }: UploadParts,
	row: BlobRow,
	data: ArrayBuffer,
	error: unknown,
): Promise<void> {
	const answer = error instanceof DetailedError ? error.originalResponse : undefined;
	if (!answer) throw new RequestFailed({ kind: 'network' });
	const status = answer.getStatus();
	if (!finalStatuses.includes(status)) throw httpFailure(status, (name) => answer.getHeader(name));
	const kind = kindOf(answer.getBody());
	if (kind === hashMismatch && (await sha256Of(data)) === row.sha256)
		throw new RequestFailed({ kind: 'network' });
	await store.refuseBlob(row.sha256, { kind });
}

function kindOf(body: string): string {
	const parsed = v.safeParse(ErrorText, body);
	return parsed.success ? parsed.output.error.kind : 'blob-refused';
}
