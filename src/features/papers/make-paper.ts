import type { CharacterPicture, DrawCharacter } from './font/character-picture.ts';
import { lacks, measureWith, openPaperFont, type PaperFont } from './font/paper-fonts.ts';
import { openSubsetter } from './font/subsetter.ts';
import { graphemes } from './layout/clusters.ts';
import { layOutSheet } from './layout/layout-sheet.ts';
import { layOutSlip } from './layout/layout-slip.ts';
import { writePdf, type PaperFacts, type PaperPictures } from './pdf/write-pdf.ts';
import { isLabels, isSlip, type Printed, type PrintedPaper } from './form-paper.ts';
import type { LabelSheet } from './labels/label-sheet.ts';
import { layOutLabels } from './labels/layout-labels.ts';
import { mm } from './layout/marks.ts';
import { titleOf } from './layout/page-frame.ts';

/** What making papers needs from outside: the same code runs in a Worker and in Node. */
export interface PaperSources {
	/** The bytes of harfbuzz-subset.wasm. */
	subsetterWasm(): Promise<BufferSource>;
	/** The unzipped font pack every device has. */
	mainFont(): Promise<Uint8Array>;
	/** The unzipped rest of the font; undefined where it is neither stored nor reachable. */
	restFont(): Promise<Uint8Array | undefined>;
	/** Draws a character that neither pack has. */
	drawCharacter: DrawCharacter;
}

/** Makes papers one after the other; fonts stay open between them. */
export interface PaperMaker {
	/** The paper as a PDF. Throws where the font or the subsetter cannot be had. */
	makePaper(paper: Printed, pictures?: PaperPictures): Promise<Uint8Array>;
}

export async function openPaperMaker(sources: PaperSources): Promise<PaperMaker> {
	const subsetter = await openSubsetter(await sources.subsetterWasm());
	const main = openPaperFont(subsetter, await sources.mainFont());
	let rest: PaperFont | undefined;
	const fontsFor = async (paper: Printed): Promise<PaperFont[]> => {
		if (!lacks([main], textsOf(paper))) return [main];
		const file = rest === undefined ? await sources.restFont() : undefined;
		if (file !== undefined) rest = openPaperFont(subsetter, file);
		return rest === undefined ? [main] : [main, rest];
	};
	return {
		async makePaper(paper, pictures) {
			return make(paper, await fontsFor(paper), sources.drawCharacter, pictures);
		},
	};
}

function make(
	paper: Printed,
	fonts: readonly PaperFont[],
	drawCharacter: DrawCharacter,
	pictures?: PaperPictures,
): Promise<Uint8Array> {
	const draw = remembered(drawCharacter);
	const measure = measureWith(fonts, (text) => draw(text).advance);
	if (isLabels(paper)) {
		const { width, height } = paper.size.page;
		const size = { width: mm(width), height: mm(height) };
		return writePdf(layOutLabels(paper, measure), fonts, draw, factsOfLabels(paper), {}, size);
	}
	const pages = isSlip(paper) ? layOutSlip(paper, measure) : layOutSheet(paper, measure);
	return writePdf(pages, fonts, draw, factsOf(paper), pictures);
}

function remembered(draw: DrawCharacter): DrawCharacter {
	const known = new Map<string, CharacterPicture>();
	return (text) => {
		const picture = known.get(text) ?? draw(text);
		known.set(text, picture);
		return picture;
	};
}

function factsOfLabels({ language, title, organisation, madeAt, hash }: LabelSheet): PaperFacts {
	return {
		...{ title: title[language], author: organisation[language], subject: title[language] },
		...{ language: language === 'zh' ? 'zh-CN' : 'en', date: madeAt, hash },
	};
}

function factsOf(paper: PrintedPaper): PaperFacts {
	const { language, number, organisation, orderNumber } = paper;
	return {
		title: `${titleOf(paper)[language]} ${number}`,
		author: organisation[language],
		subject: orderNumber,
		language: language === 'zh' ? 'zh-CN' : 'en',
		...(isSlip(paper)
			? { date: paper.madeAt, hash: paper.hash }
			: { date: paper.frozenAt, hash: paper.snapshotHash }),
	};
}

/** Every character of every text anywhere in the sheet. */
function textsOf(value: unknown): Set<string> {
	if (typeof value === 'string') return new Set(graphemes(value));
	if (typeof value !== 'object' || value === null) return new Set();
	return new Set(Object.values(value).flatMap((part) => [...textsOf(part)]));
}
