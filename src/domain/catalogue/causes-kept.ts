/** What the taxonomy has to be (`fault-causes.ts`, 1): two levels, and every code it ever had. */
import type { FaultCause } from './fault-causes.ts';

/** Causes missing from what was written are retired, behind the others. */
export function causesKept(
	before: readonly FaultCause[],
	after: readonly FaultCause[],
): FaultCause[] {
	const there = new Set(after.map(({ code }) => code));
	const gone = before.filter(({ code }) => !there.has(code));
	return [...after, ...gone.map((cause) => ({ ...cause, retired: true }))];
}

/** Names the field that is wrong: `causes.CODE` for one of them. */
export function taxonomyFault(causes: readonly FaultCause[]): string | undefined {
	const codes = causes.map(({ code }) => code);
	if (new Set(codes).size < codes.length) return 'causes';
	const groups = new Set(causes.filter(({ group }) => !group).map(({ code }) => code));
	const lost = causes.find(({ group }) => group && !groups.has(group));
	return lost && `causes.${lost.code}`;
}
