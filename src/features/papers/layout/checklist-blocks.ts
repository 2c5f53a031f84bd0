/** The steps of a checklist with their boxes, as many in a row as there is room for. */
import { mm } from './marks.ts';
import {
	bodyWidth,
	bodyX,
	lineBlock,
	lineEm,
	linesOf,
	sizes,
	tick,
	ticks,
	together,
	type Block,
	type Setting,
} from './blocks.ts';

interface Check {
	words: string;
	ticked: boolean;
}

const size = sizes.text;
/** From the left of a box to the words behind it. */
const indent = size * 1.21;
/** Steps that take more than this have a row to themselves. */
const shortWidth = bodyWidth / 2;

/** A block for each row, so that a long list runs on to the next page. */
export function checklistBlocks(setting: Setting, checks: readonly Check[]): Block[] {
	return rowsOf(setting, checks).map((row) => {
		const [only] = row;
		return row.length === 1 && only
			? longCheck(setting, only)
			: ticks(setting, row, { x: bodyX, width: bodyWidth });
	});
}

function rowsOf(setting: Setting, checks: readonly Check[]): Check[][] {
	const rows: Check[][] = [];
	let room = 0;
	for (const check of checks) {
		const { width } = tick(setting, check.words, { x: 0, top: 0, size, ticked: false });
		const row = rows.at(-1);
		if (row && width <= room) row.push(check);
		else rows.push([check]);
		if (!row || width > room) room = width > shortWidth ? 0 : bodyWidth;
		room -= width;
	}
	return rows;
}

/** Its words may need several lines, each below the first one's words. */
function longCheck(setting: Setting, { words, ticked }: Check): Block {
	const lines = linesOf(setting, words, bodyWidth - indent - mm(1), size);
	const text = together(lines.map((line) => lineBlock(line, bodyX + indent, size, lineEm)));
	return {
		height: text.height,
		marks: (top) => [
			...tick(setting, '', { x: bodyX, top, size, ticked }).marks,
			...text.marks(top),
		],
	};
}
