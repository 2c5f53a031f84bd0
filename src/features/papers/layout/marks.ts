import type { Curve } from '#domain/signature/stroke-curves.ts';
import type { Cluster } from './clusters.ts';

/**
 * Ink: text, labels, the fine rules between table rows, the paper itself, the signing pen; and black for
 * label printers, which have nothing else and would print holes into any grey.
 */
export type Tone = 'ink' | 'soft' | 'faint' | 'white' | 'pen' | 'black';

/** Colours of the tones as sRGB hexadecimal; the soft tone keeps 8:1 on white. */
export const tones: Record<Tone, string> = {
	ink: '#10151d',
	soft: '#4a505b',
	faint: '#9aa0aa',
	white: '#ffffff',
	pen: '#16335f',
	black: '#000000',
};

/** Something put on a page; points, the origin top left. */
export type Mark = TextMark | LineMark | BoxMark | ShapeMark | BarsMark | StrokesMark | PictureMark;

/** One line of text on its baseline, set from the left. */
export interface TextMark {
	kind: 'text';
	x: number;
	y: number;
	size: number;
	tone: Tone;
	clusters: Cluster[];
	/** Extra space after each cluster, points. */
	tracking: number;
}

export interface LineMark {
	kind: 'line';
	x1: number;
	y1: number;
	x2: number;
	y2: number;
	width: number;
	tone: Tone;
}

/** A rectangle: filled, or drawn as a frame of the given width. */
export interface BoxMark {
	kind: 'box';
	x: number;
	y: number;
	width: number;
	height: number;
	tone: Tone;
	frame?: number;
}

/** A closed polygon, filled. */
export interface ShapeMark {
	kind: 'shape';
	points: [x: number, y: number][];
	tone: Tone;
}

/** The dark modules of a bar or matrix code. */
export interface BarsMark {
	kind: 'bars';
	bars: { x: number; y: number; width: number; height: number }[];
	label: string;
	/** Ink where left out. */
	tone?: Tone;
}

/** A handwritten signature as curves of varying width. */
export interface StrokesMark {
	kind: 'strokes';
	curves: Curve[];
	tone: Tone;
}

/** A picture, by the SHA-256 of its bytes. */
export interface PictureMark {
	kind: 'picture';
	x: number;
	y: number;
	width: number;
	height: number;
	sha256: string;
	label: string;
}

/** A4 in points. */
export const pageWidth = 595.28;
export const pageHeight = 841.89;

export const mm = (millimetres: number) => (millimetres * 72) / 25.4;
