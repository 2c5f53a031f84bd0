import { both, other } from '../sheet-words.ts';
import type { PaperFrame, SheetLanguage, Words } from '../service-sheet.ts';
import { clustersOf, widthOf, type Cluster, type Measure, type Span } from './clusters.ts';
import { breakLines } from './line-break.ts';
import { mm, pageWidth, type Mark, type TextMark, type Tone } from './marks.ts';

/** A horizontal strip of a page that is never split; `marks` draws it with its top at `top`. */
export interface Block {
	height: number;
	marks(top: number): Mark[];
}

/** What setting needs to know: how wide characters are and which language leads. */
export interface Setting {
	measure: Measure;
	language: SheetLanguage;
	/** Nothing but the leading language. */
	single?: boolean;
	/** Fields the template leaves out. */
	without?: readonly string[];
}

/** Nothing on paper is smaller than the label size. */
export const sizes = { label: 7.5, cell: 9, text: 9.5, heading: 10 };
/** Baseline below the top of a line, and line height, in ems. */
const ascentEm = 1.02;
export const lineEm = 1.36;
const paragraphEm = 1.5;

export const marginX = mm(13);
const labelColumn = mm(23);
export const bodyX = marginX + labelColumn;
export const bodyWidth = pageWidth - 2 * marginX - labelColumn;
const gutter = mm(3);
const rowGap = mm(2.2);

/** A labelled field; a plain string is printed in the regular weight. */
export interface Field {
	label: string;
	value: string | Span[];
	/** Width in twelfths of the body. */
	span: number;
}

export function text(
	clusters: Cluster[],
	at: { x: number; top: number; size: number; tone?: Tone; tracking?: number },
): TextMark {
	const { x, top, size, tone = 'ink', tracking = 0 } = at;
	return { kind: 'text', x, y: top + size * ascentEm, size, tone, clusters, tracking };
}

export function set(setting: Setting, value: string | Span[], bold = false): Cluster[] {
	const spans = typeof value === 'string' ? [{ text: value, bold }] : value;
	return clustersOf(spans, setting.measure);
}

/** Text with its last letter on `right`. */
export function textEndingAt(
	clusters: Cluster[],
	at: { right: number; top: number; size: number; tone?: Tone },
): TextMark {
	return text(clusters, { ...at, x: at.right - widthOf(clusters, at.size) });
}

/** Lines of a value, broken at its own line ends and at the width in points. */
export function linesOf(
	setting: Setting,
	value: string | Span[],
	width: number,
	size: number,
): Cluster[][] {
	return paragraphsOf(value).flatMap((spans) => breakLines(set(setting, spans), width / size));
}

function paragraphsOf(value: string | Span[]): Span[][] {
	const spans = typeof value === 'string' ? [{ text: value, bold: false }] : value;
	const paragraphs: Span[][] = [[]];
	for (const { text: whole, bold } of spans) {
		for (const [i, part] of whole.split(/\r\n|[\n\r\u2028\u2029]/).entries()) {
			if (i > 0) paragraphs.push([]);
			paragraphs.at(-1)?.push({ text: part, bold });
		}
	}
	return paragraphs;
}

/** Stacked blocks as one that stays together. */
export function together(blocks: readonly Block[]): Block {
	return {
		height: blocks.reduce((sum, { height }) => sum + height, 0),
		marks(top) {
			let at = top;
			return blocks.flatMap((block) => {
				const marks = block.marks(at);
				at += block.height;
				return marks;
			});
		},
	};
}

export function space(height: number): Block {
	return { height, marks: () => [] };
}

/** A block with empty space above it. */
export function below(gap: number, block: Block): Block {
	return together([space(gap), block]);
}

export function columnOf(start: number, span: number): { x: number; width: number } {
	const twelfth = (bodyWidth + gutter) / 12;
	return { x: bodyX + start * twelfth, width: span * twelfth - gutter };
}

/** More lines than this in a narrow field, and it gets the whole width to itself. */
const fieldLinesMax = 4;

/** Fields left to right, wrapping after twelve twelfths; what is too long moves to a row of its own. */
export function fieldRows(setting: Setting, fields: readonly Field[]): Block[] {
	const rows: Field[][] = [];
	const long: Field[] = [];
	let used = 12;
	for (const field of fields) {
		const { width } = columnOf(0, field.span);
		if (linesOf(setting, field.value, width, sizes.text).length > fieldLinesMax) {
			long.push(field);
			continue;
		}
		if (used + field.span > 12.001) {
			rows.push([]);
			used = 0;
		}
		rows.at(-1)?.push(field);
		used += field.span;
	}
	const blocks = rows.map((row) => fieldRow(setting, row));
	const paragraphs = long.map(({ label, value }) => paragraph(setting, label, value));
	return spaced([...blocks.map((block) => [block]), ...paragraphs]);
}

/** Groups of blocks with the usual gap between groups, none within one. */
export function spaced(groups: readonly (readonly Block[])[]): Block[] {
	return groups.flatMap((blocks, g) =>
		blocks.map((block, i) => (g > 0 && i === 0 ? below(rowGap, block) : block)),
	);
}

function fieldRow(setting: Setting, fields: readonly Field[]): Block {
	let start = 0;
	const cells = fields.map((field) => {
		const cell = fieldCell(setting, field, columnOf(start, field.span));
		start += field.span;
		return cell;
	});
	return sideBySide(cells);
}

export function sideBySide(cells: readonly Block[]): Block {
	return {
		height: cells.reduce((max, { height }) => Math.max(max, height), 0),
		marks: (top) => cells.flatMap((cell) => cell.marks(top)),
	};
}

function fieldCell(setting: Setting, field: Field, at: { x: number; width: number }): Block {
	const value = linesOf(setting, field.value, at.width, sizes.text);
	return together([
		label(setting, field.label, at),
		...(value.length === 0
			? [space(sizes.text * lineEm)]
			: value.map((line) => lineBlock(line, at.x, sizes.text, lineEm))),
	]);
}

export function label(setting: Setting, words: string, at: { x: number; width: number }): Block {
	const lines = linesOf(setting, words, at.width, sizes.label);
	return together(lines.map((line) => lineBlock(line, at.x, sizes.label, lineEm, 'soft')));
}

export function lineBlock(
	line: Cluster[],
	x: number,
	size: number,
	em: number,
	tone: Tone = 'ink',
): Block {
	return { height: size * em, marks: (top) => [text(line, { x, top, size, tone })] };
}

/**
 * A text over the whole width that may run on to the next page, but never with one line alone on
 * either side of the break.
 */
export function paragraph(setting: Setting, words: string, value: string | Span[]): Block[] {
	const lines = linesOf(setting, value, bodyWidth, sizes.text).map((line) =>
		lineBlock(line, bodyX, sizes.text, paragraphEm),
	);
	const head = label(setting, words, { x: bodyX, width: bodyWidth });
	if (lines.length <= 3) return [together([head, ...lines])];
	return [together([head, ...lines.slice(0, 2)]), ...lines.slice(2, -2), together(lines.slice(-2))];
}

/** A tick box and its words; `width` includes the gap to the next one. */
export function tick(
	setting: Setting,
	words: string,
	at: { x: number; top: number; size: number; ticked: boolean; bold?: boolean; tone?: Tone },
): { marks: Mark[]; width: number } {
	const side = at.size * 0.86;
	const top = at.top + at.size * 0.24;
	const clusters = set(setting, words, at.bold);
	const tone = at.tone ?? 'ink';
	const marks: Mark[] = [
		{ kind: 'box', x: at.x, y: top, width: side, height: side, tone: 'ink', frame: 0.85 },
		text(clusters, { x: at.x + side + at.size * 0.35, top: at.top, size: at.size, tone }),
	];
	if (at.ticked) marks.push(...tickMark(at.x, top, side));
	return { marks, width: side + at.size * 1.35 + widthOf(clusters, at.size) };
}

function tickMark(x: number, y: number, side: number): Mark[] {
	const at = (dx: number, dy: number) => ({ x: x + dx * side, y: y + dy * side });
	const [start, turn, end] = [at(0.2, 0.5), at(0.42, 0.75), at(0.82, 0.25)];
	const stroke = { kind: 'line', width: 1.15, tone: 'ink' } as const;
	return [
		{ ...stroke, x1: start.x, y1: start.y, x2: turn.x, y2: turn.y },
		{ ...stroke, x1: turn.x, y1: turn.y, x2: end.x, y2: end.y },
	];
}

/** Tick boxes in a row, wrapping; under a label where one is given. */
export function ticks(
	setting: Setting,
	choices: readonly { words: string; ticked: boolean }[],
	at: { x: number; width: number; label?: string },
): Block {
	const size = sizes.text;
	const rows = wrapTicks(setting, choices, at.width, size);
	const head = at.label === undefined ? [] : [label(setting, at.label, at)];
	return together([...head, ...rows.map((row) => tickRow(setting, row, at.x, size))]);
}

function wrapTicks<Choice extends { words: string }>(
	setting: Setting,
	choices: readonly Choice[],
	width: number,
	size: number,
): Choice[][] {
	const rows: Choice[][] = [[]];
	let used = 0;
	for (const choice of choices) {
		const needs = widthOf(set(setting, choice.words), size) + size * 2.2;
		if (used > 0 && used + needs > width) {
			rows.push([]);
			used = 0;
		}
		rows.at(-1)?.push(choice);
		used += needs;
	}
	return rows;
}

function tickRow(
	setting: Setting,
	choices: readonly { words: string; ticked: boolean }[],
	x: number,
	size: number,
): Block {
	return {
		height: size * lineEm,
		marks(top) {
			let at = x;
			return choices.flatMap(({ words, ticked }) => {
				const { marks, width } = tick(setting, words, { x: at, top, size, ticked });
				at += width;
				return marks;
			});
		},
	};
}

/** The words of a section in the label column, the leading language large. */
export function headingMarks(
	setting: Setting,
	words: Words,
	suffix: string,
	top: number,
): { marks: Mark[]; height: number } {
	const column = { x: marginX, width: labelColumn - mm(2) };
	const lead = linesOf(
		setting,
		[{ text: `${words[setting.language]}${suffix}`, bold: true }],
		column.width,
		sizes.heading,
	).map((line) => lineBlock(line, column.x, sizes.heading, 1.3));
	const second = linesOf(setting, secondOf(setting, words), column.width, sizes.label).map((line) =>
		lineBlock(line, column.x, sizes.label, lineEm, 'soft'),
	);
	const block = together([...lead, ...second]);
	return { marks: block.marks(top), height: block.height };
}

/** Both wordings of a label, on a paper in both languages. */
export function bilingual(setting: Setting, words: Words): string {
	return setting.single ? words[setting.language] : both(words, setting.language);
}

/** The wording in the language that does not lead; empty on a paper in one language. */
export function secondOf(setting: Setting, words: Words): string {
	return setting.single ? '' : words[other(setting.language)];
}

/** Of a paper's content: which language leads, and what is left out. */
export function settingFor(
	paper: Pick<PaperFrame, 'language' | 'single' | 'without'>,
	measure: Measure,
): Setting {
	const { language, single = false, without = [] } = paper;
	return { measure, language, single, without };
}
