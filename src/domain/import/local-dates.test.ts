import { describe, expect, test } from 'vitest';
import { dateOrderOf, instantOfText, localDateOf, readingOf } from './local-dates.ts';

describe('the order of day and month', () => {
	test.each([
		[['1/23/23', '3/1/23'], 'month-day'],
		[['29-02-2016 01:16', '1-3-2016'], 'day-month'],
		[['1/2/23', '3/4/23', '2026-01-31', ''], undefined],
		[['13/1/26', '1/13/26', '1/14/26'], 'month-day'],
	])('of %j is %s', (values, order) => {
		expect(dateOrderOf(values)).toBe(order);
	});

	test('is assumed, and said to be, where no value shows it', () => {
		expect(readingOf(['a'], ['1/2/23'], 'month-day')).toEqual({
			columns: ['a'],
			order: 'month-day',
			decidedBy: 'assumption',
		});
	});
});

describe('a date', () => {
	test.each([
		['1/23/23', 'month-day', '2023-01-23'],
		['1/2/99', 'month-day', '1999-01-02'],
		['29-02-2016', 'day-month', '2016-02-29'],
		['2026年3月5日', 'day-month', '2026-03-05'],
		['2026/3/5', 'day-month', '2026-03-05'],
		['2026-03-05T10:00', 'day-month', '2026-03-05'],
		['30/2/2026', 'day-month', undefined],
		['1/13/2026', 'day-month', undefined],
		['next week', 'day-month', undefined],
	] as const)('%s read %s is %s', (text, order, date) => {
		expect(localDateOf(text, order)).toBe(date);
	});

	test.each([
		['29-02-2016 01:16', '2016-02-28T17:16:00.000Z'],
		['29-02-2016', '2016-02-28T16:00:00.000Z'],
		['29-02-2016 24:16', undefined],
		['29-02-2016 noon', undefined],
	])('with a time, %s in Shanghai is %s', (text, instant) => {
		expect(instantOfText(text, 'day-month', 'Asia/Shanghai')).toBe(instant);
	});
});
