/**
 * What became of a command that had not simply taken effect: a move held for the desk, or an edit
 * that clashed. The record tells it; who no longer sees the record is told by the server.
 */
import * as v from 'valibot';
import type { CommandId } from './command.ts';
import type { Conflict, RecordBase } from './record.ts';
import type { WorkOrder } from './work-order/work-order.ts';

/**
 * taken       the desk took the work over as the order's result
 * noted       the desk keeps it as a fact
 * released    the desk let a quarantined command be carried out
 * discarded   the desk does not count it, for a reason
 * mine, theirs   which side a conflict was settled for
 */
const fates = ['taken', 'noted', 'released', 'discarded', 'mine', 'theirs'] as const;
export const FateSchema = v.looseObject({
	fate: v.picklist(fates),
	/** Of discarded ones. */
	reason: v.optional(v.string()),
});
export type Fate = v.InferOutput<typeof FateSchema>;

type FateRecord = Pick<RecordBase, 'kind' | 'conflicts'>;

/** Undefined while nobody has decided, and for a command this record knows nothing of. */
export function fateOf(record: FateRecord, id: CommandId): Fate | undefined {
	const isOwn = (part: { id: string }) => part.id.startsWith(`${id}.`);
	const held = isOrder(record) ? record.held.find(isOwn) : undefined;
	if (held?.accepted) return { fate: 'taken' };
	if (held?.noted) return { fate: 'noted' };
	if (held?.retracted) return { fate: 'discarded', reason: held.retracted.reason };
	return fateOfConflicts(record.conflicts?.filter(isOwn) ?? []);
}

/** Whose late work or conflicts in the record got their decision by this write; he may no longer see it. */
export function decidedBetween(before: FateRecord | undefined, after: FateRecord): string[] {
	const waiting = new Map(before ? waitingIn(before) : []);
	const left = new Map(waitingIn(after));
	return [...new Set([...waiting].flatMap(([id, userId]) => (left.has(id) ? [] : [userId])))];
}

/** By part, whose it is. */
function waitingIn(record: FateRecord): [string, string][] {
	const held = isOrder(record) ? record.held : [];
	const open = held.filter((one) => !one.accepted && !one.noted && !one.retracted);
	const conflicts = record.conflicts?.filter(({ settled }) => !settled) ?? [];
	return [
		...open.map(({ id, engineerId }): [string, string] => [id, engineerId]),
		...conflicts.map(({ id, by }): [string, string] => [id, by]),
	];
}

/** One edit may have opened several; its author hears of it when the last is settled. */
function fateOfConflicts(conflicts: readonly Conflict[]): Fate | undefined {
	const takes = conflicts.map(({ settled }) => settled?.take);
	if (takes.length === 0 || takes.includes(undefined)) return undefined;
	return { fate: takes.includes('mine') ? 'mine' : 'theirs' };
}

function isOrder(record: Pick<RecordBase, 'kind'>): record is WorkOrder {
	return record.kind === 'workOrder';
}
