import fc from 'fast-check';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { IdSchema } from '../record.ts';
import { sourceId } from './source-id.ts';

test('the same words give the same id, for ever', () => {
	expect(sourceId('asset', 'ICC-2065556')).toBe(sourceId('asset', ' icc-2065556 '));
	expect(sourceId('site', 'a', 'b')).toMatch(
		/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
	);
});

test('where one word ends and the next begins makes a difference', () => {
	expect(sourceId('a', 'bc')).not.toBe(sourceId('ab', 'c'));
});

test('any words make a valid id, and different ones different ids', () => {
	const ids = new Map<string, string>();
	fc.assert(
		fc.property(fc.string({ unit: 'grapheme' }), (word) => {
			const id = sourceId('x', word);
			expect(v.is(IdSchema, id)).toBe(true);
			const key = word.normalize('NFKC').trim().replace(/\s+/gu, ' ').toLowerCase();
			expect(ids.get(id) ?? key).toBe(key);
			ids.set(id, key);
		}),
		{ numRuns: 2_000 },
	);
});
