import type { SheetPart } from '../service-sheet.ts';
import { sheetWords } from '../sheet-words.ts';
import {
	bilingual,
	bodyWidth,
	bodyX,
	linesOf,
	set,
	sideBySide,
	sizes,
	text,
	textEndingAt,
	together,
	type Block,
	type Setting,
} from './blocks.ts';
import type { Cluster } from './clusters.ts';
import { mm, type Mark } from './marks.ts';

const columns = [
	{ key: 'name', words: sheetWords.part, width: mm(47), right: false },
	{ key: 'serial', words: sheetWords.serial, width: mm(33), right: false },
	{ key: 'from', words: sheetWords.from, width: mm(33), right: false },
	{ key: 'quantity', words: sheetWords.quantity, width: mm(18), right: true },
	{ key: 'charge', words: sheetWords.charge, width: mm(30), right: true },
] as const;
const cellGap = mm(2);
const cellEm = 1.4;
const cellPad = mm(0.9);

/** Parts fitted and taken out, one row each; the head stays with the first row. */
export function partsTable(setting: Setting, parts: readonly SheetPart[]): Block[] {
	const [first, ...rest] = parts.map((part, i) =>
		ruled(partRow(setting, part), i === parts.length - 1 ? undefined : 'faint'),
	);
	if (first === undefined) return [];
	return [together([ruled(headRow(setting), 'ink'), first]), ...rest];
}

function headRow(setting: Setting): Block {
	return row((column) => [set(setting, bilingual(setting, column.words))], sizes.label, 0);
}

function partRow(setting: Setting, part: SheetPart): Block {
	const cellsOf = (column: (typeof columns)[number]) =>
		linesOf(setting, part[column.key] ?? '—', column.width - cellGap, sizes.cell);
	return row(cellsOf, sizes.cell, cellPad);
}

function row(
	linesFor: (column: (typeof columns)[number]) => Cluster[][],
	size: number,
	pad: number,
): Block {
	let left = bodyX;
	const cells = columns.map((column) => {
		const x = left;
		left += column.width;
		return cell(linesFor(column), { x, right: column.right ? left : undefined, size, pad });
	});
	return sideBySide(cells);
}

function cell(
	lines: Cluster[][],
	at: { x: number; right: number | undefined; size: number; pad: number },
): Block {
	const { x, right, size, pad } = at;
	const tone = size === sizes.label ? 'soft' : 'ink';
	return {
		height: lines.length * size * cellEm + 2 * pad,
		marks: (top) =>
			lines.map((line, i): Mark => {
				const lineTop = top + pad + i * size * cellEm;
				return right === undefined
					? text(line, { x, top: lineTop, size, tone })
					: textEndingAt(line, { right, top: lineTop, size, tone });
			}),
	};
}

function ruled(block: Block, tone: 'ink' | 'faint' | undefined): Block {
	if (tone === undefined) return block;
	const height = block.height + 1;
	return {
		height,
		marks: (top) => [
			...block.marks(top),
			{
				...{ kind: 'line', x1: bodyX, y1: top + height, x2: bodyX + bodyWidth, y2: top + height },
				...{ width: tone === 'ink' ? 0.7 : 0.45, tone },
			},
		],
	};
}
