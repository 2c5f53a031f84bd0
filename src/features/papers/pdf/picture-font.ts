import { PDFName, type PDFContext, type PDFRef } from '@cantoo/pdf-lib';
import type { CharacterPicture } from '../font/character-picture.ts';
import { toUnicode } from './embedded-font.ts';

/** Characters drawn as pictures, as a font: they stand in the line and are copied like any other. */
export interface PictureFont {
	ref: PDFRef;
	/** Two hexadecimal digits. */
	codeOf(text: string): string;
}

/** A Type 3 font names its characters with one byte. */
export const picturesPerFont = 255;

/**
 * Embeds pictures as the glyphs of a Type 3 font.
 * @param pictures at most `picturesPerFont`
 */
export function embedPictures(
	context: PDFContext,
	pictures: readonly (readonly [text: string, picture: CharacterPicture])[],
): PictureFont {
	const names = pictures.map((_, i) => `g${i + 1}`);
	const images = pictures.map(([, picture]) => embedImage(context, picture));
	const ref = context.register(
		context.obj({
			Type: 'Font',
			Subtype: 'Type3',
			FontBBox: [0, 0, 0, 0],
			FontMatrix: [0.001, 0, 0, 0.001, 0, 0],
			Resources: { XObject: Object.fromEntries(names.map((name, i) => [name, images[i] ?? 0])) },
			CharProcs: Object.fromEntries(
				pictures.map(([, picture], i) => [
					names[i] ?? '',
					drawImage(context, picture, `g${i + 1}`),
				]),
			),
			Encoding: { Type: 'Encoding', Differences: [1, ...names.map((name) => PDFName.of(name))] },
			FirstChar: 1,
			LastChar: pictures.length,
			Widths: pictures.map(([, { advance }]) => thousandths(advance)),
			ToUnicode: context.register(
				context.flateStream(
					toUnicode(
						pictures.map(([text]) => text),
						2,
					),
				),
			),
		}),
	);
	const codes = new Map(pictures.map(([text], i) => [text, byte(i + 1)]));
	return { ref, codeOf: (text) => codes.get(text) ?? '00' };
}

function drawImage(context: PDFContext, picture: CharacterPicture, name: string): PDFRef {
	const { left, bottom, width, height } = picture.box;
	const place = [width, 0, 0, height, left, bottom].map(thousandths).join(' ');
	const advance = thousandths(picture.advance);
	return context.register(context.flateStream(`${advance} 0 d0 q ${place} cm /${name} Do Q`));
}

function embedImage(context: PDFContext, { pixels }: CharacterPicture): PDFRef {
	const { width, height, rgba } = pixels;
	const image = { Type: 'XObject', Subtype: 'Image', Width: width, Height: height };
	const mask = context.register(
		context.flateStream(channels(rgba, [3]), {
			...{ ...image, ColorSpace: 'DeviceGray' },
			BitsPerComponent: 8,
		}),
	);
	return context.register(
		context.flateStream(channels(rgba, [0, 1, 2]), {
			...{ ...image, ColorSpace: 'DeviceRGB' },
			...{ BitsPerComponent: 8, SMask: mask },
		}),
	);
}

function channels(rgba: Uint8ClampedArray, which: readonly number[]): Uint8Array {
	const count = rgba.length / 4;
	const bytes = new Uint8Array(count * which.length);
	for (let pixel = 0; pixel < count; pixel++) {
		for (const [i, channel] of which.entries()) {
			bytes[pixel * which.length + i] = rgba[pixel * 4 + channel] ?? 0;
		}
	}
	return bytes;
}

function thousandths(ems: number): number {
	return Math.round(ems * 1000);
}

function byte(code: number): string {
	return code.toString(16).toUpperCase().padStart(2, '0');
}
