import * as v from 'valibot';
import { blobBytesMax, BlobTypeSchema, type BlobRef } from '#domain/protocol/blob.ts';
import type { Photo, PhotoPhase, WorkOrder } from '#domain/work-order/work-order.ts';
import type { AccountStore } from '#store/account-store.ts';
import { blobRefOf } from '#store/blob-store.ts';
import type { NewBlob } from '#store/keep-blob.ts';
import { dateText, timeText } from '#i18n/format.ts';
import { m } from '#i18n/generated/messages.js';
import { refusalText } from '#i18n/terms.ts';
import { numberOf } from '../../shared/order-number.ts';
import { makePhoto } from './make-photo.ts';
import type { Mark } from './photo-marks.ts';

/** What a photo is of. */
export interface PhotoPurpose {
	lineId?: string | undefined;
	checkKey?: string | undefined;
}

/** A photo before it is kept: taken just now, or a kept one to draw on. */
export interface OpenPhoto {
	file: Blob;
	/** The name of its file, for words. */
	name: string;
	purpose: PhotoPurpose;
	phase: PhotoPhase | undefined;
	/** Drawn into its corner; a kept one has it already. */
	stamp: string[];
	/** The kept one that is drawn on. */
	plain?: Photo;
}

export interface PhotoWishes {
	marks: readonly Mark[];
	phase: PhotoPhase | undefined;
	/** The file as the camera made it, too. */
	withOriginal: boolean;
}

/** Why it was not kept: `unreadable` is no picture, `refused` may be tried again. */
type NotKept = { kind: 'unreadable' | 'refused'; words: string };

/** Time in the organisation's zone and the order's number, as they stand in the picture. */
export function stampTexts(order: WorkOrder, takenMs: number, zone: string): string[] {
	return [numberOf(order), `${dateText(takenMs, zone)}　${timeText(takenMs, zone)}`];
}

/** Whether the file can be kept as it is; most cameras make JPEG. */
export function mayKeepOriginal({ file, plain }: OpenPhoto): boolean {
	return !plain && file.size <= blobBytesMax && v.is(BlobTypeSchema, file.type);
}

/** Keeps the photo with its fact in one transaction; undefined when it is on the disk. */
export async function keepPhoto(
	open: OpenPhoto,
	wishes: PhotoWishes,
	order: WorkOrder,
	store: AccountStore,
): Promise<NotKept | undefined> {
	const { file, stamp, purpose, plain } = open;
	const photo = await makePhoto({ file, stamp, marks: wishes.marks }).catch(
		() => 'broken' as const,
	);
	if (photo === 'broken') return { kind: 'refused', words: m.wo_photo_not_made() };
	if (!photo) return unreadable(open.name);
	const { data, width, height } = photo;
	const jpeg = await blobRefOf(data, 'image/jpeg');
	const original = wishes.withOriginal ? await originalOf(file, order.id) : undefined;
	const args = {
		...{ blob: jpeg, width, height, ...purpose },
		...(wishes.phase && { phase: wishes.phase }),
		...(original && { original: original.ref }),
		...(plain && { replaces: plain.id }),
		...(plain?.original && { original: plain.original }),
	};
	const blobs: NewBlob[] = [
		{ sha256: jpeg.sha256, type: 'image/jpeg', data, recordId: order.id },
		...(original ? [original.blob] : []),
	];
	const command = { type: 'workOrder.addPhoto@1', kind: 'workOrder', record: order.id } as const;
	const result = await store.execute({ ...command, args }, { blobs });
	return result.ok ? undefined : { kind: 'refused', words: refusalText(result.refusal.kind) };
}

export function unreadable(name: string): NotKept {
	return { kind: 'unreadable', words: m.wo_photo_unreadable({ name }) };
}

async function originalOf(file: Blob, recordId: string): Promise<{ ref: BlobRef; blob: NewBlob }> {
	const data = await file.arrayBuffer();
	const ref = await blobRefOf(data, v.parse(BlobTypeSchema, file.type));
	return { ref, blob: { sha256: ref.sha256, type: ref.type, data, recordId } };
}
