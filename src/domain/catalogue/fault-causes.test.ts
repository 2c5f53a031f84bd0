import { describe, expect, test } from 'vitest';
import { causeChipsMax, causeGroups, firstCauses, type FaultCause } from './fault-causes.ts';

const causes: FaultCause[] = [
	{ code: 'hw', name: '硬件' },
	{ code: 'hw-disk', name: '硬盘', group: 'hw' },
	{ code: 'hw-memory', name: '内存', group: 'hw', categories: ['计算机'] },
	{ code: 'hw-tube', name: '显像管', group: 'hw', retired: true },
	{ code: 'net', name: '网络' },
	{ code: 'net-cable', name: '网线', group: 'net', categories: ['网络'] },
	{ code: 'old', name: '旧类' },
];
const codesOf = (list: readonly FaultCause[]) => list.map(({ code }) => code);

describe('the fault taxonomy', () => {
	test('is offered by group, what is usual for the category first, without what is retired', () => {
		const groups = causeGroups(causes, '计算机/台式机');
		expect(groups.map(({ group, causes: inside }) => [group.code, ...codesOf(inside)])).toEqual([
			['hw', 'hw-memory', 'hw-disk'],
			['net', 'net-cable'],
		]);
	});

	test('offers nothing of a group that is retired', () => {
		const retired = causes.map((cause) =>
			cause.code === 'net' ? { ...cause, retired: true } : cause,
		);
		expect(firstCauses(retired, ['net-cable'], '网络/交换机')).toEqual([]);
		expect(causeGroups(retired).map(({ group }) => group.code)).toEqual(['hw']);
	});

	test('first offers what it was before, then what is usual, each once and few', () => {
		const before = ['hw-disk', 'hw-tube', 'gone', 'hw-memory'];
		expect(codesOf(firstCauses(causes, before, '计算机/台式机'))).toEqual(['hw-disk', 'hw-memory']);
		expect(codesOf(firstCauses(causes, [], '网络/交换机'))).toEqual(['net-cable']);
		const many = Array.from({ length: 20 }, (_, n) => ({ code: `x${n}`, name: 'x', group: 'hw' }));
		const codes = many.map(({ code }) => code);
		expect(firstCauses(many, codes)).toHaveLength(causeChipsMax);
	});
});
