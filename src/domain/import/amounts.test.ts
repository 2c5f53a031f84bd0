import { describe, expect, test } from 'vitest';
import { centsOf, decimalSignOf, numberText } from './amounts.ts';

describe('which sign parts the decimals', () => {
	test.each([
		[['1,234.50', '3'], 'point'],
		[['1.234,50 €'], 'comma'],
		[['12,5', '1.000'], 'comma'],
		[['0.125'], 'point'],
		[['1,234,567'], 'point'],
		[['¥1.234.567'], 'comma'],
	])('%s: %s', (values, sign) => {
		expect(decimalSignOf(values)).toEqual({ sign, isAmbiguous: false });
	});

	test('whole numbers leave it open and harmless, thousands alone leave it open', () => {
		expect(decimalSignOf(['100', '2500'])).toEqual({ sign: undefined, isAmbiguous: false });
		expect(decimalSignOf(['1.234'])).toEqual({ sign: undefined, isAmbiguous: true });
		expect(decimalSignOf(['1.5', '1,5'])).toEqual({ sign: undefined, isAmbiguous: true });
	});
});

test.each([
	['1,234.5', 'point', '1234.5'],
	['1.234,5', 'comma', '1234.5'],
	["1'234.50", 'point', '1234.50'],
	['¥ 3,000元', 'point', '3000'],
	['12,34', 'point', undefined],
	['1.2.3', 'point', undefined],
	['about 100', 'point', undefined],
] as const)('%s by %s is %s', (text, sign, plain) => {
	expect(numberText(text, sign)).toBe(plain);
});

test('an amount has two places, and noughts behind them do no harm', () => {
	expect(centsOf('1,234.5', 'point')).toBe(123_450);
	expect(centsOf('-0,50', 'comma')).toBe(-50);
	expect(centsOf('1.2300', 'point')).toBe(123);
	expect(centsOf('1.234', 'point')).toBeUndefined();
});
