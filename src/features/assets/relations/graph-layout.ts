/**
 * A small picture of what an asset needs (above it) and what stops with it (below it): one row for each
 * distance, cut where there is no more room. Pure; lengths are sixteenths of a rem.
 */
import type { Reached } from '#domain/asset/relations.ts';
import type { Neighbours } from './read-relations.ts';

/** Distances drawn on each side; what is farther is in the list. */
const levelsMax = 2;
const box = { width: 108, height: 52 };
const gap = { x: 8, y: 30 };

interface GraphBox {
	key: string;
	x: number;
	y: number;
	/** The asset; absent of a box that tells how many more there are. */
	id?: string;
	more?: number;
	/** Those it stands for. */
	hidden?: string[];
	isSelf?: boolean;
}
interface GraphLine {
	key: string;
	path: string;
}
export interface Graph {
	width: number;
	height: number;
	box: typeof box;
	boxes: GraphBox[];
	lines: GraphLine[];
}

/** Undefined where two boxes do not fit beside each other: then there is the list. */
export function layoutOf(
	self: string,
	{ needs, stops }: Pick<Neighbours, 'needs' | 'stops'>,
	width: number,
): Graph | undefined {
	const perRow = Math.floor((width + gap.x) / (box.width + gap.x));
	if (perRow < 2) return undefined;
	const above = levelsOf(needs).reverse();
	const rows = [...above, [{ key: self, id: self, isSelf: true }], ...levelsOf(stops)];
	const boxes = rows.flatMap((row, n) => placed(fitted(row, perRow, n), n, width));
	return {
		...{ width, box, boxes, lines: [...linesOf(needs, boxes, true), ...linesOf(stops, boxes)] },
		height: rows.length * (box.height + gap.y) - gap.y,
	};
}

type Cell = Omit<GraphBox, 'x' | 'y'>;

function levelsOf({ nodes }: Reached): Cell[][] {
	const levels = Array.from({ length: levelsMax }, (_, n) =>
		nodes.filter(({ depth }) => depth === n + 1).map(({ id }) => ({ key: id, id })),
	);
	return levels.filter((level) => level.length > 0);
}

function fitted(row: Cell[], perRow: number, n: number): Cell[] {
	if (row.length <= perRow) return row;
	const hidden = row.slice(perRow - 1).map(({ key }) => key);
	return [...row.slice(0, perRow - 1), { key: `more-${n}`, more: hidden.length, hidden }];
}

function placed(row: Cell[], n: number, width: number): GraphBox[] {
	const used = row.length * (box.width + gap.x) - gap.x;
	const left = Math.round((width - used) / 2);
	return row.map((cell, at) => ({
		...cell,
		x: left + at * (box.width + gap.x),
		y: n * (box.height + gap.y),
	}));
}

function linesOf({ steps }: Reached, boxes: readonly GraphBox[], isAbove = false): GraphLine[] {
	const at = new Map(boxes.flatMap((one) => (one.hidden ?? [one.key]).map((id) => [id, one])));
	const lines = steps.flatMap(({ from, to }): [string, string][] => {
		const [upper, lower] = isAbove ? [at.get(to), at.get(from)] : [at.get(from), at.get(to)];
		if (!upper || !lower || upper.y >= lower.y) return [];
		return [[`${upper.key} ${lower.key}`, curve(upper, lower)]];
	});
	return [...new Map(lines)].map(([key, path]) => ({ key, path }));
}

function curve(upper: GraphBox, lower: GraphBox): string {
	const [x1, y1] = [upper.x + box.width / 2, upper.y + box.height];
	const [x2, y2] = [lower.x + box.width / 2, lower.y];
	const middle = (y1 + y2) / 2;
	return `M${x1} ${y1}C${x1} ${middle} ${x2} ${middle} ${x2} ${y2}`;
}

/** Shortened to what fits beside each other, by the width its letters take, in em. */
export function cutText(text: string, emMax: number): string {
	let used = 0;
	for (const [n, letter] of [...text].entries()) {
		used += /[ -~]/.test(letter) ? 0.58 : 1;
		if (used > emMax) return `${[...text].slice(0, Math.max(1, n - 1)).join('')}…`;
	}
	return text;
}
