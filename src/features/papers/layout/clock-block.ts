import type { SheetClock, Words } from '../service-sheet.ts';
import { limitOf, sheetWords, usedOf } from '../sheet-words.ts';
import {
	bilingual,
	label,
	lineEm,
	linesOf,
	lineBlock,
	set,
	sizes,
	textEndingAt,
	together,
	type Block,
	type Setting,
} from './blocks.ts';
import { widthOf } from './clusters.ts';
import { mm, type Mark } from './marks.ts';

/** The ruler shows this much of the limit; what runs over it is at the end of the scale. */
const rulerShare = 1.2;
const tickShares = [0.5, 0.8];
const barHeight = 3.2;

/** A service clock: its limit, a ruler with the share used, the verdict, and what stopped it. */
export function clockBlock(
	setting: Setting,
	name: Words,
	clock: SheetClock,
	at: { x: number; width: number },
): Block {
	const limit = bilingual(setting, limitOf(clock.targetMinutes));
	const used = bilingual(setting, usedOf(clock.usedMinutes));
	const detail = linesOf(setting, `${clock.dueText}\u3000${used}`, at.width, sizes.label + 1);
	return together([
		label(setting, `${bilingual(setting, name)}\u3000${limit}`, at),
		rulerBlock(setting, clock, at),
		...detail.map((line) => lineBlock(line, at.x, sizes.label + 1, lineEm)),
	]);
}

function verdictOf(clock: SheetClock): Words {
	if (clock.met === undefined) return sheetWords.running;
	return clock.met ? sheetWords.met : sheetWords.late;
}

function rulerBlock(setting: Setting, clock: SheetClock, at: { x: number; width: number }): Block {
	const verdict = set(setting, bilingual(setting, verdictOf(clock)), true);
	const height = sizes.text * lineEm;
	const width = at.width - widthOf(verdict, sizes.text) - mm(3);
	return {
		height,
		marks: (top) => [
			...rulerMarks({ x: at.x, y: top + height / 2, width }, clock),
			textEndingAt(verdict, { right: at.x + at.width, top, size: sizes.text }),
		],
	};
}

function rulerMarks(bar: { x: number; y: number; width: number }, clock: SheetClock): Mark[] {
	const unit = bar.width / rulerShare;
	const share = clock.targetMinutes > 0 ? clock.usedMinutes / clock.targetMinutes : rulerShare;
	const limit = bar.x + unit;
	const top = bar.y - barHeight / 2;
	return [
		{
			...{ kind: 'box', x: bar.x, y: top, width: unit, height: barHeight },
			...{ tone: 'ink', frame: 0.6 },
		},
		...hatch(limit, top, bar.x + bar.width - limit),
		{
			...{ kind: 'box', x: bar.x, y: top, height: barHeight, tone: 'ink' },
			width: unit * Math.min(share, rulerShare),
		},
		...tickShares.map((at) => tickAt(bar.x + unit * at, bar.y, 3.4, 0.7)),
		tickAt(limit, bar.y, 5, 1.6),
	];
}

function tickAt(x: number, y: number, half: number, width: number): Mark {
	return { kind: 'line', x1: x, y1: y - half, x2: x, y2: y + half, width, tone: 'ink' };
}

/** Beyond the limit: slanted strokes between two fine lines. */
function hatch(x: number, top: number, width: number): Mark[] {
	const edge = (y: number): Mark => ({
		...{ kind: 'line', x1: x, y1: y, x2: x + width, y2: y },
		...{ width: 0.4, tone: 'ink' },
	});
	const strokes: Mark[] = [];
	for (let at = x + 2; at < x + width; at += 2.2) {
		strokes.push({
			...{ kind: 'line', x1: at, y1: top + barHeight, x2: at + 1.2, y2: top },
			...{ width: 0.4, tone: 'ink' },
		});
	}
	return [edge(top), edge(top + barHeight), ...strokes];
}
