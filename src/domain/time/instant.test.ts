import fc from 'fast-check';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import {
	addMinutes,
	compareInstants,
	earlierOf,
	instantMsMax,
	instantMsMin,
	instantOf,
	InstantSchema,
	laterOf,
	msOf,
} from './instant.ts';

const anyMs = fc.integer({ min: instantMsMin, max: instantMsMax });

test('an instant has one spelling, and every millisecond has one', () => {
	fc.assert(
		fc.property(anyMs, (ms) => {
			expect(msOf(v.parse(InstantSchema, instantOf(ms)))).toBe(ms);
		}),
	);
});

test('string order is the order of time', () => {
	fc.assert(
		fc.property(anyMs, anyMs, (a, b) => {
			expect(compareInstants(instantOf(a), instantOf(b))).toBe(Math.sign(a - b));
			expect(earlierOf(instantOf(a), instantOf(b))).toBe(instantOf(Math.min(a, b)));
			expect(laterOf(instantOf(a), instantOf(b))).toBe(instantOf(Math.max(a, b)));
		}),
	);
});

test.each([
	'2026-11-21T02:58:00Z',
	'2026-11-21T02:58:00.000+08:00',
	'2026-02-30T00:00:00.000Z',
	'2026-11-21T24:00:00.000Z',
	'2026-11-21',
	'1899-12-31T23:59:59.999Z',
	'9999-12-31T23:59:59.999Z',
	'yesterday',
])('%s is not an instant', (text) => {
	expect(v.is(InstantSchema, text)).toBe(false);
});

test('milliseconds out of range are a bug', () => {
	for (const ms of [instantMsMin - 1, instantMsMax + 1, Number.NaN]) {
		expect(() => instantOf(ms)).toThrow(RangeError);
	}
});

test('minutes are added on the plain clock', () => {
	const at = v.parse(InstantSchema, '2026-12-31T23:59:30.000Z');
	expect(addMinutes(at, 1.5)).toBe('2027-01-01T00:01:00.000Z');
	expect(addMinutes(at, -1)).toBe('2026-12-31T23:58:30.000Z');
});
