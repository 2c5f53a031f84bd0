import { logoBytesMax, type Logo } from '#domain/organisation/paper-template.ts';
import type { BlobType } from '#domain/protocol/blob.ts';
import { blobRefOf } from '#store/blob-store.ts';

/** What a logo may be before it is drawn anew. */
const fileBytesMax = 8 * 1024 * 1024;
/** Pixels: sharp at the size it is printed, and small in every paper. */
const widthMax = 600;
const heightMax = 300;
const jpegQuality = 0.9;

export type LogoFile =
	{ ok: true; logo: Logo; data: ArrayBuffer } | { ok: false; why: 'type' | 'large' | 'unreadable' };

/**
 * Takes a PNG or JPEG, by what it begins with and not by its name, and draws it anew on white:
 * nothing but pixels goes into papers. Anything else, SVG above all, is refused.
 */
export async function readLogo(file: File): Promise<LogoFile> {
	if (file.size > fileBytesMax) return { ok: false, why: 'large' };
	if (!(await isPicture(file))) return { ok: false, why: 'type' };
	const picture = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(
		() => undefined,
	);
	if (!picture) return { ok: false, why: 'unreadable' };
	const canvas = drawn(picture);
	const png = await canvas.convertToBlob({ type: 'image/png' });
	if (png.size <= logoBytesMax) return asLogo(png, 'image/png', canvas);
	const jpeg = await canvas.convertToBlob({ type: 'image/jpeg', quality: jpegQuality });
	return jpeg.size <= logoBytesMax
		? asLogo(jpeg, 'image/jpeg', canvas)
		: { ok: false, why: 'large' };
}

async function isPicture(file: File): Promise<boolean> {
	const [a, b, c, d] = new Uint8Array(await file.slice(0, 4).arrayBuffer());
	const isPng = a === 0x89 && b === 0x50 && c === 0x4e && d === 0x47;
	return isPng || (a === 0xff && b === 0xd8 && c === 0xff);
}

function drawn(picture: ImageBitmap): OffscreenCanvas {
	const scale = Math.min(1, widthMax / picture.width, heightMax / picture.height);
	const width = Math.max(1, Math.round(picture.width * scale));
	const height = Math.max(1, Math.round(picture.height * scale));
	const canvas = new OffscreenCanvas(width, height);
	const context = canvas.getContext('2d');
	if (!context) throw new Error('No canvas to draw a logo on');
	context.fillStyle = 'white';
	context.fillRect(0, 0, width, height);
	context.drawImage(picture, 0, 0, width, height);
	picture.close();
	return canvas;
}

async function asLogo(
	blob: Blob,
	type: Extract<BlobType, Logo['type']>,
	{ width, height }: OffscreenCanvas,
): Promise<LogoFile> {
	const data = await blob.arrayBuffer();
	const { sha256, bytes } = await blobRefOf(data, type);
	return { ok: true, logo: { sha256, bytes, type, width, height }, data };
}
