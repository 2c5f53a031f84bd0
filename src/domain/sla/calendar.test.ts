import * as v from 'valibot';
import { expect, test } from 'vitest';
import { openIntervals, ServiceCalendarSchema, type ServiceWindow } from './calendar.ts';
import { dateOf, localOf } from '../time/zone.ts';

/** Thursday 1 to Saturday 3 January are holidays, Sunday 4 and Saturday 10 make up for them. */
const calendar = v.parse(ServiceCalendarSchema, {
	zone: 'Asia/Shanghai',
	holidays: ['2026-01-01', '2026-01-02', '2026-01-03'],
	makeUpWorkdays: ['2026-01-04', '2026-01-10'],
});

function hoursOn(window: ServiceWindow, date: string): string {
	const shown = openIntervals(calendar, window, date).map(({ from, to }) => {
		const opens = localOf(from, calendar.zone).minuteOfDay / 60;
		const closes = localOf(to, calendar.zone).minuteOfDay / 60;
		return `${opens}-${dateOf(to, calendar.zone) === date ? closes : closes + 24}`;
	});
	return shown.join(' ');
}

test('hours of the windows on a plain Monday', () => {
	expect(hoursOn('5x8', '2026-01-05')).toBe('9-12 13-18');
	expect(hoursOn('5x9', '2026-01-05')).toBe('9-18');
	expect(hoursOn('6x9', '2026-01-05')).toBe('9-18');
	expect(hoursOn('7x9', '2026-01-05')).toBe('9-18');
	for (const window of ['5x24', '6x24', '7x24'] as const) {
		expect(hoursOn(window, '2026-01-05')).toBe('0-24');
	}
});

test.each([
	['2026-01-01', 'a holiday', '', '', '9-18'],
	['2026-01-03', 'a holiday on a Saturday', '', '', '9-18'],
	['2026-01-04', 'a make-up Sunday', '9-18', '9-18', '9-18'],
	['2026-01-10', 'a make-up Saturday', '9-18', '9-18', '9-18'],
	['2026-01-17', 'a Saturday', '', '9-18', '9-18'],
	['2026-01-18', 'a Sunday', '', '', '9-18'],
])('%s, %s', (date, _what, five, six, seven) => {
	expect([hoursOn('5x9', date), hoursOn('6x9', date), hoursOn('7x9', date)]).toEqual([
		five,
		six,
		seven,
	]);
});

test('a day in both lists is worked', () => {
	const both = { ...calendar, holidays: ['2026-01-04'], makeUpWorkdays: ['2026-01-04'] };
	expect(openIntervals(both, '5x9', '2026-01-04')).toHaveLength(1);
});

test('opening hours may be set, and unknown fields are kept', () => {
	const early = v.parse(ServiceCalendarSchema, {
		...calendar,
		openings: {
			eightHours: [{ fromMinute: 480, toMinute: 960 }],
			nineHours: [{ fromMinute: 480, toMinute: 1020 }],
		},
		newerField: 1,
	});
	expect(early['newerField']).toBe(1);
	expect(openIntervals(early, '5x8', '2026-01-05')).toEqual([
		{ from: '2026-01-05T00:00:00.000Z', to: '2026-01-05T08:00:00.000Z' },
	]);
});

test('a shift in the night the clocks change has its real length', () => {
	const night = [{ fromMinute: 90, toMinute: 240 }];
	const berlin = {
		...calendar,
		zone: 'Europe/Berlin',
		openings: { eightHours: night, nineHours: [{ fromMinute: 120, toMinute: 180 }] },
	};
	expect(openIntervals(berlin, '7x9', '2026-03-29')).toEqual([]);
	expect(openIntervals(berlin, '7x24', '2026-03-29')).toEqual([
		{ from: '2026-03-28T23:00:00.000Z', to: '2026-03-29T22:00:00.000Z' },
	]);
	expect(openIntervals(berlin, '7x24', '2026-10-25')).toEqual([
		{ from: '2026-10-24T22:00:00.000Z', to: '2026-10-25T23:00:00.000Z' },
	]);
});

test.each([
	[
		'overlapping openings',
		[
			{ fromMinute: 540, toMinute: 720 },
			{ fromMinute: 700, toMinute: 800 },
		],
	],
	['an opening that ends before it begins', [{ fromMinute: 720, toMinute: 540 }]],
	['an opening past midnight', [{ fromMinute: 1200, toMinute: 1500 }]],
	['no opening', []],
])('%s are refused', (_what, openings) => {
	const wrong = { ...calendar, openings: { eightHours: openings, nineHours: openings } };
	expect(v.is(ServiceCalendarSchema, wrong)).toBe(false);
});
