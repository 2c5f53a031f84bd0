import type { Words } from '../service-sheet.ts';
import { sheetWords } from '../sheet-words.ts';
import { headingMarks, marginX, type Block, type Setting } from './blocks.ts';
import { mm, pageWidth, type Mark } from './marks.ts';

/** A part of the sheet under one heading. */
export interface Section {
	heading: Words;
	/** After the heading: `1 / 3` where there are several of a kind. */
	suffix: string;
	blocks: Block[];
	/** Never split over two pages. */
	whole: boolean;
}

const padTop = mm(3.1);
const padBottom = mm(3.4);
const ruleWidth = 0.7;

/** A page's body while it is being filled. */
interface Page {
	marks: Mark[];
	y: number;
	room: Room;
}

/** Where a page's body begins and ends, points from the top. */
export interface Room {
	top: number;
	bottom: number;
}

function newPage(room: Room): Page {
	return { marks: [], y: room.top, room };
}

/**
 * Fills pages with sections. A section that does not fit goes on over the page under its heading
 * again, marked 续; one that must stay whole moves to the next page as a whole.
 */
export function flow(
	setting: Setting,
	sections: readonly Section[],
	rooms: readonly [first: Room, later: Room],
): Mark[][] {
	const pages: Page[] = [newPage(rooms[0])];
	for (const section of sections) {
		const page = pages.at(-1);
		if (page === undefined) break;
		const needs = padTop + firstHeight(setting, section);
		if (page.y > page.room.top && page.y + needs > page.room.bottom) pages.push(newPage(rooms[1]));
		else if (page.y > page.room.top) rule(page);
		fill(setting, section, rooms[1], pages);
	}
	return pages.map(({ marks }) => marks);
}

function firstHeight(setting: Setting, section: Section): number {
	const blocks = section.whole ? section.blocks : section.blocks.slice(0, 1);
	const body = blocks.reduce((sum, { height }) => sum + height, 0);
	return Math.max(body, headingMarks(setting, section.heading, section.suffix, 0).height);
}

/** Puts a section on the last page and as many more as it takes. */
function fill(setting: Setting, section: Section, later: Room, pages: Page[]): void {
	let page = open(setting, section, '', pages);
	let headingEnd = page.y + headingMarks(setting, section.heading, section.suffix, 0).height;
	for (const block of section.blocks) {
		if (page.y + block.height > page.room.bottom && page.y > page.room.top + padTop) {
			pages.push(newPage(later));
			page = open(setting, section, continuedSuffix(setting), pages);
			headingEnd = page.y;
		}
		page.marks.push(...block.marks(page.y));
		page.y += block.height;
	}
	page.y = Math.max(page.y, headingEnd) + padBottom;
}

function open(setting: Setting, section: Section, suffix: string, pages: Page[]): Page {
	const page = pages.at(-1);
	if (page === undefined) throw new Error('A section needs a page');
	page.y += padTop;
	const { marks } = headingMarks(setting, section.heading, section.suffix + suffix, page.y);
	page.marks.push(...marks);
	return page;
}

function continuedSuffix(setting: Setting): string {
	const words = sheetWords.continued;
	return setting.language === 'zh' ? `（${words.zh}）` : ` (${words.en})`;
}

function rule(page: Page): void {
	page.marks.push({
		kind: 'line',
		x1: marginX,
		y1: page.y,
		x2: pageWidth - marginX,
		y2: page.y,
		width: ruleWidth,
		tone: 'ink',
	});
}
