import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { burstLengthMin, keyIntervalMsMax, noBurst, step } from './hand-held.ts';

/** Types the keys with the given gaps and returns the codes recognised. */
function codesOf(keys: readonly string[], gapMs: (place: number) => number): string[] {
	let [state, timeMs] = [noBurst, 1000];
	const codes: string[] = [];
	for (const [place, key] of keys.entries()) {
		timeMs += gapMs(place);
		const next = step(state, key, timeMs);
		state = next.state;
		if (next.code !== undefined) codes.push(next.code);
	}
	return codes;
}

const codeText = fc.string({
	unit: fc.constantFrom(...'ABCXYZabc0189-/.$ '),
	minLength: burstLengthMin,
	maxLength: 40,
});

describe('a burst ended by Enter or Tab', () => {
	it('is a code, whatever fast rhythm it has', () => {
		const gaps = fc.array(fc.nat(keyIntervalMsMax), { minLength: 41, maxLength: 41 });
		fc.assert(
			fc.property(codeText, fc.constantFrom('Enter', 'Tab'), gaps, (text, end, gapsMs) => {
				expect(codesOf([...text, end], (place) => gapsMs[place] ?? 0)).toEqual([text]);
			}),
		);
	});

	it('may hold capitals typed with Shift', () => {
		expect(codesOf(['Shift', 'Z', 'Shift', 'C', '-', '1', 'Enter'], () => 5)).toEqual(['ZC-1']);
	});

	it('does not swallow what was typed by hand just before', () => {
		const gap = (place: number): number => (place === 2 ? 400 : 8);
		expect(codesOf([...'nnZC-1', 'Enter'], gap)).toEqual(['ZC-1']);
	});

	it('leaves nothing behind for the next one', () => {
		expect(codesOf([...'ZC-1', 'Enter', ...'ZC-2', 'Tab'], () => 3)).toEqual(['ZC-1', 'ZC-2']);
	});
});

describe('a person', () => {
	it('typing at human speed is never a scanner', () => {
		fc.assert(
			fc.property(codeText, fc.integer({ min: keyIntervalMsMax + 1, max: 2000 }), (text, gapMs) => {
				expect(codesOf([...text, 'Enter'], () => gapMs)).toEqual([]);
			}),
		);
	});

	it.each([
		['Enter alone', ['Enter']],
		['too few keys', ['1', '2', '3', 'Enter']],
		['an arrow in between', ['1', '2', '3', 'ArrowLeft', '4', 'Enter']],
	])('%s is no code', (_, keys) => {
		expect(codesOf(keys, () => 5)).toEqual([]);
	});

	it('waiting before Enter is no scanner', () => {
		expect(codesOf([...'12345', 'Enter'], (place) => (place === 5 ? 300 : 5))).toEqual([]);
	});
});
