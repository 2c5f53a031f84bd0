import type { Measure } from '../layout/clusters.ts';
import type { LoadedFont, Subsetter } from './subsetter.ts';
import { readTrueType, type TrueType } from './true-type.ts';

/** A pack that is open: its measures, and the subsetter's copy of it. */
export interface PaperFont {
	metrics: TrueType;
	loaded: LoadedFont;
}

/** Opens a font pack that is already unzipped. */
export function openPaperFont(subsetter: Subsetter, file: Uint8Array): PaperFont {
	return { metrics: readTrueType(file), loaded: subsetter.load(file) };
}

/** How a character gets on the page: as a code point of one of the fonts, or as a picture. */
export type Drawing = { kind: 'glyph'; font: number; codePoint: number } | { kind: 'picture' };

/** Selectors and joiners that print nothing by themselves. */
const ignorable = /\p{Default_Ignorable_Code_Point}/gu;

/** Finds the first font that has the character; none, or one that must be composed, is a picture. */
export function drawingOf(fonts: readonly PaperFont[], text: string): Drawing {
	const [character, more] = [...text.replace(ignorable, '')];
	const codePoint = (character ?? ' ').codePointAt(0) ?? 0x20;
	if (more !== undefined) return { kind: 'picture' };
	const font = fonts.findIndex(({ metrics }) => metrics.glyphOf(codePoint) !== undefined);
	return font < 0 ? { kind: 'picture' } : { kind: 'glyph', font, codePoint };
}

/** Whether any of the characters is in none of the fonts. */
export function lacks(fonts: readonly PaperFont[], texts: Iterable<string>): boolean {
	for (const text of texts) if (drawingOf(fonts, text).kind === 'picture') return true;
	return false;
}

/** Widths from the fonts; of characters they lack, from whoever draws the picture. */
export function measureWith(
	fonts: readonly PaperFont[],
	pictureAdvance: (text: string) => number,
): Measure {
	return (text) => {
		const drawing = drawingOf(fonts, text);
		if (drawing.kind === 'picture') return pictureAdvance(text);
		return advanceOf(fonts[drawing.font], drawing.codePoint) / 1000;
	};
}

/** Thousandths of an em. */
export function advanceOf(font: PaperFont | undefined, codePoint: number): number {
	return font?.metrics.advanceOf(font.metrics.glyphOf(codePoint) ?? 0) ?? 0;
}
