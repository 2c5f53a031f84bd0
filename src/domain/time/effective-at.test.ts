import fc from 'fast-check';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { clockJumped, clockJumpMsMin, effectiveAt } from './effective-at.ts';
import { InstantSchema, msOf } from './instant.ts';

const cause = v.parse(InstantSchema, '2026-11-21T02:58:00.000Z');

test('device time is corrected by the measured offset', () => {
	expect(effectiveAt({ rawMs: msOf(cause), offsetMs: 90_000 })).toBe('2026-11-21T02:59:30.000Z');
});

test('nothing happens before its known cause', () => {
	expect(effectiveAt({ rawMs: msOf(cause) - 3_600_000, offsetMs: 0, cause })).toBe(cause);
	expect(effectiveAt({ rawMs: msOf(cause), offsetMs: 1, cause })).toBe('2026-11-21T02:58:00.001Z');
});

test('no device clock is wrong enough to be refused', () => {
	fc.assert(
		fc.property(fc.double({ noNaN: true }), (rawMs) => {
			expect(v.is(InstantSchema, effectiveAt({ rawMs, offsetMs: 0, cause }))).toBe(true);
		}),
	);
});

test('a clock that was moved is told from one that ran', () => {
	const earlier = { wallMs: 1_000_000, monotonicMs: 50 };
	const later = (wallMs: number, monotonicMs: number) =>
		clockJumped(earlier, { wallMs, monotonicMs });
	expect(later(1_060_000, 60_050)).toBeUndefined();
	expect(later(1_060_000 + clockJumpMsMin - 1, 60_050)).toBeUndefined();
	expect(later(1_060_000 + clockJumpMsMin, 60_050)).toBe('forward');
	expect(later(940_000, 60_050)).toBe('back');
});
