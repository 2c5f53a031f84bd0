import { expect, test } from 'vitest';
import { curvesOf, fitInk, placed } from './stroke-curves.ts';
import type { Stroke } from './strokes.ts';

const slow: Stroke = [
	{ x: 0, y: 0, time: 0, pressure: 0.5 },
	{ x: 10, y: 0, time: 100, pressure: 0.5 },
	{ x: 20, y: 10, time: 200, pressure: 0.5 },
];
const fast: Stroke = slow.map((point, i) => ({ ...point, time: 2 * i }));

test('curves join where one ends and the next begins', () => {
	const [a, b] = curvesOf(slow);
	expect(a?.to).toEqual(b?.from);
});

test('a fast pen is thinner than a slow one', () => {
	expect(curvesOf(fast).at(-1)?.width).toBeLessThan(curvesOf(slow).at(-1)?.width ?? 0);
});

test('a single point is a dot, none is nothing', () => {
	expect(curvesOf(slow.slice(0, 1))).toHaveLength(1);
	expect(curvesOf([])).toEqual([]);
});

test('ink is fitted by its own bounds and stands on the line', () => {
	const fit = fitInk([slow], { x: 100, y: 50, width: 40, height: 40 }, 10);
	const last = curvesOf(slow)
		.map((curve) => placed(curve, fit))
		.at(-1);
	expect(last?.to).toEqual({ x: 140, y: 90 });
});

test('ink is never blown up beyond the limit', () => {
	expect(fitInk([slow], { x: 0, y: 0, width: 4000, height: 4000 }, 0.4).scale).toBe(0.4);
});
