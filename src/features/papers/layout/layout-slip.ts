import type { PartsSlip } from '../parts-slip.ts';
import type { Words } from '../service-sheet.ts';
import { sheetWords, slipWords } from '../sheet-words.ts';
import {
	bilingual,
	bodyWidth,
	bodyX,
	fieldRows,
	label,
	settingFor,
	sideBySide,
	space,
	together,
	type Block,
	type Setting,
} from './blocks.ts';
import type { Measure } from './clusters.ts';
import { flow, type Section } from './flow.ts';
import { mm, type Mark } from './marks.ts';
import { firstHead, firstRoom, foot, laterHead, laterRoom } from './page-frame.ts';
import { table, type Column } from './parts-table.ts';

const columns: readonly Column[] = [
	{ key: 'code', words: slipWords.code, width: mm(31), right: false },
	{ key: 'name', words: sheetWords.part, width: mm(48), right: false },
	{ key: 'from', words: sheetWords.from, width: mm(36), right: false },
	{ key: 'quantity', words: sheetWords.quantity, width: mm(18), right: true },
	{ key: 'at', words: slipWords.takenAt, width: mm(28), right: true },
];
const signers = [slipWords.taker, slipWords.storekeeper, slipWords.date] as const;
const columnGap = mm(5);
const inkHeight = mm(14);

/** Lays a parts slip out on A4 pages, in the same frame as the service sheet. */
export function layOutSlip(slip: PartsSlip, measure: Measure): Mark[][] {
	const setting = settingFor(slip, measure);
	const bodies = flow(setting, sectionsOf(setting, slip), [firstRoom(setting, slip), laterRoom]);
	return bodies.map((body, i) => [
		...(i === 0 ? firstHead(setting, slip) : laterHead(setting, slip)),
		...body,
		...foot(setting, slip, i + 1, bodies.length),
	]);
}

function sectionsOf(setting: Setting, slip: PartsSlip): Section[] {
	const section = (heading: Words, blocks: Block[], whole = false): Section => ({
		...{ heading, blocks, whole },
		suffix: '',
	});
	const field = (words: Words, value: string, span: number) => ({
		...{ label: bilingual(setting, words), value, span },
	});
	const facts = fieldRows(setting, [
		field(slipWords.order, slip.orderNumber, 6),
		field(slipWords.taker, slip.taker, 6),
		field(sheetWords.customer, slip.customer, 6),
		field(sheetWords.site, slip.site, 6),
		field(slipWords.purpose, slip.purpose, 12),
	]);
	const rows = slip.rows.map((row) => ({ ...row }));
	return [
		section(slipWords.about, facts),
		section(sheetWords.parts, table(setting, columns, rows)),
		section(sheetWords.signatures, [signatures(setting)], true),
	];
}

/** Lines to sign on by hand. */
function signatures(setting: Setting): Block {
	const width = (bodyWidth - (signers.length - 1) * columnGap) / signers.length;
	const cells = signers.map((words, i) => {
		const x = bodyX + i * (width + columnGap);
		return together([
			label(setting, bilingual(setting, words), { x, width }),
			space(inkHeight),
			rule(x, width),
		]);
	});
	return sideBySide(cells);
}

function rule(x: number, width: number): Block {
	return {
		height: 1,
		marks: (top) => [
			{ kind: 'line', x1: x, y1: top, x2: x + width, y2: top, width: 0.7, tone: 'ink' },
		],
	};
}
