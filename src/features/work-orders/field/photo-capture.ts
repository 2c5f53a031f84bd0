import { blobBytesMax, type BlobRef } from '#domain/protocol/blob.ts';
import type { WorkOrder } from '#domain/work-order/work-order.ts';
import type { AccountStore } from '#store/account-store.ts';
import { blobRefOf } from '#store/blob-store.ts';
import { m } from '#i18n/generated/messages.js';
import { refusalText } from '#i18n/terms.ts';

/** Long side of a kept photo in px: a serial number stays readable, a visit stays a few megabytes. */
const photoSideMax = 1_920;
const jpegQuality = 0.82;
/** A file larger than this is not opened at all. */
const photoFileBytesMax = 60 * 1024 * 1024;

/** Opens the camera or the gallery; empty when the user thinks better of it. */
export function pickPhotos(): Promise<File[]> {
	const input = document.createElement('input');
	input.type = 'file';
	input.accept = 'image/*';
	input.setAttribute('capture', 'environment');
	input.multiple = true;
	input.hidden = true;
	input.dataset['purpose'] = 'photo';
	document.body.append(input);
	return new Promise<File[]>((done) => {
		input.addEventListener('change', () => done([...(input.files ?? [])]), { once: true });
		input.addEventListener('cancel', () => done([]), { once: true });
		input.click();
	}).finally(() => input.remove());
}

/** Keeps each photo with its fact in one transaction; answers which could not be kept, in words. */
export async function keepPhotos(
	files: readonly File[],
	store: AccountStore,
	order: WorkOrder,
	lineId: string | undefined,
): Promise<string | undefined> {
	const failed: string[] = [];
	for (const file of files) {
		const words = await keepPhoto(file, store, order, lineId);
		if (words) failed.push(words);
	}
	return [...new Set(failed)].join('\n') || undefined;
}

interface Shrunk {
	data: ArrayBuffer;
	width: number;
	height: number;
}

async function keepPhoto(
	file: File,
	store: AccountStore,
	order: WorkOrder,
	lineId: string | undefined,
): Promise<string | undefined> {
	if (file.size > photoFileBytesMax) return m.wo_photo_too_large({ name: file.name });
	const shrunk = await shrink(file).catch(() => undefined);
	if (!shrunk) return m.wo_photo_unreadable({ name: file.name });
	if (shrunk.data.byteLength > blobBytesMax) return m.wo_photo_too_large({ name: file.name });
	const blob: BlobRef = await blobRefOf(shrunk.data, 'image/jpeg');
	const { width, height, data } = shrunk;
	const result = await store.execute(
		{
			type: 'workOrder.addPhoto@1',
			kind: 'workOrder',
			record: order.id,
			args: { blob, width, height, ...(lineId && { lineId }) },
		},
		{ blobs: [{ sha256: blob.sha256, type: 'image/jpeg', data, recordId: order.id }] },
	);
	return result.ok ? undefined : refusalText(result.refusal.kind);
}

/** Decodes, turns upright and shrinks off the main thread's way; the location in the file is dropped. */
async function shrink(file: File): Promise<Shrunk> {
	const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
	const scale = Math.min(1, photoSideMax / Math.max(picture.width, picture.height));
	const width = Math.round(picture.width * scale);
	const height = Math.round(picture.height * scale);
	const canvas = new OffscreenCanvas(width, height);
	canvas.getContext('2d')?.drawImage(picture, 0, 0, width, height);
	picture.close();
	const jpeg = await canvas.convertToBlob({ type: 'image/jpeg', quality: jpegQuality });
	return { data: await jpeg.arrayBuffer(), width, height };
}
