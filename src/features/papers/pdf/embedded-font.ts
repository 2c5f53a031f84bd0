import { PDFHexString, PDFName, PDFString, type PDFContext, type PDFRef } from '@cantoo/pdf-lib';
import { advanceOf, type PaperFont } from '../font/paper-fonts.ts';
import { readTrueType, type TrueType } from '../font/true-type.ts';

/** A font in a document: its reference, and the code of each character in a content stream. */
export interface EmbeddedFont {
	ref: PDFRef;
	/** Four hexadecimal digits. */
	codeOf(codePoint: number): string;
}

/**
 * Cuts a font down to the characters used and embeds it. Every character has a code of its own, also
 * where two share a glyph, so that what is copied from the paper is what was written.
 * @param codePoints ascending, each once; at most 65,534
 */
export function embedFont(
	context: PDFContext,
	font: PaperFont,
	codePoints: readonly number[],
): EmbeddedFont {
	const file = font.loaded.subset(codePoints, 'pdf');
	const cut = readTrueType(file);
	const name = PDFName.of(`${subsetTag(codePoints)}+NotoSansSC-Regular`);
	const ref = context.register(
		context.obj({
			Type: 'Font',
			Subtype: 'Type0',
			BaseFont: name,
			Encoding: 'Identity-H',
			DescendantFonts: [descendant(context, font, { file, cut, name, codePoints })],
			ToUnicode: context.register(context.flateStream(toUnicode(codePoints.map(textOf)))),
		}),
	);
	const codes = new Map(codePoints.map((codePoint, i) => [codePoint, hex(i + 1)]));
	return { ref, codeOf: (codePoint) => codes.get(codePoint) ?? hex(0) };
}

interface Cut {
	file: Uint8Array<ArrayBuffer>;
	cut: TrueType;
	name: PDFName;
	codePoints: readonly number[];
}

function descendant(context: PDFContext, font: PaperFont, made: Cut): PDFRef {
	const { file, cut, name, codePoints } = made;
	const widths = codePoints.map((codePoint) => advanceOf(font, codePoint));
	return context.register(
		context.obj({
			Type: 'Font',
			Subtype: 'CIDFontType2',
			BaseFont: name,
			CIDSystemInfo: {
				Registry: PDFString.of('Adobe'),
				Ordering: PDFString.of('Identity'),
				Supplement: 0,
			},
			FontDescriptor: descriptor(context, cut, name, file),
			DW: 1000,
			W: [1, widths],
			CIDToGIDMap: context.register(context.flateStream(glyphMap(cut, codePoints))),
		}),
	);
}

function descriptor(
	context: PDFContext,
	cut: TrueType,
	name: PDFName,
	file: Uint8Array<ArrayBuffer>,
): PDFRef {
	return context.register(
		context.obj({
			Type: 'FontDescriptor',
			FontName: name,
			Flags: 4,
			FontBBox: cut.box,
			ItalicAngle: 0,
			Ascent: cut.ascent,
			Descent: cut.descent,
			CapHeight: 733,
			StemV: 80,
			FontFile2: context.register(context.flateStream(file, { Length1: file.length })),
		}),
	);
}

/** Two bytes a code: the glyph it is drawn with. Code 0 is the missing glyph. */
function glyphMap(cut: TrueType, codePoints: readonly number[]): Uint8Array {
	const map = new Uint8Array(2 * codePoints.length + 2);
	const view = new DataView(map.buffer);
	for (const [i, codePoint] of codePoints.entries()) {
		view.setUint16(2 * i + 2, cut.glyphOf(codePoint) ?? 0);
	}
	return map;
}

/** The sections of a CMap may hold a hundred lines each. */
const cmapSectionMax = 100;

/** The CMap that turns codes 1, 2, 3 … back into the given texts. */
export function toUnicode(texts: readonly string[], codeDigits: 2 | 4 = 4): string {
	const lines = texts.map((text, i) => {
		const code = hex(i + 1).slice(4 - codeDigits);
		return `<${code}> <${utf16(text)}>`;
	});
	const sections: string[] = [];
	for (let i = 0; i < lines.length; i += cmapSectionMax) {
		const part = lines.slice(i, i + cmapSectionMax);
		sections.push(`${part.length} beginbfchar\n${part.join('\n')}\nendbfchar`);
	}
	const [first, last] = codeDigits === 4 ? ['0000', 'FFFF'] : ['00', 'FF'];
	return `/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<${first}> <${last}>
endcodespacerange
${sections.join('\n')}
endcmap
CMapName currentdict /CMap defineresource pop
end
end`;
}

/** Six letters that differ between subsets, as the format wants them; from the characters alone. */
function subsetTag(codePoints: readonly number[]): string {
	let sum = codePoints.reduce((seed, codePoint) => (seed * 31 + codePoint) % 308_915_776, 7);
	let tag = '';
	for (let i = 0; i < 6; i++) {
		tag += String.fromCharCode(65 + (sum % 26));
		sum = Math.floor(sum / 26);
	}
	return tag;
}

function textOf(codePoint: number): string {
	return String.fromCodePoint(codePoint);
}

function utf16(text: string): string {
	return Array.from({ length: text.length }, (_, i) => hex(text.charCodeAt(i))).join('');
}

function hex(code: number): string {
	return code.toString(16).toUpperCase().padStart(4, '0');
}

/** A text as a PDF string, whatever it holds. */
export function pdfText(text: string): PDFHexString {
	return PDFHexString.fromText(text);
}
