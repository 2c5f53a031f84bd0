import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import {
	isEmptySignature,
	PackedSignatureSchema,
	packStrokes,
	unpackStrokes,
	type StrokePoint,
} from './strokes.ts';

const pad = { width: 358, height: 420 };

const point: fc.Arbitrary<StrokePoint> = fc.record({
	x: fc.integer({ min: -20_000, max: 20_000 }).map((steps) => steps / 10),
	y: fc.integer({ min: -20_000, max: 20_000 }).map((steps) => steps / 10),
	time: fc.integer({ min: 0, max: 4_000_000_000_000 }),
	pressure: fc.integer({ min: 0, max: 100 }).map((steps) => steps / 100),
});
const drawing = fc.array(fc.array(point, { minLength: 1, maxLength: 40 }), { maxLength: 8 });

/** A wave of the pen, `count` points 4 px and 8 ms apart. */
function wave(count: number): StrokePoint[] {
	return Array.from({ length: count }, (_, i) => ({
		x: 40 + 4 * i,
		y: 200 + 30 * Math.sin(i / 5),
		time: 1_800_000_000_000 + 8 * i,
		pressure: 0.5,
	}));
}

describe('packed strokes', () => {
	test('come back as they were drawn, times from the first point', () => {
		fc.assert(
			fc.property(drawing, (strokes) => {
				const start = strokes[0]?.[0]?.time ?? 0;
				const expected = strokes.map((stroke) =>
					stroke.map((each) => ({ ...each, time: each.time - start })),
				);
				expect(unpackStrokes(packStrokes(strokes, pad))).toEqual(expected);
			}),
		);
	});

	test('pass their schema, however much was drawn', () => {
		fc.assert(
			fc.property(drawing, (strokes) => {
				expect(v.is(PackedSignatureSchema, packStrokes(strokes, pad))).toBe(true);
			}),
		);
	});

	test('of any base64 at all end in words, not in a loop or an error', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
				const strokes = Buffer.from(bytes).toString('base64');
				for (const stroke of unpackStrokes({ ...pad, strokes })) {
					expect(stroke.length).toBeGreaterThan(0);
				}
			}),
		);
	});

	test('of a usual signature take about a kilobyte', () => {
		const { strokes } = packStrokes([wave(90), wave(60), wave(50)], pad);
		expect(strokes.length).toBeLessThan(1500);
	});

	test('leave out touches without a point', () => {
		expect(unpackStrokes(packStrokes([[], wave(3), []], pad))).toHaveLength(1);
	});
});

describe('an empty signature', () => {
	test('is none at all, a dot, or a slip of the finger', () => {
		expect(isEmptySignature(undefined)).toBe(true);
		expect(isEmptySignature(packStrokes([], pad))).toBe(true);
		expect(isEmptySignature(packStrokes([wave(1)], pad))).toBe(true);
		expect(isEmptySignature(packStrokes([wave(4)], pad))).toBe(true);
	});

	test('is not a short one', () => {
		expect(isEmptySignature(packStrokes([wave(12)], pad))).toBe(false);
	});
});

test('the text is base64 that anything else reads too', () => {
	const { strokes } = packStrokes([wave(30)], pad);
	expect(Buffer.from(strokes, 'base64').toString('base64')).toBe(strokes);
});
