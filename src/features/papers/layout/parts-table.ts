import type { SheetPart, Words } from '../service-sheet.ts';
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

/** One column of a table; they fill the body's width. */
export interface Column {
	key: string;
	words: Words;
	width: number;
	right: boolean;
}
/** What stands in a row, by column. */
type Cells = Readonly<Record<string, string | undefined>>;

const columns = [
	{ key: 'name', words: sheetWords.part, width: mm(47), right: false },
	{ key: 'serial', words: sheetWords.serial, width: mm(33), right: false },
	{ key: 'from', words: sheetWords.from, width: mm(33), right: false },
	{ key: 'quantity', words: sheetWords.quantity, width: mm(18), right: true },
	{ key: 'charge', words: sheetWords.charge, width: mm(30), right: true },
] as const satisfies readonly Column[];
/** Its room goes to the name. */
const withoutCharge: readonly Column[] = columns
	.filter(({ key }) => key !== 'charge')
	.map((column) => (column.key === 'name' ? { ...column, width: mm(77) } : column));
const cellGap = mm(2);
const cellEm = 1.4;
const cellPad = mm(0.9);

/** Parts fitted and taken out, one row each. */
export function partsTable(setting: Setting, parts: readonly SheetPart[]): Block[] {
	return table(
		setting,
		setting.without?.includes('charge') ? withoutCharge : columns,
		parts.map((part) => ({ ...part })),
	);
}

/** A ruled table; its head stays with the first row. Nothing without rows. */
export function table(
	setting: Setting,
	columns: readonly Column[],
	rows: readonly Cells[],
): Block[] {
	const [first, ...rest] = rows.map((cells, i) =>
		ruled(bodyRow(setting, columns, cells), i === rows.length - 1 ? undefined : 'faint'),
	);
	if (first === undefined) return [];
	return [together([ruled(headRow(setting, columns), 'ink'), first]), ...rest];
}

function headRow(setting: Setting, columns: readonly Column[]): Block {
	const words = ({ words }: Column) => [set(setting, bilingual(setting, words))];
	return row(columns, words, sizes.label, 0);
}

function bodyRow(setting: Setting, columns: readonly Column[], cells: Cells): Block {
	const cellsOf = ({ key, width }: Column) =>
		linesOf(setting, cells[key] ?? '—', width - cellGap, sizes.cell);
	return row(columns, cellsOf, sizes.cell, cellPad);
}

function row(
	columns: readonly Column[],
	linesFor: (column: Column) => Cluster[][],
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
