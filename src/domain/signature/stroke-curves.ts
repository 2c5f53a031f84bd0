import type { Stroke, StrokePoint } from './strokes.ts';

interface Place {
	x: number;
	y: number;
}

/** A piece of a stroke: a cubic Bézier curve, drawn with a round pen of one width. */
export interface Curve {
	from: Place;
	control1: Place;
	control2: Place;
	to: Place;
	width: number;
}

/** Pen widths in the pad's pixels: slow is broad, fast is thin. The pad on the screen uses the same. */
export const penWidthMin = 1.2;
export const penWidthMax = 3.4;
/** How much of a piece's own speed goes into its width; the rest is the piece before it. */
export const speedWeight = 0.7;

/** Smooth curves through the points of a stroke; a single point becomes a dot. */
export function curvesOf(stroke: Stroke): Curve[] {
	const [first] = stroke;
	if (first === undefined) return [];
	if (stroke.length === 1) return [dot(first)];
	let speed = 0;
	return stroke.slice(1).map((to, i) => {
		const from = stroke[i] ?? to;
		speed = speedWeight * speedBetween(from, to) + (1 - speedWeight) * speed;
		const width = Math.max(penWidthMin, penWidthMax / (speed + 1));
		return curveBetween(stroke[i - 1] ?? from, from, to, stroke[i + 2] ?? to, width);
	});
}

function dot(at: StrokePoint): Curve {
	const place = { x: at.x, y: at.y };
	const width = (penWidthMin + penWidthMax) / 2;
	return { from: place, control1: place, control2: place, to: place, width };
}

/** Pixels per millisecond. */
function speedBetween(from: StrokePoint, to: StrokePoint): number {
	const ms = to.time - from.time;
	return ms > 0 ? Math.hypot(to.x - from.x, to.y - from.y) / ms : 0;
}

/** Catmull-Rom: at each end the curve runs parallel to the line between the two neighbours. */
function curveBetween(before: Place, from: Place, to: Place, after: Place, width: number): Curve {
	return {
		from: { x: from.x, y: from.y },
		control1: { x: from.x + (to.x - before.x) / 6, y: from.y + (to.y - before.y) / 6 },
		control2: { x: to.x - (after.x - from.x) / 6, y: to.y - (after.y - from.y) / 6 },
		to: { x: to.x, y: to.y },
		width,
	};
}

/** Where and how large a drawing is put. */
export interface Fit {
	scale: number;
	dx: number;
	dy: number;
}

/**
 * Fits the ink of a signature into a box, its lowest point on the box's bottom line, never larger
 * than `scaleMax` units per pixel.
 */
export function fitInk(
	strokes: readonly Stroke[],
	box: { x: number; y: number; width: number; height: number },
	scaleMax: number,
): Fit {
	const points = strokes.flat();
	if (points.length === 0) return { scale: 1, dx: box.x, dy: box.y };
	const xs = points.map(({ x }) => x);
	const ys = points.map(({ y }) => y);
	const left = xs.reduce((a, b) => Math.min(a, b));
	const bottom = ys.reduce((a, b) => Math.max(a, b));
	const width = xs.reduce((a, b) => Math.max(a, b)) - left;
	const height = bottom - ys.reduce((a, b) => Math.min(a, b));
	const scale = Math.min(
		scaleMax,
		box.width / Math.max(1, width),
		box.height / Math.max(1, height),
	);
	return { scale, dx: box.x - left * scale, dy: box.y + box.height - bottom * scale };
}

/** A curve moved and scaled; the pen grows with it. */
export function placed(curve: Curve, { scale, dx, dy }: Fit): Curve {
	const at = ({ x, y }: Place): Place => ({ x: x * scale + dx, y: y * scale + dy });
	return {
		from: at(curve.from),
		control1: at(curve.control1),
		control2: at(curve.control2),
		to: at(curve.to),
		width: curve.width * scale,
	};
}
