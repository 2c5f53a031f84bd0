import type { ServiceSheet, SheetCopy, Words } from '../service-sheet.ts';
import { copyWords, other, sheetWords, versionOf } from '../sheet-words.ts';
import {
	bilingual,
	marginX,
	set,
	sizes,
	text,
	textEndingAt,
	tick,
	type Setting,
} from './blocks.ts';
import { widthOf } from './clusters.ts';
import { codeBars, matrixBars } from './codes.ts';
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
};

const right = pageWidth - marginX;
const matrixSide = mm(20);
const barsWidth = mm(62);
const barsHeight = mm(6.8);
const headTop = mm(12.5);
/** Where the rule under the head stands, on the first page and on those after it. */
const firstRule = mm(36.8);
const laterRule = mm(21);
const footTop = pageHeight - mm(16.5);

/** Between head and foot. */
export const firstRoom = { top: firstRule, bottom: footTop - mm(3) };
export const laterRoom = { top: laterRule, bottom: footTop - mm(3) };

/** What form it is. */
export function titleOf({ title = sheetWords.title }: FramedPaper): Words {
	return title;
}

/** Head of the first page: who, what form, which number, as text and as codes. */
export function firstHead(setting: Setting, sheet: FramedPaper): Mark[] {
	const { language } = setting;
	const title = titleOf(sheet);
	return [
		...organisation(setting, sheet, headTop),
		text(set(setting, title[language], true), {
			...{ x: marginX, top: headTop + mm(6.4), size: language === 'zh' ? 21 : 20 },
			tracking: language === 'zh' ? 1.7 : 0,
		}),
		text(set(setting, title[other(language)]), {
			...{ x: marginX, top: headTop + mm(16.6), size: 9.5 },
		}),
		...numbers(setting, sheet),
		{
			...{ kind: 'bars', label: sheet.number },
			bars: matrixBars(sheet.checkAddress ?? sheet.number, {
				...{ x: right - matrixSide, y: headTop, side: matrixSide },
			}),
		},
		...(sheet.checkAddress === undefined ? [] : [checkHint(setting)]),
		headRule(firstRule),
	];
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
	return [
		...organisation(setting, sheet, headTop),
		textEndingAt(number, { right, top: headTop - 1, size: 11 }),
		textEndingAt(title, {
			...{ right: right - widthOf(number, 11) - mm(4), tone: 'soft' },
			...{ top: headTop + 1.6, size: sizes.text - 1 },
		}),
		headRule(laterRule),
	];
}

function headRule(y: number): Mark {
	return { kind: 'line', x1: marginX, y1: y, x2: right, y2: y, width: 2, tone: 'ink' };
}

function organisation(setting: Setting, sheet: FramedPaper, top: number): Mark[] {
	const lead = set(setting, sheet.organisation[setting.language], true);
	const second = set(setting, sheet.organisation[other(setting.language)]);
	const x = marginX + mm(6);
	return [
		...pennant(marginX, top - 1.5, 13.5),
		text(lead, { x, top, size: 8.5 }),
		text(second, {
			...{ x: x + widthOf(lead, 8.5) + mm(2), top: top + 1, size: sizes.label, tone: 'soft' },
		}),
	];
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
	const edge = right - matrixSide - mm(6);
	const label = set(setting, bilingual(setting, sheetWords.number));
	const number = set(setting, sheet.number, true);
	const bars = { x: edge - barsWidth, y: headTop + matrixSide - barsHeight };
	return [
		textEndingAt(label, { right: edge, top: headTop - 2, size: sizes.label, tone: 'soft' }),
		textEndingAt(number, { right: edge, top: headTop + 7, size: 13 }),
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
