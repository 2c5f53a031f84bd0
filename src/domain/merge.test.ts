import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clashesOf, mergeFields } from './merge.ts';

const current = { name: 'Laptop', room: '6F', aliases: ['A'], user: { name: 'Li', phone: '1' } };
type Fields = Partial<typeof current> & { serial?: string };
const merge = (set: Fields, base?: Record<string, unknown>) =>
	mergeFields<Fields>(current, set, base);

describe('merging fields', () => {
	test('takes what the other side left alone', () => {
		expect(merge({ room: '7F' }, { room: '6F' })).toEqual({
			value: { ...current, room: '7F' },
			clashes: [],
		});
	});

	test('gives the same record back where nothing moves', () => {
		const same = { room: '6F', aliases: ['A'], user: { phone: '1', name: 'Li' } };
		expect(merge(same, {}).value).toBe(current);
	});

	test('names a field both sides changed, and takes the others of the command', () => {
		const { value, clashes } = merge({ name: 'PC', room: '7F' }, { name: 'Laptop', room: '5F' });
		expect(value).toEqual({ ...current, name: 'PC' });
		expect(clashes).toEqual([{ field: 'room', base: '5F', mine: '7F', theirs: '6F' }]);
	});

	test('the same new value on both sides is no clash', () => {
		expect(merge({ room: '6F' }, { room: '5F' }).clashes).toEqual([]);
	});

	test('a field its author saw empty clashes with one filled meanwhile', () => {
		expect(merge({ room: '7F' }, {}).clashes).toMatchObject([{ field: 'room', base: null }]);
		expect(merge({ serial: 'X1' }, {}).clashes).toEqual([]);
	});

	test('without a base nothing is compared', () => {
		expect(merge({ room: '7F' })).toEqual({ value: { ...current, room: '7F' }, clashes: [] });
	});
});

const names = ['a', 'b', 'c', 'd'] as const;
const value = fc.constantFrom('', 'x', 'y', 'z');
const record = fc.record({ a: value, b: value, c: value, d: value });
const some = fc.record({ a: value, b: value, c: value, d: value }, { requiredKeys: [] });
type Letters = Partial<Record<(typeof names)[number], string>>;

test('edits of disjoint fields give the same record in either order', () => {
	fc.assert(
		fc.property(record, some, some, (seen, mine, theirs) => {
			const others: Letters = Object.fromEntries(
				Object.entries(theirs).filter(([name]) => !(name in mine)),
			);
			const run = (first: Letters, second: Letters) => {
				const once = mergeFields<Letters>(seen, first, seen);
				const twice = mergeFields<Letters>(once.value, second, seen);
				expect([...once.clashes, ...twice.clashes]).toEqual([]);
				return twice.value;
			};
			expect(run(mine, others)).toEqual(run(others, mine));
		}),
	);
});

test('every value wanted is in the record or named as a clash, and nothing else moves', () => {
	fc.assert(
		fc.property(record, record, some, (now, seen, wanted) => {
			const { value: after, clashes } = mergeFields<Letters>(now, wanted, seen);
			expect(clashesOf(now, wanted, seen)).toEqual(clashes);
			for (const name of names) {
				const clash = clashes.find(({ field }) => field === name);
				if (clash) expect(clash).toMatchObject({ mine: wanted[name], theirs: now[name] });
				expect(after[name]).toBe(clash ? now[name] : (wanted[name] ?? now[name]));
			}
		}),
	);
});
