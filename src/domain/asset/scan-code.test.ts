import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	cleanScanCode,
	gs1CheckDigit,
	normaliseScanCode,
	scanCodeCandidates,
} from './scan-code.ts';

describe('what was read, cleaned', () => {
	it.each([
		['  ZC-2026-000123\r\n', 'ZC-2026-000123'],
		['ＺＣ－２０２６－０００１２３', 'ZC-2026-000123'],
		['zc-1\u3000', 'zc-1'],
		['\u001dABC\u0004', 'ABC'],
		['\ufeffABC\u200b', 'ABC'],
		[']C1ABC', 'ABC'],
		['设备 01', '设备 01'],
		[' \t', ''],
	])('%j -> %j', (read, clean) => {
		expect(cleanScanCode(read)).toBe(clean);
	});

	it('gives the same key for every way of writing a tag', () => {
		expect(normaliseScanCode('ｚｃ－1 ')).toBe(normaliseScanCode('ZC-1'));
	});
});

describe('candidates for the register', () => {
	it.each([
		['zc-2026-000123', ['zc-2026-000123', 'ZC-2026-000123']],
		['ZC-1', ['ZC-1']],
		['*ZC-1*', ['*ZC-1*', 'ZC-1']],
		['8004ABC1', ['8004ABC1', 'ABC1']],
		['(8004)ABC1', ['(8004)ABC1', 'ABC1']],
		['010890381998765921S1ND6', ['010890381998765921S1ND6', 'S1ND6']],
		['6901234567892', ['6901234567892', '690123456789']],
		['0012345678905', ['0012345678905', '012345678905', '001234567890']],
		['012345678905', ['012345678905', '0012345678905', '01234567890']],
		['6901234567890', ['6901234567890']],
		['', []],
	])('%j -> %j', (read, candidates) => {
		expect(scanCodeCandidates(read)).toEqual(candidates);
	});

	it('takes the last step of a web address', () => {
		expect(scanCodeCandidates('https://assets.example/ht/ZC%2D1')).toContain('ZC-1');
		expect(scanCodeCandidates('https://assets.example/hardware/17/?a=1')).toContain('17');
		expect(scanCodeCandidates('https://assets.example/ht/%E0%A4%A')).toContain('%E0%A4%A');
	});

	it('puts what was literally read first and repeats nothing', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (read) => {
				const candidates = scanCodeCandidates(read);
				expect(new Set(candidates).size).toBe(candidates.length);
				expect(candidates[0] ?? '').toBe(cleanScanCode(read));
			}),
		);
	});

	it('is settled: cleaning what was cleaned without a prefix changes nothing', () => {
		fc.assert(
			fc.property(fc.string(), (read) => {
				const clean = cleanScanCode(read);
				fc.pre(!clean.startsWith(']'));
				expect(cleanScanCode(clean)).toBe(clean);
			}),
		);
	});
});

it('computes the check digit of printed articles', () => {
	expect(gs1CheckDigit('400638133393')).toBe(1);
	expect(gs1CheckDigit('03600029145')).toBe(2);
});
