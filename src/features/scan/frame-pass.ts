/**
 * The views of one picture the decoder is shown in turn. zxing looks along rows and columns, so bars
 * lying askew are found in a turned view, blurred or very large ones in a smaller, fine ones in a
 * larger. A camera shows the plain view of each frame, which most labels are read in, and one other
 * where nothing was; a still picture all of them until one is read.
 */
import type { Point } from './reading.ts';

export interface FramePass {
	name: string;
	/** Clockwise, degrees. */
	turnDeg: number;
	scale: number;
}

const base = { name: 'base', turnDeg: 0, scale: 1 } as const satisfies FramePass;
const half = { name: 'half', turnDeg: 0, scale: 0.5 } as const satisfies FramePass;
const turned = { name: 'turned', turnDeg: 45, scale: 1 } as const satisfies FramePass;
const turnedLess = { name: 'turned-22', turnDeg: 22, scale: 1 } as const satisfies FramePass;
const turnedMore = { name: 'turned-67', turnDeg: 67, scale: 1 } as const satisfies FramePass;
const double = { name: 'double', turnDeg: 0, scale: 2 } as const satisfies FramePass;

/**
 * One beside the plain view, over and over. A label four times as long as high is read within 14° of a
 * row or column, so steps of 22° leave no angle out.
 */
const otherPasses = [base, turned, half, turnedLess, turnedMore] as const;

/** The views of the n-th look of a camera. */
export function cameraPasses(turn: number): readonly FramePass[] {
	const place = turn % otherPasses.length;
	return [base, ...otherPasses.slice(place, place + 1)];
}

/** All in turn until one is read. */
export const stillPasses = [base, turned, half, double, turnedLess, turnedMore] as const;

/** Larger views cost memory and seconds on a phone, and what is that large needs no magnifying. */
export const viewPixelsMax = 16_000_000;

/** A view of a picture: its own size and how it was made. */
export interface View {
	width: number;
	height: number;
	turnRad: number;
	scale: number;
	frameWidth: number;
	frameHeight: number;
}

/** The view that holds the whole turned and scaled picture. */
export function viewOf(pass: FramePass, frameWidth: number, frameHeight: number): View {
	const turnRad = (pass.turnDeg * Math.PI) / 180;
	const [cos, sin] = [Math.abs(Math.cos(turnRad)), Math.abs(Math.sin(turnRad))];
	return {
		width: Math.max(1, Math.round(pass.scale * (frameWidth * cos + frameHeight * sin))),
		height: Math.max(1, Math.round(pass.scale * (frameWidth * sin + frameHeight * cos))),
		turnRad,
		scale: pass.scale,
		frameWidth,
		frameHeight,
	};
}

/** Where a point of the view lies in the picture. */
export function toFrame(point: Point, view: View): Point {
	const x = (point.x - view.width / 2) / view.scale;
	const y = (point.y - view.height / 2) / view.scale;
	const [cos, sin] = [Math.cos(view.turnRad), Math.sin(view.turnRad)];
	return {
		x: x * cos + y * sin + view.frameWidth / 2,
		y: y * cos - x * sin + view.frameHeight / 2,
	};
}
