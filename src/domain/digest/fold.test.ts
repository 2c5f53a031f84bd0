import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bucketLength, bucketOf, digestBuckets, Fold, type HeldRow } from './fold.ts';
import { rangesOf, seqsOf } from './seq-ranges.ts';

const anyRow: fc.Arbitrary<HeldRow> = fc.record({
	kind: fc.constantFrom('asset' as const, 'workOrder' as const),
	id: fc.uuid(),
	rev: fc.integer({ min: 1, max: 1_000 }),
});
const anyRows = fc.uniqueArray(anyRow, { selector: ({ id }) => id, maxLength: 60 });

function fold(rows: readonly HeldRow[]): string[] {
	const made = new Fold();
	for (const row of rows) made.add(row);
	return made.buckets();
}

test('the same rows fold alike in any order', () => {
	fc.assert(
		fc.property(anyRows, (rows) => {
			expect(fold([...rows].reverse())).toEqual(fold(rows));
		}),
	);
});

test('one row missing, stale or extra shows in its bucket and in no other', () => {
	fc.assert(
		fc.property(anyRows, anyRow, fc.boolean(), (rows, one, stale) => {
			const others = rows.filter(({ id }) => id !== one.id);
			const here = stale ? [...others, { ...one, rev: one.rev + 1 }] : others;
			const [a, b] = [fold(here), fold([...others, one])];
			const differ = b.flatMap((bucket, at) => (bucket === a[at] ? [] : [at]));
			expect(differ).toEqual([bucketOf(one.id)]);
		}),
	);
});

test('buckets are even and all of one length', () => {
	const rows = Array.from({ length: 20_000 }, (_, n): HeldRow => {
		const id = `0192f0c1-${n.toString(16).padStart(4, '0')}-7000-8000-000000000000`;
		return { kind: 'asset', id, rev: 1 };
	});
	const counts = new Map<number, number>();
	for (const { id } of rows) counts.set(bucketOf(id), (counts.get(bucketOf(id)) ?? 0) + 1);
	expect(counts.size).toBe(digestBuckets);
	expect(Math.max(...counts.values())).toBeLessThan(2 * (rows.length / digestBuckets));
	expect(fold(rows).every((bucket) => /^[0-9a-f]+$/.test(bucket))).toBe(true);
	expect(new Set(fold(rows).map((bucket) => bucket.length))).toEqual(new Set([bucketLength]));
});

test('ranges hold what they were made of', () => {
	fc.assert(
		fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 80 })), (numbers) => {
			const seqs = [...numbers].sort((a, b) => a - b);
			expect(seqsOf(rangesOf(seqs))).toEqual(seqs);
		}),
	);
	expect(rangesOf([1, 2, 3, 7, 9, 10])).toEqual([
		[1, 3],
		[7, 7],
		[9, 10],
	]);
});
