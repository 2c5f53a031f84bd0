import fc from 'fast-check';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { instantOf, InstantSchema, msOf } from './instant.ts';
import { addDays, dateOfDay } from './local-date.ts';
import { dateOf, instantOfLocal, localOf, ZoneSchema } from './zone.ts';

const zones = [
	'Asia/Shanghai',
	'Europe/Berlin',
	'America/New_York',
	'America/St_Johns',
	'America/Sao_Paulo',
	'America/Havana',
	'Australia/Lord_Howe',
	'Asia/Kathmandu',
	'Pacific/Apia',
	'Africa/Casablanca',
	'UTC',
];
const at = (text: string) => v.parse(InstantSchema, text);
const hour = 60;
const minuteMs = 60_000;
const anyZone = fc.constantFrom(...zones);
const anyMs = fc.integer({
	min: msOf(at('1995-01-01T00:00:00.000Z')),
	max: msOf(at('2037-01-01T00:00:00.000Z')),
});

test('the wall clock of Shanghai', () => {
	expect(localOf(at('2026-11-20T16:30:00.000Z'), 'Asia/Shanghai')).toEqual({
		year: 2026,
		month: 11,
		day: 21,
		weekday: 6,
		minuteOfDay: 30,
		date: '2026-11-21',
	});
	expect(dateOf(at('2026-11-20T15:59:59.999Z'), 'Asia/Shanghai')).toBe('2026-11-20');
	expect(instantOfLocal('2026-11-21', 10 * hour + 58, 'Asia/Shanghai')).toBe(
		'2026-11-21T02:58:00.000Z',
	);
});

test('a skipped wall time is the instant of the jump', () => {
	const jump = '2026-03-29T01:00:00.000Z';
	for (const minute of [2 * hour, 2 * hour + 30, 3 * hour]) {
		expect(instantOfLocal('2026-03-29', minute, 'Europe/Berlin')).toBe(jump);
	}
	expect(instantOfLocal('2026-03-29', 2 * hour - 1, 'Europe/Berlin')).toBe(
		'2026-03-29T00:59:00.000Z',
	);
});

test('a repeated wall time is its first coming', () => {
	expect(instantOfLocal('2026-10-25', 2 * hour + 30, 'Europe/Berlin')).toBe(
		'2026-10-25T00:30:00.000Z',
	);
	expect(instantOfLocal('2026-10-25', 3 * hour, 'Europe/Berlin')).toBe('2026-10-25T02:00:00.000Z');
});

test('a midnight that does not exist, and a day that does not', () => {
	// São Paulo went from 00:00 to 01:00; Samoa left out 30 December 2011 whole.
	expect(instantOfLocal('2018-11-04', 0, 'America/Sao_Paulo')).toBe('2018-11-04T03:00:00.000Z');
	const missing = ['2011-12-30', '2011-12-31'].map((date) =>
		instantOfLocal(date, 0, 'Pacific/Apia'),
	);
	expect(missing).toEqual(['2011-12-30T10:00:00.000Z', '2011-12-30T10:00:00.000Z']);
});

test('the engine agrees on the wall clock of every zone', () => {
	fc.assert(
		fc.property(anyZone, anyMs, (zone, ms) => {
			const parts = new Intl.DateTimeFormat('sv-SE', {
				timeZone: zone,
				dateStyle: 'short',
				timeStyle: 'short',
			}).format(ms);
			const { date, minuteOfDay } = localOf(instantOf(ms), zone);
			const clock = [Math.floor(minuteOfDay / 60), minuteOfDay % 60];
			expect(`${date} ${clock.map((n) => String(n).padStart(2, '0')).join(':')}`).toBe(parts);
		}),
		{ numRuns: 500 },
	);
});

test('instant -> wall time -> instant is the way back, but in the hour that came twice', () => {
	fc.assert(
		fc.property(anyZone, anyMs, (zone, ms) => {
			const instant = instantOf(Math.floor(ms / minuteMs) * minuteMs);
			const { date, minuteOfDay } = localOf(instant, zone);
			const back = instantOfLocal(date, minuteOfDay, zone);
			expect(back <= instant).toBe(true);
			expect(localOf(back, zone)).toEqual(localOf(instant, zone));
			expect(msOf(instant) - msOf(back)).toBeLessThanOrEqual(hour * minuteMs);
		}),
		{ numRuns: 1_000 },
	);
});

test('later wall times are never earlier, and the end of a day is the start of the next', () => {
	const changes = ['2011-12-30', '2018-11-04', '2026-03-29', '2026-10-25', '2026-04-05'];
	for (const zone of zones) {
		for (const date of changes.flatMap((day) => [addDays(day, -1), day])) {
			const day = Array.from({ length: 97 }, (_, n) => instantOfLocal(date, n * 15, zone));
			expect(day.toSorted()).toEqual(day);
			expect(day.at(-1)).toBe(instantOfLocal(addDays(date, 1), 0, zone));
		}
	}
});

test('many days do not confuse the memory', () => {
	for (let day = 0; day < 20_500; day += 1) {
		instantOfLocal(dateOfDay(day), 0, 'Asia/Kathmandu');
	}
	expect(instantOfLocal('2026-11-21', 0, 'Asia/Kathmandu')).toBe('2026-11-20T18:15:00.000Z');
});

test('a zone is one this engine knows', () => {
	expect(v.is(ZoneSchema, 'Europe/Berlin')).toBe(true);
	expect(v.is(ZoneSchema, 'Middle/Earth')).toBe(false);
	expect(v.is(ZoneSchema, '')).toBe(false);
	expect(() => dateOf(at('2026-11-20T15:59:59.999Z'), 'Middle/Earth')).toThrow(RangeError);
});
