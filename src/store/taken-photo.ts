import type { BlobRef } from '#domain/protocol/blob.ts';
import type { NewBlob } from './keep-blob.ts';

/** A photo of a machine, upright and small; not kept yet. */
export interface TakenPhoto {
	blob: BlobRef;
	file: Omit<NewBlob, 'recordId'>;
}

/** Opens the camera; `unreadable` is a file that is no photo, undefined where he thinks better of it. */
export type TakePhoto = (code: string) => Promise<TakenPhoto | 'unreadable' | undefined>;
