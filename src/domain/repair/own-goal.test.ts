import { expect, test } from 'vitest';
import { ownGoalOf } from './own-goal.ts';

test.each([
	['Monday', '2026-11-16', '2026-11-29'],
	['Friday', '2026-11-20', '2026-11-29'],
	['Saturday', '2026-11-21', '2026-12-06'],
	['Sunday', '2026-11-22', '2026-12-06'],
	['the end of a year', '2026-12-28', '2027-01-10'],
])('handed over on %s', (_, day, goal) => {
	expect(ownGoalOf(day)).toBe(goal);
});
