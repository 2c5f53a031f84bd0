import fc from 'fast-check';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { addDays, dateOfDay, dayNumberOf, LocalDateSchema, weekdayOf } from './local-date.ts';

test('day numbers and dates are the same thing written twice', () => {
	fc.assert(
		fc.property(fc.integer({ min: -700_000, max: 2_900_000 }), (day) => {
			const date = v.parse(LocalDateSchema, dateOfDay(day));
			expect(dayNumberOf(date)).toBe(day);
			expect(addDays(date, 1)).toBe(dateOfDay(day + 1));
			expect(weekdayOf(addDays(date, 7))).toBe(weekdayOf(date));
		}),
	);
});

test('the week begins on Monday', () => {
	expect(weekdayOf('2026-11-16')).toBe(1);
	expect(weekdayOf('2026-11-22')).toBe(7);
});

test.each(['2026-02-29', '2026-13-01', '2026-00-10', '2026-1-1', '20261121', ''])(
	'%s is no day',
	(text) => {
		expect(v.is(LocalDateSchema, text)).toBe(false);
	},
);

test('a leap day is a day', () => {
	expect(v.is(LocalDateSchema, '2028-02-29')).toBe(true);
});

test('days beyond four-digit years are a bug', () => {
	expect(() => dateOfDay(4_000_000)).toThrow(RangeError);
});
