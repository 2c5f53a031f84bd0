/**
 * What solved the same fault before, from the finished orders a device may hold: those on the same
 * asset first, then on its model. Nothing here leaves the device and no customer is named.
 *
 * 1. Only what worked counts: a line brought to an end, on an order that was not reopened.
 * 2. The same words, or the same cause of the taxonomy with the same solution, count once, with how often they worked; what came last decides between equals.
 */
import type { Instant } from '../time/instant.ts';
import { isElsewhere } from './follow-up.ts';
import type { Line, WorkOrder } from './work-order.ts';

export interface PastFix {
	/** Of the taxonomy; empty where only words were recorded. */
	causeCode: string;
	cause: string;
	solution: string;
	/** Lines it solved, this asset's and its model's together. */
	times: number;
	/** Of these on this very asset. */
	timesHere: number;
	lastAt: Instant;
}

/** The same fault before: an order and the line of it that concerns the asset or its model. */
export interface PastFault {
	order: WorkOrder;
	line: Line;
	here: boolean;
	at: Instant;
}

/** More than a thumb can choose from helps nobody. */
export const pastFixesMax = 5;
const worthHere = 3;
const worthOfModel = 2;
const worthOfWorkaround = 1;

/** Faults of the line's asset and of its model in other orders, the last first. */
export function pastFaults(
	order: WorkOrder,
	line: Line,
	others: readonly WorkOrder[],
): PastFault[] {
	const { asset } = line;
	if (!asset) return [];
	const isHere = ({ asset: other }: Line) =>
		other !== undefined && (asset.id ? other.id === asset.id : other.tag === asset.tag);
	const isOfModel = ({ asset: other }: Line) =>
		Boolean(asset.model) && other?.model === asset.model;
	return others
		.filter((other) => !isSame(order, other) && other.state !== 'cancelled')
		.flatMap((other) =>
			other.lines
				.filter((entry) => !isElsewhere(entry) && (isHere(entry) || isOfModel(entry)))
				.map((entry) => ({
					order: other,
					line: entry,
					here: isHere(entry),
					at: other.completedAt ?? other.receivedAt,
				})),
		)
		.toSorted((a, b) => (a.at < b.at ? 1 : -1));
}

/** Of several lines that are worked on at once: each fault once, `here` where it is so for one of them. */
export function pastFaultsOf(
	order: WorkOrder,
	lines: readonly Line[],
	others: readonly WorkOrder[],
): PastFault[] {
	const found = new Map<string, PastFault>();
	for (const fault of lines.flatMap((line) => pastFaults(order, line, others))) {
		const key = `${fault.order.id}\n${fault.line.id}`;
		const known = found.get(key);
		found.set(key, known ? { ...known, here: known.here || fault.here } : fault);
	}
	return [...found.values()].toSorted((a, b) => (a.at < b.at ? 1 : -1));
}

/** Itself, or the other part of what was split: that is no fault before. */
function isSame(order: WorkOrder, other: WorkOrder): boolean {
	const same = [order.id, order.followUpOf?.order];
	return same.includes(other.id) || other.followUpOf?.order === order.id;
}

/** The fixes among them, what worked best first. */
export function pastFixes(faults: readonly PastFault[]): PastFix[] {
	const found = new Map<string, PastFix & { worth: number }>();
	for (const { line, order, here, at } of faults) {
		const causeCode = line.causeCode ?? '';
		const cause = line.cause?.trim() ?? '';
		const solution = line.solution?.trim() ?? '';
		if (!worked(order, line) || !solution) continue;
		const key = `${causeCode || cause}\n${solution}`;
		const fix = found.get(key) ?? {
			...{ causeCode, cause, solution, times: 0, timesHere: 0, lastAt: at, worth: 0 },
		};
		found.set(key, {
			...fix,
			times: fix.times + 1,
			timesHere: fix.timesHere + (here ? 1 : 0),
			lastAt: fix.lastAt > at ? fix.lastAt : at,
			worth: fix.worth + worthOf(line, here),
		});
	}
	return [...found.values()]
		.toSorted((a, b) => b.worth - a.worth || (a.lastAt < b.lastAt ? 1 : -1))
		.slice(0, pastFixesMax)
		.map(({ worth: _, ...fix }) => fix);
}

/** The causes of the taxonomy that it was before, what counts most first. */
export function pastCauses(faults: readonly PastFault[]): string[] {
	const worth = new Map<string, number>();
	for (const { line, order, here } of faults) {
		const code = line.causeCode ?? '';
		if (!code || !worked(order, line)) continue;
		worth.set(code, (worth.get(code) ?? 0) + worthOf(line, here));
	}
	return [...worth].toSorted((a, b) => b[1] - a[1]).map(([code]) => code);
}

/** Handed in, not reopened since, and the line not left open. */
export function worked({ reopenCount, state }: WorkOrder, { result }: Line): boolean {
	const handedIn = state === 'completed' || state === 'closed';
	return handedIn && reopenCount === 0 && result !== 'open';
}

function worthOf({ result }: Line, here: boolean): number {
	if (result === 'workaround') return worthOfWorkaround;
	return here ? worthHere : worthOfModel;
}
