import type { AnyRecord } from '#domain/record-schemas.ts';

/** What lies on the disk in place of a value; only the codec that sealed it reads it. */
export type Sealed = { readonly sealed: unknown };

/**
 * The seam for encryption at rest: record bodies, commands, drafts, snapshots and blobs pass it,
 * index fields stay beside them. It is synchronous because an IndexedDB transaction ends by itself
 * when anything but IndexedDB is awaited; a cipher put here must be one that answers at once.
 */
export interface Codec {
	seal(value: unknown): Sealed;
	open(sealed: Sealed): unknown;
	sealBytes(bytes: ArrayBuffer): ArrayBuffer;
	openBytes(sealed: ArrayBuffer): ArrayBuffer;
}

/** Stores everything as it is. */
export const plainCodec: Codec = {
	seal: (value) => ({ sealed: value }),
	open: ({ sealed }) => sealed,
	sealBytes: (bytes) => bytes,
	openBytes: (sealed) => sealed,
};

/** A record this store sealed itself; it was parsed before it was sealed. */
export function openRecord(codec: Codec, sealed: Sealed): AnyRecord {
	return codec.open(sealed) as AnyRecord;
}
