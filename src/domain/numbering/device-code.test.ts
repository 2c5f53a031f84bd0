import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deviceCodeAlphabet, deviceCodeOf } from './device-code.ts';

test('every one of the first forty thousand installations has its own code', () => {
	const codes = Array.from({ length: 40_000 }, (_, n) => deviceCodeOf(n));
	expect(new Set(codes).size).toBe(codes.length);
	expect(codes.slice(0, 32_768).every((code) => code.length === 3)).toBe(true);
	expect(codes.slice(32_768).every((code) => code.length === 4)).toBe(true);
});

test('different counters have different codes, however large', () => {
	const counter = fc.integer({ min: 0, max: 2 ** 30 });
	fc.assert(
		fc.property(counter, counter, (a, b) => {
			expect(deviceCodeOf(a) === deviceCodeOf(b)).toBe(a === b);
		}),
	);
});

test('nothing in a code is taken for something else', () => {
	expect(new Set(deviceCodeAlphabet).size).toBe(32);
	expect(deviceCodeAlphabet).not.toMatch(/[01IO]/);
	fc.assert(
		fc.property(fc.integer({ min: 0, max: 2 ** 30 }), (n) => {
			expect([...deviceCodeOf(n)].every((letter) => deviceCodeAlphabet.includes(letter))).toBe(
				true,
			);
		}),
	);
});

test('neighbours differ in more than their last character', () => {
	const codes = Array.from({ length: 1_000 }, (_, n) => deviceCodeOf(n));
	codes.slice(1).forEach((code, n) => expect(code.slice(0, 2)).not.toBe(codes[n]?.slice(0, 2)));
});

test('a counter that is none is a bug', () => {
	for (const n of [-1, 0.5, 2 ** 40]) expect(() => deviceCodeOf(n)).toThrow(RangeError);
});
