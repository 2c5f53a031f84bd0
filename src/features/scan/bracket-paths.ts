import type { Corners, Point } from './reading.ts';

/** Space between code and bracket, pixels of the picture. */
const gap = 14;
/** Longest arm of a bracket, pixels of the picture; never more than a third of its side. */
const armMax = 46;
/** A row of bars is reported as one line: give its frame this much height, as a share of its length. */
const thinnestShare = 0.16;

/** SVG paths of the four brackets around a code, following its turn. Pixels of the picture. */
export function bracketPaths(corners: Corners): string[] {
	const frame = grown(corners);
	return frame.map((corner, place) => {
		const before = frame[(place + 3) % 4] ?? corner;
		const after = frame[(place + 1) % 4] ?? corner;
		return `M${text(armEnd(corner, before))}L${text(corner)}L${text(armEnd(corner, after))}`;
	});
}

/** The outline of the same frame, to be tapped. */
export function framePath(corners: Corners): string {
	return `M${grown(corners).map(text).join('L')}Z`;
}

/** The corners pushed outwards along the code's own axes. */
function grown([topLeft, topRight, bottomRight, bottomLeft]: Corners): Point[] {
	const length = distance(topLeft, topRight);
	const height = distance(topLeft, bottomLeft);
	const along = direction(topLeft, topRight, { x: 1, y: 0 });
	const across = direction(topLeft, bottomLeft, { x: -along.y, y: along.x });
	const rise = gap + Math.max(0, length * thinnestShare - height) / 2;
	const push = (point: Point, outwards: number, downwards: number): Point => ({
		x: point.x + along.x * gap * outwards + across.x * rise * downwards,
		y: point.y + along.y * gap * outwards + across.y * rise * downwards,
	});
	return [
		push(topLeft, -1, -1),
		push(topRight, 1, -1),
		push(bottomRight, 1, 1),
		push(bottomLeft, -1, 1),
	];
}

function armEnd(from: Point, towards: Point): Point {
	const side = distance(from, towards);
	const arm = Math.min(armMax, side / 3);
	const { x, y } = direction(from, towards, { x: 0, y: 0 });
	return { x: from.x + x * arm, y: from.y + y * arm };
}

function direction(from: Point, to: Point, otherwise: Point): Point {
	const length = distance(from, to);
	// Shorter than a pixel says nothing about a direction.
	if (length < 1) return otherwise;
	return { x: (to.x - from.x) / length, y: (to.y - from.y) / length };
}

function distance(from: Point, to: Point): number {
	return Math.hypot(to.x - from.x, to.y - from.y);
}

function text({ x, y }: Point): string {
	return `${x.toFixed(1)} ${y.toFixed(1)}`;
}
