import type { PaperFrame, ServiceSheet, SheetCopy, Words } from '../service-sheet.ts';
import { copyWords, sheetWords, versionOf } from '../sheet-words.ts';
import {
	bilingual,
	lineEm,
	linesOf,
	marginX,
	secondOf,
	set,
	sizes,
	text,
	textEndingAt,
	tick,
	type Setting,
} from './blocks.ts';
import { widthOf, type Cluster, type Span } from './clusters.ts';
import { codeBars, matrixBars } from './codes.ts';
import type { Room } from './flow.ts';
import { mm, pageHeight, pageWidth, type Mark } from './marks.ts';

/** What the frame of any paper needs: who, which form, which number. */
export type FramedPaper = Pick<
	ServiceSheet,
	'organisation' | 'number' | 'offlineNumber' | 'formCode' | 'formVersion'
> & {
	/** Of the service sheet where left out. */
	title?: Words;
	/** Only papers that are signed in the app have copies and a frozen snapshot. */
	copy?: SheetCopy;
	snapshotHash?: string;
	checkAddress?: string;
} & Pick<PaperFrame, 'logo' | 'contact'>;

const right = pageWidth - marginX;
const matrixSide = mm(20);
const barsWidth = mm(62);
const barsHeight = mm(6.8);
const headTop = mm(12.5);
/** Where the rule under the head stands at least on the first page, and on those after it. */
const firstRuleMin = mm(36.8);
const laterRule = mm(21);
/** What a logo may take of the head. */
const logoWidthMax = mm(28);
const logoHeightMax = mm(18);
const organisationSize = 8.5;
const numberSize = 13;
const numbersRight = right - matrixSide - mm(6);
const footTop = pageHeight - mm(16.5);

/** Between head and foot. */
export function firstRoom(setting: Setting, sheet: FramedPaper): Room {
	return { top: headOf(setting, sheet).rule, bottom: footTop - mm(3) };
}
export const laterRoom = { top: laterRule, bottom: footTop - mm(3) };

/** What form it is. */
export function titleOf({ title = sheetWords.title }: FramedPaper): Words {
	return title;
}

/** Head of the first page: who, what form, which number, as text and as codes. */
export function firstHead(setting: Setting, sheet: FramedPaper): Mark[] {
	const { marks, rule } = headOf(setting, sheet);
	return [
		...marks,
		...numbers(setting, sheet),
		{
			...{ kind: 'bars', label: sheet.number },
			bars: matrixBars(sheet.checkAddress ?? sheet.number, {
				...{ x: right - matrixSide, y: headTop, side: matrixSide },
			}),
		},
		...(sheet.checkAddress === undefined ? [] : [checkHint(setting)]),
		headRule(rule),
	];
}

/**
 * Organisation, title and contact beside the logo. Long names take another line and push the rest
 * down; nothing is cut and nothing is set over the numbers.
 */
function headOf(setting: Setting, sheet: FramedPaper): { marks: Mark[]; rule: number } {
	const logo = sheet.logo && logoBox(sheet.logo);
	const x = marginX + (logo ? logo.width + mm(3) : 0);
	const number = widthOf(set(setting, sheet.number, true), numberSize);
	const room = numbersRight - Math.max(barsWidth, number) - mm(3) - x;
	const named = organisationLines(setting, sheet, { x, room, sign: !logo });
	const titled = titleLines(setting, sheet, { x, room, top: headTop + named.height + mm(2.3) });
	const contact = contactLines(
		setting,
		sheet,
		Math.max(titled.bottom + mm(0.6), logo ? headTop + logo.height + mm(1) : 0),
	);
	return {
		marks: [
			...(logo && sheet.logo ? [logoMark(sheet, logo)] : []),
			...named.marks,
			...titled.marks,
			...contact.marks,
		],
		rule: Math.max(firstRuleMin, contact.bottom + mm(1.2)),
	};
}

interface Size {
	width: number;
	height: number;
}

/** As large as the head allows. */
function logoBox({ width, height }: Size): Size {
	const scale = Math.min(logoWidthMax / width, logoHeightMax / height);
	return { width: width * scale, height: height * scale };
}

function logoMark({ logo, organisation }: FramedPaper, size: Size): Mark {
	const place = { x: marginX, y: headTop - 1.5, ...size };
	return { kind: 'picture', ...place, sha256: logo?.sha256 ?? '', label: organisation.zh };
}

function organisationLines(
	setting: Setting,
	sheet: FramedPaper,
	{ x, room, sign }: { x: number; room: number; sign: boolean },
): { marks: Mark[]; height: number } {
	const textX = sign ? x + mm(6) : x;
	const width = sign ? room - mm(6) : room;
	const lead = set(setting, sheet.organisation[setting.language], true);
	const second = set(setting, secondOf(setting, sheet.organisation));
	const oneLine = widthOf(lead, organisationSize) + mm(2) + widthOf(second, sizes.label) <= width;
	const signMarks = sign ? pennant(x, headTop - 1.5, 13.5) : [];
	const lines = (value: Span[], size: number) => linesOf(setting, value, width, size);
	if (oneLine)
		return {
			marks: [...signMarks, ...onOneLine(lead, second, textX, headTop)],
			height: organisationSize * lineEm,
		};
	const rows = [
		...lines([{ text: sheet.organisation[setting.language], bold: true }], organisationSize).map(
			(line) => ({ line, size: organisationSize, tone: 'ink' as const }),
		),
		...lines([{ text: secondOf(setting, sheet.organisation), bold: false }], sizes.label).map(
			(line) => ({ line, size: sizes.label, tone: 'soft' as const }),
		),
	];
	let top = headTop;
	const marks = rows.map(({ line, size, tone }) => {
		const mark = text(line, { x: textX, top, size, tone });
		top += size * lineEm;
		return mark;
	});
	return { marks: [...signMarks, ...marks], height: top - headTop };
}

function onOneLine(lead: Cluster[], second: Cluster[], x: number, top: number): Mark[] {
	return [
		text(lead, { x, top, size: organisationSize }),
		text(second, {
			...{ x: x + widthOf(lead, organisationSize) + mm(2), top: top + 1 },
			...{ size: sizes.label, tone: 'soft' },
		}),
	];
}

/** The form's name as large as there is room for, the other language under it. */
function titleLines(
	setting: Setting,
	sheet: FramedPaper,
	{ x, room, top }: { x: number; room: number; top: number },
): { marks: Mark[]; bottom: number } {
	const { language } = setting;
	const title = titleOf(sheet);
	const clusters = set(setting, title[language], true);
	const tracking = language === 'zh' ? 1.7 : 0;
	const wanted = language === 'zh' ? 21 : 20;
	const fits = (room - tracking * clusters.length) / (widthOf(clusters, wanted) / wanted);
	const size = Math.min(wanted, fits);
	const secondTop = top + mm(10.2);
	return {
		marks: [
			text(clusters, { x, top: top + (wanted - size) * 0.6, size, tracking }),
			text(set(setting, secondOf(setting, title)), { x, top: secondTop, size: 9.5 }),
		],
		bottom: setting.single ? secondTop : secondTop + 9.5 * lineEm,
	};
}

function contactLines(
	setting: Setting,
	{ contact }: FramedPaper,
	top: number,
): { marks: Mark[]; bottom: number } {
	const lines = linesOf(setting, contact ?? '', right - matrixSide - mm(8) - marginX, sizes.label);
	const height = sizes.label * lineEm;
	return {
		marks: lines.map((line, i) =>
			text(line, { x: marginX, top: top + i * height, size: sizes.label, tone: 'soft' }),
		),
		bottom: top + lines.length * height,
	};
}

/** Under the code: what it is for. */
function checkHint(setting: Setting): Mark {
	const words = set(setting, sheetWords.scanToCheck[setting.language]);
	return textEndingAt(words, {
		...{ right, top: headTop + matrixSide + mm(0.4), size: sizes.label, tone: 'soft' },
	});
}

/** Head of every further page: enough to put a loose sheet back where it belongs. */
export function laterHead(setting: Setting, sheet: FramedPaper): Mark[] {
	const number = set(setting, sheet.number, true);
	const title = set(setting, bilingual(setting, titleOf(sheet)));
	const titleRight = right - widthOf(number, 11) - mm(4);
	const titleSize = sizes.text - 1;
	const x = marginX + mm(6);
	const lead: Span[] = [{ text: sheet.organisation[setting.language], bold: true }];
	const width = titleRight - widthOf(title, titleSize) - mm(3) - x;
	const rows = linesOf(setting, lead, width, organisationSize);
	return [
		...pennant(marginX, headTop - 1.5, 13.5),
		...rows.map((line, i) =>
			text(line, { x, top: headTop + i * organisationSize * 1.15, size: organisationSize }),
		),
		textEndingAt(number, { right, top: headTop - 1, size: 11 }),
		textEndingAt(title, {
			...{ right: titleRight, tone: 'soft' },
			...{ top: headTop + 1.6, size: titleSize },
		}),
		headRule(laterRule),
	];
}

function headRule(y: number): Mark {
	return { kind: 'line', x1: marginX, y1: y, x2: right, y2: y, width: 2, tone: 'ink' };
}

/** Outpost's sign: a pennant on its staff. */
function pennant(x: number, y: number, side: number): Mark[] {
	const at = (dx: number, dy: number): [number, number] => [
		x + (dx * side) / 24,
		y + (dy * side) / 24,
	];
	const line = (from: [number, number], to: [number, number]): Mark => ({
		...{ kind: 'line', x1: from[0], y1: from[1], x2: to[0], y2: to[1] },
		...{ width: 1.35, tone: 'ink' },
	});
	return [
		line(at(7, 2.4), at(7, 21)),
		line(at(3, 21), at(14, 21)),
		{
			kind: 'shape',
			points: [at(9.6, 4), at(20, 4), at(16.8, 7.6), at(20, 11.2), at(9.6, 11.2)],
			tone: 'ink',
		},
	];
}

function numbers(setting: Setting, sheet: FramedPaper): Mark[] {
	const edge = numbersRight;
	const label = set(setting, bilingual(setting, sheetWords.number));
	const number = set(setting, sheet.number, true);
	const bars = { x: edge - barsWidth, y: headTop + matrixSide - barsHeight };
	return [
		textEndingAt(label, { right: edge, top: headTop - 2, size: sizes.label, tone: 'soft' }),
		textEndingAt(number, { right: edge, top: headTop + 7, size: numberSize }),
		...offlineNumber(setting, sheet, edge),
		{
			...{ kind: 'bars', label: sheet.number },
			bars: codeBars(sheet.number, { ...bars, width: barsWidth, height: barsHeight }),
		},
	];
}

function offlineNumber(setting: Setting, sheet: FramedPaper, edge: number): Mark[] {
	if (sheet.offlineNumber === undefined) return [];
	const number = set(setting, sheet.offlineNumber);
	const label = set(setting, bilingual(setting, sheetWords.offlineNumber));
	const top = headTop + 23.5;
	return [
		textEndingAt(number, { right: edge, top, size: 9 }),
		textEndingAt(label, {
			...{ right: edge - widthOf(number, 9) - 3, top: top + 1.5, size: sizes.label, tone: 'soft' },
		}),
	];
}

/** Foot of a page: whose copy, the hash of what was signed, form and page. */
export function foot(setting: Setting, sheet: FramedPaper, page: number, pages: number): Mark[] {
	const form = versionOf(sheet.formCode, sheet.formVersion)[setting.language];
	const product = bilingual(setting, sheetWords.product);
	const { copy, snapshotHash } = sheet;
	const frozen = (hash: string) =>
		`${bilingual(setting, sheetWords.frozen)}\u3000SHA-256 ${shortHash(hash)}`;
	const small = (words: string, row: number) =>
		textEndingAt(set(setting, words), {
			...{ right, top: footTop + row * 11, size: sizes.label, tone: 'soft' },
		});
	return [
		...(copy === undefined ? [] : copies(setting, copy)),
		...(snapshotHash === undefined ? [] : [small(frozen(snapshotHash), 0)]),
		small(`${product}\u3000${form}\u3000${page} / ${pages}`, 1),
	];
}

function copies(setting: Setting, chosen: SheetCopy): Mark[] {
	let x = marginX;
	return (['desk', 'engineer', 'customer'] as const).flatMap((copy) => {
		const isChosen = copy === chosen;
		const size = isChosen ? 9 : sizes.label;
		const { marks, width } = tick(setting, bilingual(setting, copyWords[copy]), {
			...{ x, size, ticked: isChosen, bold: isChosen },
			...{ top: footTop + 11 - (size - sizes.label) * 1.02, tone: isChosen ? 'ink' : 'soft' },
		});
		x += width + mm(1);
		return marks;
	});
}

/** First sixteen and last four digits: enough to compare by eye; the whole is in the document's data. */
function shortHash(hash: string): string {
	const groups = hash.slice(0, 16).match(/.{1,4}/g) ?? [];
	return `${groups.join(' ')} … ${hash.slice(-4)}`;
}
