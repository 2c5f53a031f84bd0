import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { limitsText, readingState } from './check.ts';
import { compareDecimals, decimalOf, DecimalSchema } from './decimal.ts';

/** Whole numbers of ten-thousandths, written with so many places. */
const scaled = fc.tuple(fc.integer({ min: -99_999_999, max: 99_999_999 }), fc.nat(4));
function written([units, places]: [number, number]): string {
	const digits = String(Math.abs(units)).padStart(places + 1, '0');
	const whole = digits
		.slice(0, digits.length - places)
		.slice(-7)
		.replace(/^0+(?=\d)/, '');
	const rest = digits.slice(digits.length - places);
	return `${units < 0 ? '-' : ''}${whole}${places > 0 ? `.${rest}` : ''}`;
}
const decimal = scaled.map(written);

/** Exact, in another way than the one under test. */
function exact(text: string): bigint {
	const [whole = '', places = ''] = text.split('.');
	return BigInt(whole + places.padEnd(4, '0'));
}

describe('what was typed', () => {
	test.each([
		['4.6', '4.6'],
		[' 12,60 ', '12.60'],
		['１２．６', '12.6'],
		['0012', '12'],
		['-.5', '-0.5'],
		['+3', '3'],
		['−7', '-7'],
	])('%s is %s', (typed, read) => expect(decimalOf(typed)).toBe(read));

	test.each(['', '.', '4.', '1e3', '4.6.1', '12345678', '0.12345', '4 Ω', 'NaN', '--1'])(
		'%s is no reading',
		(typed) => expect(decimalOf(typed)).toBeUndefined(),
	);

	test('is taken again as it was written', () => {
		fc.assert(
			fc.property(fc.oneof(decimal, fc.string()), (typed) => {
				const read = decimalOf(typed);
				if (read === undefined) return;
				expect(v.is(DecimalSchema, read)).toBe(true);
				expect(decimalOf(read)).toBe(read);
			}),
		);
	});
});

test('two readings compare as exactly as whole numbers do', () => {
	fc.assert(
		fc.property(decimal, decimal, (a, b) => {
			const apart = exact(a) - exact(b);
			expect(Math.sign(compareDecimals(a, b))).toBe(apart > 0n ? 1 : apart < 0n ? -1 : 0);
		}),
	);
});

describe('limits', () => {
	const ohm = { unit: 'Ω', upper: '4' };
	test('count as inside; what is a ten-thousandth beyond is out', () => {
		expect(readingState(ohm, '4.0000')).toBe('within');
		expect(readingState(ohm, '4.0001')).toBe('above');
		expect(readingState({ unit: 'V', lower: '0.3' }, '0.1')).toBe('below');
		expect(readingState({ unit: '' }, '-9')).toBe('within');
	});

	test('a value is on one side of them at most, and both sides agree', () => {
		fc.assert(
			fc.property(decimal, decimal, decimal, (lower, upper, value) => {
				fc.pre(compareDecimals(lower, upper) <= 0);
				const state = readingState({ unit: 'V', lower, upper }, value);
				expect(state === 'below').toBe(exact(value) < exact(lower));
				expect(state === 'above').toBe(exact(value) > exact(upper));
			}),
		);
	});

	test('are written as on a form', () => {
		expect(limitsText(ohm, 'Ω')).toBe('≤ 4 Ω');
		expect(limitsText({ unit: 'V', lower: '12' }, 'V')).toBe('≥ 12 V');
		expect(limitsText({ unit: 'V', lower: '198', upper: '242' }, 'V')).toBe('198–242 V');
		expect(limitsText({ unit: '', lower: '0', upper: '0' }, 'errors')).toBe('= 0 errors');
		expect(limitsText({ unit: 'A' }, 'A')).toBe('');
	});
});
