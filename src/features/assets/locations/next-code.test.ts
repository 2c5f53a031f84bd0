import { expect, test } from 'vitest';
import { locationRulesOf, type LocationRule } from '#domain/organisation/location-rules.ts';
import { nextAfter } from './next-code.ts';

const [place] = locationRulesOf(undefined) as [LocationRule];

test.each([
	[
		['D010602-003', 'D010602-011', 'nonsense'],
		['D01', '0602', '012'],
	],
	[['D010602-999'], undefined],
	[[], undefined],
])('after %j comes %j', (codes, next) => {
	expect(nextAfter(place, codes)).toEqual(next);
});
