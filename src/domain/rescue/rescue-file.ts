/**
 * The file that carries unsent work off a device which cannot reach the server (decisions/0007).
 *
 *   magic | head length, 4 bytes | head, JSON | chunk 0 | chunk 1 | … | signature, 64 bytes
 *
 * 1. Only the server can open it: the chunks' key comes from an ephemeral key in the head and the
 *    server's own (ECDH P-256, HKDF-SHA256 over the head's hash, AES-256-GCM).
 * 2. Chunks cannot be left out, moved or cut off: the nonce counts them and marks the last.
 * 3. The device signs head and chunks together; nothing of a file is used before that was checked.
 * 4. Inside: manifest length, 4 bytes, manifest (JSON), then the bytes of its blobs, one after another.
 *
 * Numbers are big-endian. Read by `sync-server/rescue/open-rescue-file.ts`, written by
 * `store/rescue-file.ts`.
 */
import * as v from 'valibot';
import { BlobRefSchema } from '../protocol/blob.ts';
import { IdSchema } from '../record.ts';
import { KeyIdSchema, PublicKeySchema } from '../seal/keys.ts';
import { InstantSchema } from '../time/instant.ts';

export const rescueMagic = 'OUTPOST-RESCUE-1\n';
export const rescueFileType = 'application/octet-stream';
export const rescueFileExtension = 'outpost';
/** The server refuses a larger file before reading all of it. */
export const rescueBytesMax = 512 * 1024 * 1024;
/** Of what goes in: leaves room for head, tags and signature. */
export const rescueContentBytesMax = rescueBytesMax - 1024 * 1024;
export const rescueHeadBytesMax = 4_096;
/** Commands with their signatures and snapshots; blobs come after it. */
export const rescueManifestBytesMax = 64 * 1024 * 1024;
/** Of the content, before it is encrypted; the last chunk may be shorter. */
export const rescueChunkBytes = 1024 * 1024;
export const gcmTagBytes = 16;
export const signatureBytes = 64;
const nonceBytes = 12;

export const RescueHeadSchema = v.looseObject({
	version: v.literal(1),
	device: IdSchema,
	/** Which of the server's keys it was sealed for. */
	keyId: KeyIdSchema,
	ephemeral: PublicKeySchema,
	madeAt: InstantSchema,
});
export type RescueHead = v.InferOutput<typeof RescueHeadSchema>;

export const RescueManifestSchema = v.looseObject({
	/** What the device would push, in that order; each is parsed as a push is. */
	pushes: v.array(v.unknown()),
	blobs: v.array(v.looseObject({ ...BlobRefSchema.entries, records: v.array(IdSchema) })),
});
export type RescueManifest = v.InferOutput<typeof RescueManifestSchema>;

/** What both sides put into the key derivation besides the secret. */
export const rescueKeyPurpose = 'outpost rescue 1';

/** The nonce of the n-th chunk; the key is fresh for every file. */
export function rescueNonce(index: number, isLast: boolean): Uint8Array<ArrayBuffer> {
	const nonce = new Uint8Array(nonceBytes);
	new DataView(nonce.buffer).setUint32(nonceBytes - 5, index);
	nonce[nonceBytes - 1] = isLast ? 1 : 0;
	return nonce;
}

/** What the device signs: the hashes (SHA-256, hexadecimal) of head and chunks, in order. */
export function rescueSignedText(headHash: string, chunkHashes: readonly string[]): string {
	return ['outpost rescue signature 1', headHash, ...chunkHashes].join('\n');
}

export function uint32(value: number): Uint8Array<ArrayBuffer> {
	const bytes = new Uint8Array(4);
	new DataView(bytes.buffer).setUint32(0, value);
	return bytes;
}
