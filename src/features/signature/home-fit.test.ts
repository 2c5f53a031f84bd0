import fc from 'fast-check';
import { expect, test } from 'vitest';
import { areaOf, fitHome, toHome, toPad } from './home-fit.ts';

const size = fc.record({
	width: fc.integer({ min: 200, max: 1200 }),
	height: fc.integer({ min: 150, max: 900 }),
});
const stroke = fc.array(
	fc.record({
		x: fc.integer({ min: 0, max: 1200 }),
		y: fc.integer({ min: 0, max: 900 }),
		time: fc.nat(),
		pressure: fc.constant(0.5),
	}),
	{ minLength: 1 },
);

test('a stroke drawn on a turned pad comes home to the same place', () => {
	fc.assert(
		fc.property(size, size, stroke, (home, pad, drawn) => {
			const fit = fitHome(areaOf(home, []), pad);
			const back = toPad(toHome(drawn, fit), fit);
			for (const [i, point] of back.entries()) {
				expect(point.x).toBeCloseTo(drawn[i]?.x ?? 0, 6);
				expect(point.y).toBeCloseTo(drawn[i]?.y ?? 0, 6);
			}
		}),
	);
});

test('all ink is visible on any pad, also what was drawn beyond its home', () => {
	fc.assert(
		fc.property(size, size, stroke, (home, pad, drawn) => {
			const fit = fitHome(areaOf(home, [drawn]), pad);
			for (const { x, y } of toPad(drawn, fit)) {
				expect(x).toBeGreaterThanOrEqual(-1e-6);
				expect(y).toBeGreaterThanOrEqual(-1e-6);
				expect(x).toBeLessThanOrEqual(pad.width + 1e-6);
				expect(y).toBeLessThanOrEqual(pad.height + 1e-6);
			}
		}),
	);
});

test('a pad of the same size shows strokes where they were drawn', () => {
	const home = { width: 358, height: 420 };
	expect(fitHome(areaOf(home, []), home)).toEqual({ scale: 1, dx: 0, dy: 0 });
});
