import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cameraPasses, stillPasses, toFrame, viewOf } from './frame-pass.ts';
import type { View } from './frame-pass.ts';
import type { Point } from './reading.ts';

const passes = fc.constantFrom(...stillPasses);
const side = fc.integer({ min: 40, max: 4000 });
const share = fc.double({ min: 0, max: 1, noNaN: true });

/** The transformation the worker's canvas makes: about the middle, scaled, then turned. */
function toView(point: Point, view: View): Point {
	const [x, y] = [point.x - view.frameWidth / 2, point.y - view.frameHeight / 2];
	const [cos, sin] = [Math.cos(view.turnRad), Math.sin(view.turnRad)];
	return {
		x: view.scale * (x * cos - y * sin) + view.width / 2,
		y: view.scale * (x * sin + y * cos) + view.height / 2,
	};
}

it('brings a point of any view back to its place in the picture', () => {
	fc.assert(
		fc.property(passes, side, side, share, share, (pass, width, height, across, down) => {
			const view = viewOf(pass, width, height);
			const point = { x: across * width, y: down * height };
			const back = toFrame(toView(point, view), view);
			expect(back.x).toBeCloseTo(point.x, 6);
			expect(back.y).toBeCloseTo(point.y, 6);
		}),
	);
});

it('cuts nothing of the picture off', () => {
	fc.assert(
		fc.property(passes, side, side, share, share, (pass, width, height, across, down) => {
			const view = viewOf(pass, width, height);
			const seen = toView({ x: across * width, y: down * height }, view);
			expect(seen.x).toBeGreaterThanOrEqual(-1);
			expect(seen.y).toBeGreaterThanOrEqual(-1);
			expect(seen.x).toBeLessThanOrEqual(view.width + 1);
			expect(seen.y).toBeLessThanOrEqual(view.height + 1);
		}),
	);
});

it('shows a camera the plain view at every look, and each turned one within a few', () => {
	const looks = [0, 1, 2, 3, 4].map((turn) => cameraPasses(turn).map(({ name }) => name));
	expect(looks.every(([first]) => first === 'base')).toBe(true);
	expect(looks.map(([, other]) => other)).toEqual([
		...['base', 'turned', 'half', 'turned-22', 'turned-67'],
	]);
	expect(cameraPasses(5)).toEqual(cameraPasses(0));
});
