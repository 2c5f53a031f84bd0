import {
	pageHeight,
	tones,
	type BarsMark,
	type BoxMark,
	type LineMark,
	type Mark,
	type PictureMark,
	type ShapeMark,
	type StrokesMark,
	type TextMark,
	type Tone,
} from '../layout/marks.ts';

/** A character as it stands in a content stream. */
export interface Glyph {
	/** Name of the font among the page's resources. */
	font: string;
	/** Its code, hexadecimal. */
	code: string;
	/** The font's own width, ems; what the line gives it may be more. */
	advance: number;
	/** Pictures have their own colours and no outline to thicken. */
	isPicture: boolean;
}

/** Bold is the regular weight with its outline drawn as well; width of that line in ems. */
const boldOutlineEm = 0.03;

/** The operators that draw marks on an A4 page. */
export function contentOf(marks: readonly Mark[], glyphOf: (text: string) => Glyph): string {
	return marks.map((mark) => operatorsOf(mark, glyphOf)).join('\n');
}

function operatorsOf(mark: Mark, glyphOf: (text: string) => Glyph): string {
	switch (mark.kind) {
		case 'text':
			return textOperators(mark, glyphOf);
		case 'line':
			return lineOperators(mark);
		case 'box':
			return boxOperators(mark);
		case 'shape':
			return shapeOperators(mark);
		case 'bars':
			return barsOperators(mark);
		case 'strokes':
			return strokesOperators(mark);
		case 'picture':
			return pictureOperators(mark);
	}
}

/** What changes within a line of text. */
interface Run {
	font: string;
	bold: boolean;
	items: string[];
}

function textOperators(mark: TextMark, glyphOf: (text: string) => Glyph): string {
	const { size, tone } = mark;
	const runs = runsOf(mark, glyphOf).map(({ font, bold, items }) => {
		const weight = bold ? `2 Tr 1 j ${n(size * boldOutlineEm)} w` : '0 Tr';
		return `/${font} ${n(size)} Tf ${weight} [${items.join('')}] TJ`;
	});
	const colour = `${colourOf(tone)} rg ${colourOf(tone)} RG`;
	return `q BT ${colour} 1 0 0 1 ${at(mark.x, mark.y)} Tm ${runs.join(' ')} ET Q`;
}

function runsOf(mark: TextMark, glyphOf: (text: string) => Glyph): Run[] {
	const runs: Run[] = [];
	for (const cluster of mark.clusters) {
		const glyph = glyphOf(cluster.text);
		const bold = cluster.bold && !glyph.isPicture;
		let run = runs.at(-1);
		if (run === undefined || run.font !== glyph.font || run.bold !== bold) {
			run = { font: glyph.font, bold, items: [] };
			runs.push(run);
		}
		const before = adjustment(-cluster.inset);
		const extra = cluster.advance + cluster.inset - glyph.advance;
		run.items.push(before, `<${glyph.code}>`, adjustment(extra + mark.tracking / mark.size));
	}
	return runs.map((run) => ({ ...run, items: joined(run.items) }));
}

/** Moves the pen right by so many ems; TJ counts thousandths to the left. */
function adjustment(ems: number): string {
	const units = Math.round(ems * 1000);
	return units === 0 ? '' : String(-units);
}

/** Neighbouring strings as one. */
function joined(items: readonly string[]): string[] {
	return items
		.filter((item) => item !== '')
		.join(' ')
		.replaceAll('> <', '')
		.split(/(?<=>)/);
}

function lineOperators(mark: LineMark): string {
	const path = `${at(mark.x1, mark.y1)} m ${at(mark.x2, mark.y2)} l S`;
	return `${colourOf(mark.tone)} RG ${n(mark.width)} w ${path}`;
}

function boxOperators(mark: BoxMark): string {
	const box = `${at(mark.x, mark.y + mark.height)} ${n(mark.width)} ${n(mark.height)} re`;
	return mark.frame === undefined
		? `${colourOf(mark.tone)} rg ${box} f`
		: `${colourOf(mark.tone)} RG ${n(mark.frame)} w ${box} S`;
}

function shapeOperators(mark: ShapeMark): string {
	const path = mark.points.map(([x, y], i) => `${at(x, y)} ${i === 0 ? 'm' : 'l'}`).join(' ');
	return `${colourOf(mark.tone)} rg ${path} h f`;
}

/** Three decimals: the narrowest bar is half a point. */
function barsOperators(mark: BarsMark): string {
	const fine = (value: number) => String(Math.round(value * 1000) / 1000);
	const bars = mark.bars.map(({ x, y, width, height }) =>
		[x, pageHeight - y - height, width, height].map(fine).join(' '),
	);
	return `${colourOf(mark.tone ?? 'ink')} rg ${bars.map((bar) => `${bar} re`).join(' ')} f`;
}

function strokesOperators(mark: StrokesMark): string {
	const curves = mark.curves.map(({ from, control1, control2, to, width }) => {
		const bend = [control1, control2, to].map((place) => at(place.x, place.y)).join(' ');
		return `${n(width)} w ${at(from.x, from.y)} m ${bend} c S`;
	});
	return `q ${colourOf(mark.tone)} RG 1 J 1 j ${curves.join('\n')} Q`;
}

/** Name of a picture among the page's resources. */
export function pictureName(sha256: string): string {
	return `I${sha256.slice(0, 16)}`;
}

function pictureOperators({ x, y, width, height, sha256 }: PictureMark): string {
	return `q ${n(width)} 0 0 ${n(height)} ${at(x, y + height)} cm /${pictureName(sha256)} Do Q`;
}

function colourOf(tone: Tone): string {
	const hex = tones[tone];
	return [1, 3, 5].map((i) => n(Number.parseInt(hex.slice(i, i + 2), 16) / 255)).join(' ');
}

/** A place, counted from the bottom as PDF does. */
function at(x: number, y: number): string {
	return `${n(x)} ${n(pageHeight - y)}`;
}

function n(value: number): string {
	return String(Math.round(value * 100) / 100);
}
