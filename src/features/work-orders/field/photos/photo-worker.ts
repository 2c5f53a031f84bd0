/// <reference lib="webworker" />
import {
	keptSize,
	markColours,
	markWidths,
	pathOf,
	stampLook,
	stampOf,
	type Mark,
	type Size,
} from './photo-marks.ts';

const jpegQuality = 0.82;

/** Page to worker: decode, turn upright, shrink, draw and stamp. The location in the file is dropped. */
export interface PhotoRequest {
	id: number;
	file: Blob;
	marks: readonly Mark[];
	/** Lines in the corner. */
	stamp: readonly string[];
}
export interface KeptPhoto extends Size {
	data: ArrayBuffer;
}
/** Worker to page; without a photo it could not be read. */
export interface PhotoReply {
	id: number;
	photo?: KeptPhoto;
}

self.addEventListener('message', (event: MessageEvent<PhotoRequest>) => void answer(event.data));

async function answer(request: PhotoRequest): Promise<void> {
	const photo = await kept(request).catch(() => undefined);
	const reply: PhotoReply = { id: request.id, ...(photo && { photo }) };
	self.postMessage(reply, photo ? [photo.data] : []);
}

async function kept({ file, marks, stamp }: PhotoRequest): Promise<KeptPhoto> {
	const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
	const size = keptSize(picture);
	const canvas = new OffscreenCanvas(size.width, size.height);
	const brush = canvas.getContext('2d');
	if (!brush) throw new Error('no canvas to draw on');
	brush.imageSmoothingQuality = 'high';
	brush.drawImage(picture, 0, 0, size.width, size.height);
	picture.close();
	drawMarks(brush, marks, size);
	drawStamp(brush, stamp, size);
	const jpeg = await canvas.convertToBlob({ type: 'image/jpeg', quality: jpegQuality });
	return { ...size, data: await jpeg.arrayBuffer() };
}

type Brush = OffscreenCanvasRenderingContext2D;

function drawMarks(brush: Brush, marks: readonly Mark[], size: Size): void {
	const widths = markWidths(size);
	brush.lineCap = 'round';
	brush.lineJoin = 'round';
	for (const mark of marks) {
		const path = new Path2D(pathOf(mark, size));
		for (const layer of ['edge', 'ink'] as const) {
			brush.strokeStyle = markColours[layer];
			brush.lineWidth = widths[layer];
			brush.stroke(path);
		}
	}
}

function drawStamp(brush: Brush, texts: readonly string[], picture: Size): void {
	const { size, x, lines } = stampOf(picture, texts);
	brush.font = `${stampLook.weight} ${size}px ${stampLook.font}`;
	brush.lineJoin = 'round';
	brush.lineWidth = size * stampLook.edgeEm;
	brush.strokeStyle = stampLook.edge;
	brush.fillStyle = stampLook.ink;
	for (const { text, y } of lines) {
		brush.strokeText(text, x, y);
		brush.fillText(text, x, y);
	}
}
