import { describe, expect, test } from 'vitest';
import { mergeFields } from './merge.ts';

const current = { name: 'Laptop', room: '6F', aliases: ['A'], user: { name: 'Li', phone: '1' } };
type Fields = Partial<typeof current> & { serial?: string };
const merge = (set: Fields, base?: Record<string, unknown>) =>
	mergeFields<Fields>(current, set, base);

describe('merging fields', () => {
	test('takes what the other side left alone', () => {
		expect(merge({ room: '7F' }, { room: '6F' })).toEqual({
			ok: true,
			value: { ...current, room: '7F' },
		});
	});

	test('gives the same record back where nothing moves', () => {
		const result = merge({ room: '6F', aliases: ['A'], user: { phone: '1', name: 'Li' } }, {});
		expect(result.ok && result.value).toBe(current);
	});

	test('names every field both sides changed, and takes none of the command', () => {
		expect(merge({ name: 'PC', room: '7F' }, { name: 'Laptop', room: '5F' })).toEqual({
			ok: false,
			refusal: { kind: 'conflict', fields: ['room'] },
		});
	});

	test('the same new value on both sides is no conflict', () => {
		expect(merge({ room: '6F' }, { room: '5F' }).ok).toBe(true);
	});

	test('a field its author saw empty clashes with one filled meanwhile', () => {
		expect(merge({ room: '7F' }, {})).toMatchObject({ refusal: { fields: ['room'] } });
		expect(merge({ serial: 'X1' }, {})).toMatchObject({ ok: true });
	});

	test('without a base nothing is compared', () => {
		expect(merge({ room: '7F' })).toMatchObject({ ok: true });
	});
});
