import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dateOfDay } from '../time/local-date.ts';
import { nextDate, nextDateBy, usualSeason, type Recurrence } from './recurrence.ts';

const row = (from: string, recurrence: Recurrence, rounds: number) => {
	const dates = [from];
	while (dates.length < rounds) dates.push(nextDate(dates.at(-1)!, recurrence, from)!);
	return dates;
};

describe('the round after', () => {
	test.each<[Recurrence['kind'], string, string]>([
		['daily', '2026-12-31', '2027-01-01'],
		['weekly', '2026-12-28', '2027-01-04'],
		['monthly', '2026-12-15', '2027-01-15'],
		['quarterly', '2026-11-30', '2027-02-28'],
		['half_yearly', '2026-08-31', '2027-02-28'],
	])('%s after %s is %s', (kind, from, next) => {
		expect(nextDate(from, { kind }, from)).toBe(next);
	});

	test('there is none of a single one', () => {
		expect(nextDate('2026-11-01', { kind: 'once' }, '2026-11-01')).toBeUndefined();
	});

	test('the last day of a month stays the last', () => {
		expect(row('2026-10-31', { kind: 'monthly' }, 6)).toEqual([
			...['2026-10-31', '2026-11-30', '2026-12-31', '2027-01-31', '2027-02-28', '2027-03-31'],
		]);
	});

	test('lightning protection is monthly April to August, else every four months', () => {
		const dates = row('2026-04-10', { kind: 'seasonal', season: usualSeason }, 8);
		expect(dates.map((date) => date.slice(0, 7))).toEqual([
			...['2026-04', '2026-05', '2026-06', '2026-07', '2026-08', '2026-09', '2027-01', '2027-04'],
		]);
	});

	test('a season may go over the turn of the year', () => {
		const season = { from: 11, to: 2, inside: 1, outside: 3 };
		const dates = row('2026-12-01', { kind: 'seasonal', season }, 7);
		expect(dates.map((date) => date.slice(5, 7))).toEqual([
			'12',
			'01',
			'02',
			'03',
			'06',
			'09',
			'11',
		]);
	});

	test('of rounds gone by only the last is made', () => {
		const monthly = { kind: 'monthly' } as const;
		expect(nextDateBy('2026-11-20', '2026-01-05', monthly, '2026-01-05')).toBe('2026-11-05');
		expect(nextDateBy('2026-11-20', '2026-11-05', monthly, '2026-01-05')).toBe('2026-12-05');
	});

	test('is always later, and a real day', () => {
		const day = fc.integer({ min: 18_000, max: 40_000 }).map(dateOfDay);
		const kind = fc.constantFrom('daily', 'weekly', 'monthly', 'quarterly', 'half_yearly');
		const month = fc.integer({ min: 1, max: 12 });
		const season = fc.record({ from: month, to: month, inside: month, outside: month });
		const recurrence = fc.oneof(
			fc.record({ kind }),
			season.map((of) => ({ kind: 'seasonal', season: of })),
		) as fc.Arbitrary<Recurrence>;
		fc.assert(
			fc.property(day, recurrence, (from, how) => {
				const next = nextDate(from, how, from)!;
				expect(next > from).toBe(true);
				expect(new Date(next).toISOString().slice(0, 10)).toBe(next);
			}),
		);
	});
});
