import * as v from 'valibot';
import { expect, test } from 'vitest';
import { OldAddressSchema, tagsByAddress, usualOldAddresses } from './old-address.ts';

test.each([
	['https://snipe.example/hardware/bytag?assetTag=ZC-1', ['ZC-1']],
	['http://10.0.0.5:8080/it/hardware/bytag?a=1&assetTag=ZC-1&b=2', ['ZC-1']],
	['https://snipe.example/ht/ZC-1', ['ZC-1']],
	['HTTPS://SNIPE.EXAMPLE/HT/ZC-1/?from=label', ['ZC-1']],
	['https://glpi.example/front/computer.form.php?id=417', ['417']],
	['https://snipe.example/hardware/17', []],
	['https://snipe.example/height/ZC-1', []],
	['/ht/ZC-1', []],
	['ZC-1', []],
])('%s carries %j by the usual patterns', (address, tags) => {
	expect(tagsByAddress(address, usualOldAddresses)).toEqual(tags);
});

test('a pattern may name its server, and what follows the tag', () => {
	const pattern = 'https://it.example/a/[tag]/show';
	expect(tagsByAddress('https://it.example/a/YY-7/show', [pattern])).toEqual(['YY-7']);
	expect(tagsByAddress('https://other.example/a/YY-7/show', [pattern])).toEqual([]);
	expect(tagsByAddress('https://it.example/a/YY-7', [pattern])).toEqual([]);
});

test('nothing in a pattern is an expression', () => {
	expect(tagsByAddress('https://x.example/a+b/ZC-1', ['/a+b/[tag]'])).toEqual(['ZC-1']);
	expect(tagsByAddress('https://x.example/aab/ZC-1', ['/a+b/[tag]'])).toEqual([]);
});

test.each([
	...[...usualOldAddresses, 'https://it.example/a/[tag]', '?id=[tag]'].map((one) => [one, true]),
	...['/ht/', '[tag]', '/[tag]/[tag]', 'ht/[tag]', '/a b/[tag]', ''].map((one) => [one, false]),
] as [string, boolean][])('%j is a pattern: %j', (pattern, isOne) => {
	expect(v.is(OldAddressSchema, pattern)).toBe(isOne);
});
