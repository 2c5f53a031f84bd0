import type { Zone } from '#domain/time/zone.ts';
import type { Photo, PhotoPhase, WorkOrder } from '#domain/work-order/work-order.ts';
import { sha256Of } from '#store/blob-store.ts';
import { m } from '#i18n/generated/messages.js';
import { phaseWords } from '#i18n/terms.ts';
import type { PaperLook } from './paper-look.ts';
import type { PaperPictures } from './pdf/write-pdf.ts';
import type { SheetPhoto } from './service-sheet.ts';
import { bothOf, wordedIn } from './sheet-terms.ts';
import { dateTime } from './sheet-times.ts';

/** Photos printed on one sheet at most; the others are counted. */
export const sheetPhotosMax = 4;
/** Long side in print, px: 79 mm at 320 dots an inch. */
const printedSideMax = 1_000;
const printedQuality = 0.75;

/** What a sheet says of its photos, and the bytes it prints. */
export interface SheetPhotos {
	photos: SheetPhoto[];
	pictures: PaperPictures;
}

/** Before and after the work; where there are too many, both keep their half, the first ones each. */
export function printedPhotos({ photos }: Pick<WorkOrder, 'photos'>): Photo[] {
	const of = (wanted: PhotoPhase) =>
		photos.filter(({ phase, retracted }) => phase === wanted && !retracted);
	const [before, after] = [of('before'), of('after')];
	const half = sheetPhotosMax / 2;
	const roomBefore = Math.max(half, sheetPhotosMax - after.length);
	const first = before.slice(0, roomBefore);
	return [...first, ...after.slice(0, sheetPhotosMax - first.length)];
}

/** Photos as the sheet prints them. One that cannot be had here is a line of text, no failure. */
export async function photosOfSheet(
	order: Pick<WorkOrder, 'photos'>,
	{ zone, look }: { zone: Zone; look: Pick<PaperLook, 'single' | 'language'> },
	load: (sha256: string) => Promise<Blob | undefined>,
): Promise<SheetPhotos> {
	const photos: SheetPhoto[] = [];
	const pictures: Record<string, ArrayBuffer> = {};
	for (const photo of printedPhotos(order)) {
		const words = wordedIn(look, () => captionOf(photo, zone));
		const file = await load(photo.blob.sha256);
		const printed = file && (await forPrint(file).catch(() => undefined));
		if (!printed) {
			const missing = wordedIn(look, () => bothOf(m.papers_photo_missing));
			photos.push({ caption: `${words}　${missing}` });
			continue;
		}
		const { data, width, height } = printed;
		const sha256 = await sha256Of(data);
		pictures[sha256] = data;
		photos.push({ caption: words, picture: { sha256, width, height } });
	}
	return { photos, pictures };
}

function captionOf({ phase, at, caption }: Photo, zone: Zone): string {
	const words = phase && bothOf(phaseWords[phase]);
	return [words, dateTime(at, zone), caption].filter(Boolean).join('　');
}

interface Printed {
	data: ArrayBuffer;
	width: number;
	height: number;
}

/** Small enough for paper. Decoding, scaling and packing are the browser's, off the main thread. */
async function forPrint(file: Blob): Promise<Printed> {
	const picture = await createImageBitmap(file);
	const scale = Math.min(1, printedSideMax / Math.max(picture.width, picture.height));
	const [width, height] = [picture.width, picture.height].map((side) =>
		Math.max(1, Math.round(side * scale)),
	) as [number, number];
	const small = await createImageBitmap(picture, {
		...{ resizeWidth: width, resizeHeight: height },
		resizeQuality: 'high',
	});
	picture.close();
	const canvas = new OffscreenCanvas(width, height);
	canvas.getContext('bitmaprenderer')?.transferFromImageBitmap(small);
	const jpeg = await canvas.convertToBlob({ type: 'image/jpeg', quality: printedQuality });
	return { data: await jpeg.arrayBuffer(), width, height };
}
