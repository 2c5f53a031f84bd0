import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bracketPaths } from './bracket-paths.ts';

it('puts the four brackets outside an upright code', () => {
	const paths = bracketPaths([
		{ x: 100, y: 100 },
		{ x: 400, y: 100 },
		{ x: 400, y: 200 },
		{ x: 100, y: 200 },
	]);
	expect(paths.map((path) => path.split('L')[1])).toEqual([
		'86.0 86.0',
		'414.0 86.0',
		'414.0 214.0',
		'86.0 214.0',
	]);
});

it('gives height to bars that were reported as one line', () => {
	const [first, , third] = bracketPaths([
		{ x: 0, y: 50 },
		{ x: 300, y: 50 },
		{ x: 300, y: 50 },
		{ x: 0, y: 50 },
	]);
	expect([first, third].map((path) => path?.split('L')[1])).toEqual(['-14.0 12.0', '314.0 88.0']);
});

it('draws something finite whatever the decoder reports', () => {
	const point = fc.record({
		x: fc.integer({ min: -50, max: 2000 }),
		y: fc.integer({ min: -50, max: 2000 }),
	});
	fc.assert(
		fc.property(point, point, point, point, (a, b, c, d) => {
			expect(bracketPaths([a, b, c, d]).join('')).not.toMatch(/NaN|Infinity/);
		}),
	);
});
