import { PDFDocument, PDFName, type PDFContext, type PDFRef } from '@cantoo/pdf-lib';
import type { CharacterPicture, DrawCharacter } from '../font/character-picture.ts';
import { advanceOf, drawingOf, type PaperFont } from '../font/paper-fonts.ts';
import { pageHeight, pageWidth, type Mark } from '../layout/marks.ts';
import { embedFont, pdfText } from './embedded-font.ts';
import { contentOf, pictureName, type Glyph } from './page-content.ts';
import { embedPictures, picturesPerFont } from './picture-font.ts';

/** What the document says about itself; all of it comes from the paper, none from the clock. */
export interface PaperFacts {
	title: string;
	author: string;
	subject: string;
	/** BCP 47. */
	language: string;
	/** ISO 8601 instant, both created and modified. */
	date: string;
	/** SHA-256 of what the paper shows, 64 hexadecimal digits; becomes the document's identity. */
	hash: string;
}

/** Bytes of pictures by their SHA-256: PNG or JPEG. */
export type PaperPictures = Readonly<Record<string, ArrayBuffer>>;

const pngFirstByte = 0x89;

/** Writes pages of marks as a PDF. The same input gives the same bytes. */
export async function writePdf(
	pages: readonly (readonly Mark[])[],
	fonts: readonly PaperFont[],
	draw: DrawCharacter,
	facts: PaperFacts,
	pictures: PaperPictures = {},
	size: PageSize = { width: pageWidth, height: pageHeight },
): Promise<Uint8Array> {
	const document = await PDFDocument.create({ updateMetadata: false });
	const { context } = document;
	const { glyphOf, resources } = embedCharacters(context, charactersOf(pages), fonts, draw);
	const XObject = await embedPictureFiles(document, pages, pictures);
	const Resources = context.register(context.obj({ Font: resources, XObject }));
	for (const marks of pages) {
		const { node } = document.addPage([size.width, size.height]);
		node.set(PDFName.of('Resources'), Resources);
		node.set(
			PDFName.of('Contents'),
			context.register(context.flateStream(`${onPage(size)}${contentOf(marks, glyphOf)}`)),
		);
	}
	describe(document, facts);
	return document.save({ addDefaultPage: false, updateFieldAppearances: false });
}

/** Points. */
interface PageSize {
	width: number;
	height: number;
}

/** Marks are counted from the top of an A4 page; a page of another height moves them there. */
function onPage({ height }: PageSize): string {
	return height === pageHeight ? '' : `1 0 0 1 0 ${height - pageHeight} cm\n`;
}

/** Each picture once, however often it is printed. Throws where its bytes were not given. */
async function embedPictureFiles(
	document: PDFDocument,
	pages: readonly (readonly Mark[])[],
	pictures: PaperPictures,
): Promise<Record<string, PDFRef>> {
	const named: Record<string, PDFRef> = {};
	for (const mark of pages.flat()) {
		if (mark.kind !== 'picture' || pictureName(mark.sha256) in named) continue;
		const bytes = pictures[mark.sha256];
		if (bytes === undefined) throw new Error('A picture was not given');
		const isPng = new Uint8Array(bytes)[0] === pngFirstByte;
		const image = isPng ? await document.embedPng(bytes) : await document.embedJpg(bytes);
		await image.embed();
		named[pictureName(mark.sha256)] = image.ref;
	}
	return named;
}

function describe(document: PDFDocument, facts: PaperFacts): void {
	document.setTitle(facts.title, { showInWindowTitleBar: true });
	document.setAuthor(facts.author);
	document.setSubject(facts.subject);
	document.setKeywords([`SHA-256 ${facts.hash}`]);
	document.setProducer('Outpost');
	document.setCreator('Outpost');
	document.setCreationDate(new Date(facts.date));
	document.setModificationDate(new Date(facts.date));
	document.setLanguage(facts.language);
	const id = pdfText(facts.hash.slice(0, 16));
	document.context.trailerInfo.ID = document.context.obj([id, id]);
}

/** Every character of the pages once, in code point order. */
function charactersOf(pages: readonly (readonly Mark[])[]): string[] {
	const characters = new Set<string>();
	for (const mark of pages.flat()) {
		if (mark.kind === 'text') for (const { text } of mark.clusters) characters.add(text);
	}
	return [...characters].sort((a, b) => (a.codePointAt(0) ?? 0) - (b.codePointAt(0) ?? 0));
}

interface Characters {
	glyphOf: (text: string) => Glyph;
	resources: Record<string, PDFRef>;
}

function embedCharacters(
	context: PDFContext,
	characters: readonly string[],
	fonts: readonly PaperFont[],
	draw: DrawCharacter,
): Characters {
	const glyphs = new Map<string, Glyph>();
	const resources: Record<string, PDFRef> = {};
	for (const [index, font] of fonts.entries()) {
		addFont(context, characters, { fonts, font, index }, glyphs, resources);
	}
	addPictures(
		context,
		characters.filter((text) => !glyphs.has(text)).map((text) => [text, draw(text)]),
		glyphs,
		resources,
	);
	return {
		resources,
		glyphOf(text) {
			const glyph = glyphs.get(text);
			if (glyph === undefined) throw new Error('A character was not embedded');
			return glyph;
		},
	};
}

function addFont(
	context: PDFContext,
	characters: readonly string[],
	{ fonts, font, index }: { fonts: readonly PaperFont[]; font: PaperFont; index: number },
	glyphs: Map<string, Glyph>,
	resources: Record<string, PDFRef>,
): void {
	const used = characters.flatMap((text) => {
		const drawing = drawingOf(fonts, text);
		return drawing.kind === 'glyph' && drawing.font === index
			? [{ text, codePoint: drawing.codePoint }]
			: [];
	});
	if (used.length === 0) return;
	const codePoints = [...new Set(used.map(({ codePoint }) => codePoint))].sort((a, b) => a - b);
	const embedded = embedFont(context, font, codePoints);
	const name = `F${index + 1}`;
	resources[name] = embedded.ref;
	for (const { text, codePoint } of used) {
		const advance = advanceOf(font, codePoint) / 1000;
		glyphs.set(text, { font: name, code: embedded.codeOf(codePoint), advance, isPicture: false });
	}
}

function addPictures(
	context: PDFContext,
	pictures: readonly (readonly [string, CharacterPicture])[],
	glyphs: Map<string, Glyph>,
	resources: Record<string, PDFRef>,
): void {
	for (let i = 0; i < pictures.length; i += picturesPerFont) {
		const part = pictures.slice(i, i + picturesPerFont);
		const embedded = embedPictures(context, part);
		const name = `P${i / picturesPerFont + 1}`;
		resources[name] = embedded.ref;
		for (const [text, { advance }] of part) {
			glyphs.set(text, { font: name, code: embedded.codeOf(text), advance, isPicture: true });
		}
	}
}
