import fc from 'fast-check';
import { expect, test } from 'vitest';
import { copyHash, readCopyLink } from './copy-link.ts';

const token = 'Ab3dEf6hIj9kLm2nOp5qRs';

test('what is printed is read again, whatever the order is called', () => {
	const id = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$/);
	const random = fc.stringMatching(/^[A-Za-z0-9_-]{22}$/);
	fc.assert(
		fc.property(id, random, (order, secret) => {
			const link = { order, token: secret };
			expect(readCopyLink(`https://outpost.example/copy${copyHash(link)}`)).toEqual(link);
		}),
	);
});

test('anything else is no link', () => {
	for (const text of [
		'',
		'#',
		'D0201-2026112103-S1',
		'ZC-2026-000123',
		`#.${token}`,
		`#a b.${token}`,
	])
		expect(readCopyLink(text)).toBeUndefined();
	expect(readCopyLink(`#order.${token}x`)).toBeUndefined();
	expect(readCopyLink(`#order.${token.slice(1)}`)).toBeUndefined();
});
