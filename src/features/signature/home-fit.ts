import type { Stroke } from '#domain/signature/strokes.ts';
import type { Fit } from '#domain/signature/stroke-curves.ts';

export interface Size {
	width: number;
	height: number;
}

/** A part of the plane, in the home pad's pixels. */
export interface Area extends Size {
	x: number;
	y: number;
}

/** The home pad with all its ink: a turned pad is wider, and what is signed at its edge lies outside. */
export function areaOf(home: Size, strokes: readonly Stroke[]): Area {
	const area = { left: 0, top: 0, right: home.width, bottom: home.height };
	for (const { x, y } of strokes.flat()) {
		area.left = Math.min(area.left, x);
		area.top = Math.min(area.top, y);
		area.right = Math.max(area.right, x);
		area.bottom = Math.max(area.bottom, y);
	}
	const { left, top, right, bottom } = area;
	return { x: left, y: top, width: right - left, height: bottom - top };
}

/**
 * Where an area appears on a pad of another size: as large as fits, centred. Strokes are kept in the
 * pixels of the pad they were begun on, their home, and only shown elsewhere: turning the phone to
 * and fro changes nothing.
 */
export function fitHome(area: Area, pad: Size): Fit {
	const scale = Math.min(pad.width / area.width, pad.height / area.height);
	return {
		scale,
		dx: (pad.width - area.width * scale) / 2 - area.x * scale,
		dy: (pad.height - area.height * scale) / 2 - area.y * scale,
	};
}

export function toPad(stroke: Stroke, { scale, dx, dy }: Fit): Stroke {
	return stroke.map((point) => ({ ...point, x: point.x * scale + dx, y: point.y * scale + dy }));
}

export function toHome(stroke: Stroke, { scale, dx, dy }: Fit): Stroke {
	return stroke.map((point) => ({
		...point,
		x: (point.x - dx) / scale,
		y: (point.y - dy) / scale,
	}));
}
