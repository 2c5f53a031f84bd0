import { expect, test } from 'vitest';
import type { AuditScan } from './count.ts';
import type { AuditRoom, Expected } from './expected.ts';
import { locationRulesOf } from '../organisation/location-rules.ts';
import { outcomeOf, roomTagsOf } from './scan-outcome.ts';

const here = { siteId: 's', room: 'A' };
const there = { siteId: 's', room: 'B' };
const listed = { ...here, siteName: '', line: { assetId: 'a', tag: 'A1', name: '' } } as Expected;
const scanIn = (place: object) => [place as AuditScan];

test.each<[string, Expected | undefined, object[], string]>([
	['its own room', listed, [], 'found'],
	['another room', { ...listed, ...there }, [], 'moved'],
	['no list', undefined, [], 'unknown'],
	['scanned here before', listed, scanIn(here), 'repeat'],
	['scanned elsewhere before', listed, scanIn(there), 'found'],
	['unknown, scanned here before', undefined, scanIn(here), 'repeat'],
])('%s', (_, expected, before, outcome) => {
	expect(outcomeOf(expected, here, before as AuditScan[])).toBe(outcome);
});

test.each<[string, string | undefined, string, object[], string]>([
	['his own', '张明', '张明', [], 'found'],
	['another person’s', '张明', '李娜', [], 'holder'],
	['nobody’s until now', undefined, '李娜', [], 'holder'],
	['scanned before, and nobody said whose', '张明', '李娜', scanIn(here), 'holder'],
	['said before', '张明', '李娜', scanIn({ ...here, userSeen: '李娜' }), 'repeat'],
])('at a person’s desk, %s', (_, holder, userSeen, before, outcome) => {
	const expected = { ...listed, line: { ...listed.line, ...(holder && { holder }) } };
	expect(outcomeOf(expected, here, before as AuditScan[], userSeen)).toBe(outcome);
});

test('a room is known by its name and by its location code, unless two rooms share it', () => {
	const room = (name: string, ...codes: string[]) =>
		({
			siteId: 's',
			room: name,
			lines: codes.map((locationCode) => ({ locationCode })),
		}) as AuditRoom;
	const rooms = [
		room('6F 东护士站', 'D010602-003', 'D010602-004'),
		room('6F 西', 'd010603-001', 'D010401-001'),
		room('4F', 'D010401-002', 'D0104-1', 'nonsense'),
	];
	const tags = roomTagsOf(rooms, locationRulesOf(undefined));
	expect(tags.get('D010602')?.room).toBe('6F 东护士站');
	expect(tags.get('6F东护士站')?.room).toBe('6F 东护士站');
	expect([...tags.keys()].sort()).toEqual(['4F', '6F东护士站', '6F西', 'D010602', 'D010603']);
});
