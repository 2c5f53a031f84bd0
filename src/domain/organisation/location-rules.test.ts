import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { OrderWorld, people, type Person } from '../work-order/order-world.ts';
import {
	codeOfSegments,
	locationRulesMax,
	locationRulesOf,
	roomCodeOf,
	ruleOfCode,
	segmentsOf,
	toLocationCode,
	type LocationRule,
} from './location-rules.ts';
import { organisationId, type Organisation } from './records.ts';

const [place, unit] = locationRulesOf(undefined) as [LocationRule, LocationRule];

describe('a location code', () => {
	test.each([
		['D010210-009', 'place', 'D010210'],
		['QLYY-PC-0602-0017', 'unit', 'QLYY-0602'],
		['D010210', undefined, undefined],
		['D010210-09', undefined, undefined],
		['d010210-009', undefined, undefined],
		['D01O-210', undefined, undefined],
	])('%s is of rule %s, its room %s', (code, key, room) => {
		const rules = [place, unit];
		expect(ruleOfCode(rules, code)?.key).toBe(key);
		expect(roomCodeOf(rules, code)).toBe(room);
	});

	test('is written in half-width capitals without blanks', () => {
		expect(toLocationCode(' ｄ０１０２１０ － ００９ ')).toBe('D010210-009');
	});

	test('built of its segments is read as the same segments', () => {
		const sign = (signs: string) => fc.constantFrom(...signs);
		const digits = '0123456789';
		const both = `${digits}ABCDEFGHIJKLMNOPQRSTUVWXYZ`;
		const values = fc.tuple(
			...place.segments.map(({ length, signs }) =>
				fc
					.array(sign(signs === 'digits' ? digits : both), { minLength: length, maxLength: length })
					.map((all) => all.join('')),
			),
		);
		fc.assert(
			fc.property(values, (chosen) => {
				const code = codeOfSegments(place, chosen) ?? '';
				expect(segmentsOf(place, code)).toEqual(chosen);
				expect(roomCodeOf([place], code)).toBe(chosen.slice(0, 2).join(''));
			}),
		);
	});

	test('is not built of what does not fit', () => {
		expect(codeOfSegments(place, ['D01', '0210', '9'])).toBeUndefined();
		expect(codeOfSegments(place, ['D01', '02-0', '009'])).toBeUndefined();
	});
});

describe('a rule', () => {
	let world: OrderWorld;
	const rules = () => locationRulesOf(world.get('organisation', organisationId) as Organisation);
	const save = (rule: object, seen: number, who: Person = 'admin') =>
		world.run(people[who], 'organisation.saveLocationRule@1', organisationId, { rule, seen });
	const { version: _, ...first } = place;

	beforeEach(() => {
		world = new OrderWorld();
		const stamps = { createdBy: 'x', updatedAt: world.now, updatedBy: 'x', history: [] };
		world.put({
			...{ ...stamps, createdAt: world.now, id: organisationId, kind: 'organisation' },
			...{ name: '青澜', zone: 'Asia/Shanghai' },
		});
	});

	test('is renamed, retired and added; the others stay', async () => {
		await save({ ...first, name: '机位', retired: true }, 1);
		await save({ ...first, key: 'shelf', segments: [place.segments[0]] }, 0);
		expect(rules().map(({ key, version }) => [key, version])).toEqual([
			['place', 2],
			['unit', 1],
			['shelf', 1],
		]);
		expect(ruleOfCode(rules(), 'D010210-009')).toMatchObject({ name: '机位', retired: true });
	});

	test('keeps its segments, and is changed by one administrator at a time', async () => {
		const other = { ...first, segments: [place.segments[0]] };
		expect(await save(other, 1)).toMatchObject({ refusal: { kind: 'frozen' } });
		await save({ ...first, name: '一' }, 1);
		expect(await save({ ...first, name: '二' }, 1)).toMatchObject({
			refusal: { kind: 'conflict' },
		});
		expect(await save({ ...first, name: '一' }, 1)).toMatchObject({ value: { changed: false } });
		expect(await save(first, 2, 'dispatcher')).toMatchObject({ refusal: { kind: 'not-allowed' } });
	});

	test('is one of so many', async () => {
		for (let n = rules().length; n < locationRulesMax; n++)
			expect(await save({ ...first, key: `r-${n}` }, 0)).toMatchObject({ ok: true });
		expect(await save({ ...first, key: 'more' }, 0)).toMatchObject({
			refusal: { kind: 'too-many' },
		});
	});
});
