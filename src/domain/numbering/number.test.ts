import fc from 'fast-check';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { deviceCodeOf } from './device-code.ts';
import {
	dailyNumber,
	formCodes,
	numbersWithin,
	offlineNumber,
	paperNumber,
	parseNumber,
	RecordNumberSchema,
	relatedNumber,
} from './number.ts';
import { dateOfDay } from '../time/local-date.ts';

test('the numbers of the domain page', () => {
	expect(formCodes.workOrder).toBe('D0201');
	expect(dailyNumber('D0201', '2026-11-21', 1)).toBe('D0201-2026112101');
	expect(dailyNumber('D0201', '2026-11-21', 99)).toBe('D0201-2026112199');
	expect(dailyNumber('D0201', '2026-11-21', 100)).toBe('D0201-20261121100');
	expect(offlineNumber('D0201', '2026-11-21', 'K7F', 3)).toBe('D0201-20261121-K7F-03');
	expect(paperNumber('D0201-2026112101', 1)).toBe('D0201-2026112101-S1');
	expect(relatedNumber('D0302', 'D0201-2005031401')).toBe('D0302-D0201-2005031401');
});

test('reading says which kind it is', () => {
	expect(parseNumber('D0201-20261121100')).toEqual({
		kind: 'daily',
		number: 'D0201-20261121100',
		form: 'D0201',
		date: '2026-11-21',
		n: 100,
	});
	expect(parseNumber('D0201-20261121-K7F-03')).toMatchObject({
		kind: 'offline',
		deviceCode: 'K7F',
		n: 3,
	});
	expect(parseNumber('D0302-D0201-2005031401-S2')).toMatchObject({
		kind: 'paper',
		version: 2,
		of: { kind: 'related', form: 'D0302', about: { kind: 'daily', date: '2005-03-14' } },
	});
});

test.each([
	'd0201-2026112101',
	' D0201 - 2026 1121 01\n',
	'Ｄ０２０１－２０２６１１２１０１',
	'D0201—2026112101',
	'D0201−2026112101',
])('%j is read as people type it', (text) => {
	expect(parseNumber(text)?.number).toBe('D0201-2026112101');
});

test.each([
	'',
	'D0201',
	'E0201-2026112101',
	'D0201-2026112100',
	'D0201-202611211',
	'D0201-20261121001',
	'D0201-2026022901',
	'D0201-20261121-K0F-03',
	'D0201-20261121-K7-03',
	'D0201-2026112101-S0',
	'D0201-2026112101-S1-S1',
	'D0302-D0303-D0201-2005031401',
	'D0201-2026112101'.repeat(50),
])('%j is no number', (text) => {
	expect(parseNumber(text)).toBeUndefined();
});

test('a stored number has the one right spelling and is no paper', () => {
	expect(v.is(RecordNumberSchema, 'D0201-20261121-K7F-03')).toBe(true);
	expect(v.is(RecordNumberSchema, 'd0201-2026112101')).toBe(false);
	expect(v.is(RecordNumberSchema, 'D0201-2026112101-S1')).toBe(false);
});

test('numbers that cannot be are bugs', () => {
	for (const n of [0, -1, 1.5, 1_000_000]) {
		expect(() => dailyNumber('D0201', '2026-11-21', n)).toThrow(RangeError);
	}
	expect(() => dailyNumber('0201', '2026-11-21', 1)).toThrow(RangeError);
	expect(() => offlineNumber('D0201', '2026-11-21', 'k7f', 1)).toThrow(RangeError);
	expect(() => paperNumber('D0201-2026112101', 0)).toThrow(RangeError);
});

const anyForm = fc
	.tuple(fc.constantFrom('A', 'B', 'C', 'D'), fc.integer({ min: 0, max: 9_999 }))
	.map(([level, n]) => `${level}${String(n).padStart(4, '0')}`);
const anyDate = fc.integer({ min: 10_000, max: 40_000 }).map(dateOfDay);
const anyCount = fc.integer({ min: 1, max: 999_999 });
const anyOrigin = fc
	.tuple(anyForm, anyDate, anyCount, fc.option(fc.integer({ min: 0, max: 2 ** 30 })))
	.map(([form, date, n, device]) =>
		device === null
			? { text: dailyNumber(form, date, n), parts: { kind: 'daily', form, date, n } }
			: {
					text: offlineNumber(form, date, deviceCodeOf(device), n),
					parts: { kind: 'offline', form, date, deviceCode: deviceCodeOf(device), n },
				},
	);

test('what was written is what is read', () => {
	fc.assert(
		fc.property(anyOrigin, ({ text, parts }) => {
			expect(parseNumber(text)).toEqual({ ...parts, number: text });
			expect(parseNumber(` ${text.toLowerCase()} `)).toEqual({ ...parts, number: text });
		}),
		{ numRuns: 500 },
	);
});

test('the same for papers and records about records', () => {
	fc.assert(
		fc.property(anyOrigin, anyForm, fc.integer({ min: 1, max: 9_999 }), (origin, form, version) => {
			const about = { ...origin.parts, number: origin.text };
			const related = relatedNumber(form, origin.text);
			const relatedParts = { kind: 'related', number: related, form, about };
			expect(parseNumber(related)).toEqual(relatedParts);
			for (const of of [about, relatedParts]) {
				const paper = paperNumber(of.number, version);
				expect(parseNumber(paper)).toEqual({ kind: 'paper', number: paper, of, version });
			}
		}),
		{ numRuns: 500 },
	);
});

test('different origins never share a number', () => {
	fc.assert(
		fc.property(anyOrigin, anyOrigin, (a, b) => {
			fc.pre(JSON.stringify(a.parts) !== JSON.stringify(b.parts));
			expect(a.text).not.toBe(b.text);
		}),
	);
});

test.each([
	['d0201-2026112101', ['D0201-2026112101']],
	['D0201-2026112101-S2', ['D0201-2026112101-S2', 'D0201-2026112101']],
	[
		'D0302-D0201-2005031401-2-S1',
		['D0302-D0201-2005031401-2-S1', 'D0302-D0201-2005031401-2', 'D0201-2005031401'],
	],
	['ZC-2026-000123', []],
])('%s leads to %j', (text, numbers) => {
	expect(numbersWithin(text)).toEqual(numbers);
});
