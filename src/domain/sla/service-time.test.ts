import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { ServiceWindowSchema, type ServiceCalendar } from './calendar.ts';
import { addServiceMinutes, serviceDaysMax, serviceMinutesBetween } from './service-time.ts';
import { instantOf, InstantSchema, msOf } from '../time/instant.ts';
import { instantOfLocal } from '../time/zone.ts';

const shanghai: ServiceCalendar = {
	zone: 'Asia/Shanghai',
	holidays: ['2026-10-01', '2026-10-02', '2026-10-05', '2026-10-06', '2026-10-07'],
	makeUpWorkdays: ['2026-10-10'],
};
const berlin: ServiceCalendar = { ...shanghai, zone: 'Europe/Berlin' };
const saoPaulo: ServiceCalendar = { ...shanghai, zone: 'America/Sao_Paulo' };

const at = (text: string) => v.parse(InstantSchema, text);
/** `2026-11-20 17:59` on the wall clock of Shanghai. */
function wall(text: string, zone = 'Asia/Shanghai') {
	const [date = '', time = ''] = text.split(' ');
	const [hours = 0, minutes = 0] = time.split(':').map(Number);
	return instantOfLocal(date, hours * 60 + minutes, zone);
}

describe('worked cases of the domain page', () => {
	test('received Fri 17:59, respond 2 h -> Mon 10:59', () => {
		expect(addServiceMinutes(shanghai, '5x8', wall('2026-11-20 17:59'), 120)).toBe(
			wall('2026-11-23 10:59'),
		);
	});

	test('received Sat of a make-up working weekend 10:00, resolve 4 h -> same Sat 15:00', () => {
		expect(addServiceMinutes(shanghai, '5x8', wall('2026-10-10 10:00'), 240)).toBe(
			wall('2026-10-10 15:00'),
		);
	});

	test('5×24 received Fri 23:30, respond 2 h -> Mon 01:30', () => {
		expect(addServiceMinutes(shanghai, '5x24', wall('2026-11-20 23:30'), 120)).toBe(
			wall('2026-11-23 01:30'),
		);
	});
});

test('holidays are skipped by 5x and 6x, not by 7x', () => {
	const eve = wall('2026-09-30 17:00');
	expect(addServiceMinutes(shanghai, '5x9', eve, 120)).toBe(wall('2026-10-08 10:00'));
	expect(addServiceMinutes(shanghai, '6x9', eve, 120)).toBe(wall('2026-10-03 10:00'));
	expect(addServiceMinutes(shanghai, '7x9', eve, 120)).toBe(wall('2026-10-01 10:00'));
});

test('a target used up at closing time falls due at closing time', () => {
	expect(addServiceMinutes(shanghai, '5x8', wall('2026-11-20 16:00'), 120)).toBe(
		wall('2026-11-20 18:00'),
	);
	expect(addServiceMinutes(shanghai, '5x8', wall('2026-11-20 11:00'), 60)).toBe(
		wall('2026-11-20 12:00'),
	);
});

test('no minutes take no time, also at night', () => {
	const night = wall('2026-11-21 03:00');
	expect(addServiceMinutes(shanghai, '5x8', night, 0)).toBe(night);
});

test('around the clock counts real minutes when the clocks change', () => {
	// Berlin: 29 March 2026 has 23 hours, 25 October 25.
	const spring = wall('2026-03-29 00:00', 'Europe/Berlin');
	expect(addServiceMinutes(berlin, '7x24', spring, 240)).toBe(
		wall('2026-03-29 05:00', berlin.zone),
	);
	const autumn = wall('2026-10-25 00:00', 'Europe/Berlin');
	const nextDay = wall('2026-10-26 00:00', 'Europe/Berlin');
	expect(serviceMinutesBetween(berlin, '7x24', autumn, nextDay)).toBe(25 * 60);
});

test('office hours keep their wall times across the change', () => {
	const friday = wall('2026-03-27 17:00', 'Europe/Berlin');
	expect(friday).toBe('2026-03-27T16:00:00.000Z');
	expect(addServiceMinutes(berlin, '5x9', friday, 120)).toBe('2026-03-30T08:00:00.000Z');
});

test('a year of 5×9 is its working days times nine hours', () => {
	// 2027 begins on a Friday: 261 weekdays.
	const [from, to] = [wall('2027-01-01 00:00'), wall('2028-01-01 00:00')];
	expect(serviceMinutesBetween(shanghai, '5x9', from, to)).toBe(261 * 9 * 60);
});

test('what lies beyond the limit is answered with the limit', () => {
	const from = wall('2026-11-20 10:00');
	const limit = instantOf(msOf(from) + serviceDaysMax * 86_400_000);
	expect(addServiceMinutes(shanghai, '5x8', from, 1e9)).toBe(limit);
	const all = serviceMinutesBetween(shanghai, '5x8', from, limit);
	expect(serviceMinutesBetween(shanghai, '5x8', from, at('2999-12-31T23:59:59.999Z'))).toBe(all);
});

test('the last instants have service times too', () => {
	const last = at('2999-12-31T23:59:59.999Z');
	for (const window of ServiceWindowSchema.options) {
		expect(addServiceMinutes(shanghai, window, last, 60)).toBe(last);
	}
});

test('minutes that are none are a bug', () => {
	for (const minutes of [-1, Number.NaN]) {
		expect(() => addServiceMinutes(shanghai, '5x8', wall('2026-11-20 10:00'), minutes)).toThrow(
			RangeError,
		);
	}
});

const anyCalendar = fc.constantFrom(shanghai, berlin, saoPaulo);
const anyWindow = fc.constantFrom(...ServiceWindowSchema.options);
const anyInstant = fc
	.integer({ min: Date.parse('2016-01-01'), max: Date.parse('2028-01-01') })
	.map(instantOf);
const someMs = fc.integer({ min: 0, max: 60 * 86_400_000 });
const someMinutes = fc.integer({ min: 0, max: 20_000 });

describe('properties', () => {
	test('what was added is what lies between', () => {
		fc.assert(
			fc.property(anyCalendar, anyWindow, anyInstant, someMinutes, (calendar, window, from, n) => {
				const due = addServiceMinutes(calendar, window, from, n);
				expect(serviceMinutesBetween(calendar, window, from, due)).toBe(n);
			}),
			{ numRuns: 500 },
		);
	});

	test('adding what lies between leads back, at the latest to where it began', () => {
		fc.assert(
			fc.property(anyCalendar, anyWindow, anyInstant, someMs, (calendar, window, from, ms) => {
				const to = instantOf(msOf(from) + ms);
				const minutes = serviceMinutesBetween(calendar, window, from, to);
				const back = addServiceMinutes(calendar, window, from, minutes);
				expect(back <= to).toBe(true);
				expect(serviceMinutesBetween(calendar, window, back, to)).toBe(0);
			}),
			{ numRuns: 500 },
		);
	});

	test('later receipt or more minutes never fall due earlier', () => {
		fc.assert(
			fc.property(
				anyCalendar,
				anyWindow,
				anyInstant,
				someMs,
				someMinutes,
				someMinutes,
				(calendar, window, from, ms, n, more) => {
					const due = addServiceMinutes(calendar, window, from, n);
					const later = instantOf(msOf(from) + ms);
					expect(addServiceMinutes(calendar, window, later, n) >= due).toBe(true);
					expect(addServiceMinutes(calendar, window, from, n + more) >= due).toBe(true);
				},
			),
			{ numRuns: 500 },
		);
	});

	test('a span cut in two counts the same', () => {
		fc.assert(
			fc.property(
				anyCalendar,
				anyWindow,
				anyInstant,
				someMs,
				someMs,
				(calendar, window, a, x, y) => {
					const b = instantOf(msOf(a) + x);
					const c = instantOf(msOf(b) + y);
					const count = (from: typeof a, to: typeof a) =>
						serviceMinutesBetween(calendar, window, from, to);
					expect(count(a, b) + count(b, c)).toBeCloseTo(count(a, c), 6);
					expect(count(b, a)).toBe(0);
				},
			),
			{ numRuns: 500 },
		);
	});
});
