/** Lays labels out on their pages: the same code for the screen and for the PDF. */
import { clustersOf, widthOf, type Measure } from '../layout/clusters.ts';
import { mm, type Mark } from '../layout/marks.ts';
import {
	dotMm,
	insetsOf,
	planCode,
	tagLineMm,
	type LabelProblem,
	type PlannedCode,
	type Symbology,
} from './label-code.ts';
import type { LabelContent, LabelSheet } from './label-sheet.ts';
import { labelsPerPage, type LabelSize } from './label-sizes.ts';
import { lineEm, setLabelText, type LabelText } from './label-text.ts';

const dot = mm(dotMm);
const onDots = (points: number) => Math.round(points / dot) * dot;
/** Of a line's height, how far down the letters stand. */
const baselineEm = 0.94;
const codeTextSize = 9.5;

/** One label laid out, or why it cannot be. */
type LaidLabel =
	| { problem: LabelProblem }
	/** `marks` at a place on the page, points; `left`: fields for which there was no room. */
	| { marks: (x: number, y: number) => Mark[]; left: string[] };

interface How {
	size: LabelSize;
	symbology: Symbology;
}

/** Size of the letters, points, by the height of the label. */
function bodyOf({ height }: LabelSize): number {
	if (height < 25) return 5.5;
	if (height < 36) return 6.5;
	return height < 46 ? 7.5 : 9;
}

export function layOutLabel(content: LabelContent, how: How, measure: Measure): LaidLabel {
	const planned = planCode(content.code, how.size, how.symbology);
	if ('problem' in planned) return planned;
	const { plan } = planned;
	return how.symbology === 'qr'
		? besideCode(content, how.size, plan, measure)
		: aboveCode(content, how.size, plan, measure);
}

/** The QR code on the left, what it is about on the right, both in the middle of the height. */
function besideCode(
	content: LabelContent,
	size: LabelSize,
	plan: PlannedCode,
	measure: Measure,
): LaidLabel {
	const inset = insetsOf(size);
	const quiet = plan.quiet * dot;
	const codeX = Math.max(mm(inset.x), quiet);
	const textX = codeX + plan.width * dot + quiet;
	const room = {
		width: mm(size.width - inset.x) - textX,
		height: mm(size.height - 2 * inset.y),
		...{ body: bodyOf(size), hasCode: false },
	};
	const text = setLabelText(content, room, measure);
	// The longest code in letters there is, on a label that takes its QR code: a larger one it is.
	if (text.isCut) {
		const width = Math.ceil(size.width * 1.25);
		return { problem: { kind: 'too-small', width, height: Math.ceil(size.height * 1.25) } };
	}
	const codeY = (mm(size.height) - plan.height * dot) / 2;
	return {
		left: text.left,
		marks: (x, y) => [
			bars(content.code, plan, x + codeX, y + codeY),
			...textMarks(text, x + textX, y + (mm(size.height) - heightOf(text)) / 2),
		],
	};
}

/** Bars over the width at the bottom, the code in letters under them, the rest above. */
function aboveCode(
	content: LabelContent,
	size: LabelSize,
	plan: PlannedCode,
	measure: Measure,
): LaidLabel {
	const inset = insetsOf(size);
	const [left, top] = [mm(inset.x), mm(inset.y)];
	const codeY = mm(size.height) - top - mm(tagLineMm) - plan.height * dot;
	const width = mm(size.width) - 2 * left;
	const room = { width, height: codeY - top - mm(1), body: bodyOf(size), hasCode: true };
	const text = setLabelText(content, room, measure);
	const codeX = (mm(size.width) - plan.width * dot) / 2;
	const letters = clustersOf([{ text: content.code, bold: true }], measure);
	const lettersX = (mm(size.width) - widthOf(letters, codeTextSize)) / 2;
	return {
		left: text.left,
		marks: (x, y) => [
			...textMarks(text, x + left, y + top),
			bars(content.code, plan, x + codeX, y + codeY),
			{
				...{ kind: 'text', x: x + lettersX, y: y + mm(size.height) - top - mm(0.7) },
				...{ size: codeTextSize, tone: 'black', clusters: letters, tracking: 0 },
			},
		],
	};
}

/** On whole dots of the page, so that every bar is printed as wide as meant. */
function bars(label: string, { dots }: PlannedCode, x: number, y: number): Mark {
	const [left, top] = [onDots(x), onDots(y)];
	return {
		...{ kind: 'bars', label, tone: 'black' },
		bars: dots.map((one) => ({
			...{ x: left + one.x * dot, y: top + one.y * dot },
			...{ width: one.width * dot, height: one.height * dot },
		})),
	};
}

function textMarks({ lines }: LabelText, x: number, top: number): Mark[] {
	let y = top;
	return lines.map(({ clusters, size }): Mark => {
		const baseline = y + size * baselineEm;
		y += size * lineEm;
		return { kind: 'text', x, y: baseline, size, tone: 'black', clusters, tracking: 0 };
	});
}

function heightOf({ lines }: LabelText): number {
	return lines.reduce((sum, { size }) => sum + size * lineEm, 0);
}

/** How many pages a run takes. */
export function pagesOf({
	labels,
	copies,
	start,
	size,
}: Pick<LabelSheet, 'copies' | 'start' | 'size'> & { labels: number | LabelContent[] }): number {
	const count = typeof labels === 'number' ? labels : labels.length;
	return Math.ceil((start - 1 + count * copies) / labelsPerPage(size));
}

/**
 * The pages from the one up to the other, counted from 0. A label whose code does not fit has no marks
 * on the screen; `layOutLabels` prints no run that has one.
 */
export function labelPages(
	sheet: LabelSheet,
	measure: Measure,
	[from, to]: [from: number, to: number],
): Mark[][] {
	const { labels, size, copies, start } = sheet;
	const perPage = labelsPerPage(size);
	const laid = new Map<LabelContent, LaidLabel>();
	const pages: Mark[][] = Array.from({ length: Math.max(0, to - from) }, () => []);
	for (let at = from * perPage; at < to * perPage; at++) {
		const content = labels[Math.floor((at - start + 1) / copies)];
		if (at < start - 1 || !content) continue;
		const label = laid.get(content) ?? layOutLabel(content, sheet, measure);
		laid.set(content, label);
		if ('problem' in label) continue;
		const [column, row] = [at % size.columns, Math.floor((at % perPage) / size.columns)];
		const x = mm(size.left + column * size.stepX);
		const y = mm(size.top + row * size.stepY);
		pages[Math.floor(at / perPage) - from]?.push(...label.marks(x, y));
	}
	return pages;
}

/** All of it, for the printer. Throws where a code does not fit: none is printed that cannot be read. */
export function layOutLabels(sheet: LabelSheet, measure: Measure): Mark[][] {
	const unfit = sheet.labels.find((label) => 'problem' in layOutLabel(label, sheet, measure));
	if (unfit) throw new Error(`The code of ${unfit.code} does not fit its label`);
	return labelPages(sheet, measure, [0, pagesOf(sheet)]);
}
