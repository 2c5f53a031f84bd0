/**
 * What is drawn on a photo, in pixels of the kept picture. The same paths are drawn on the screen and
 * into the picture, in one colour that shows on everything: red within a white edge.
 */
export const markKinds = ['arrow', 'circle'] as const;
export type MarkKind = (typeof markKinds)[number];

export interface Place {
	x: number;
	y: number;
}
/** An arrow points at `to`; a circle fills the box between the two. */
export interface Mark {
	kind: MarkKind;
	from: Place;
	to: Place;
}
export interface Size {
	width: number;
	height: number;
}

/** Long side of a kept photo in px: a serial number stays readable, a visit stays a few megabytes. */
const photoSideMax = 2_048;

/** The size a picture is kept in; never larger than it is. */
export function keptSize({ width, height }: Size): Size {
	const scale = Math.min(1, photoSideMax / Math.max(width, height));
	const of = (side: number) => Math.max(1, Math.round(side * scale));
	return { width: of(width), height: of(height) };
}

export const markColours = { ink: '#e5101c', edge: '#ffffff' } as const;

/** Widths of the line and of the white edge with it, px. */
export function markWidths({ width, height }: Size): { ink: number; edge: number } {
	const ink = Math.max(2, Math.max(width, height) * 0.008);
	return { ink, edge: ink * 2 };
}

/** As SVG path data. */
export function pathOf({ kind, from, to }: Mark, size: Size): string {
	return kind === 'arrow' ? arrowPath(from, to, size) : circlePath(from, to);
}

/** The head opens by about 30 degrees to each side. */
const headAngle = 0.52;

function arrowPath(from: Place, to: Place, size: Size): string {
	const length = Math.hypot(to.x - from.x, to.y - from.y);
	const head = Math.min(length * 0.5, Math.max(size.width, size.height) * 0.05);
	const angle = Math.atan2(to.y - from.y, to.x - from.x);
	const wing = (side: number) =>
		at({
			x: to.x - head * Math.cos(angle + side * headAngle),
			y: to.y - head * Math.sin(angle + side * headAngle),
		});
	return `M${at(from)}L${at(to)}M${wing(1)}L${at(to)}L${wing(-1)}`;
}

function circlePath(from: Place, to: Place): string {
	const [rx, ry] = [Math.abs(to.x - from.x) / 2, Math.abs(to.y - from.y) / 2].map(round);
	const left = { x: Math.min(from.x, to.x), y: (from.y + to.y) / 2 };
	const right = { x: Math.max(from.x, to.x), y: left.y };
	return `M${at(left)}A${rx} ${ry} 0 1 1 ${at(right)}A${rx} ${ry} 0 1 1 ${at(left)}Z`;
}

function at({ x, y }: Place): string {
	return `${round(x)} ${round(y)}`;
}

function round(value: number): number {
	return Math.round(value * 10) / 10;
}

/** Lines of the stamp from the lower left corner; legible where the whole photo is as wide as a phone. */
interface Stamp {
	size: number;
	x: number;
	/** Baselines. */
	lines: { text: string; y: number }[];
}

export function stampOf({ width, height }: Size, texts: readonly string[]): Stamp {
	const size = Math.round(Math.min(width * 0.042, height * 0.08));
	const pad = Math.round(size * 0.5);
	const lines = texts.map((text, n) => ({
		text,
		y: height - pad - Math.round((texts.length - 1 - n) * size * 1.3) - Math.round(size * 0.2),
	}));
	return { size, x: pad, lines };
}

/** White letters in a dark outline are read on any ground. */
export const stampLook = {
	font: 'sans-serif',
	weight: 600,
	ink: '#ffffff',
	edge: '#10151d',
	edgeEm: 0.22,
} as const;
