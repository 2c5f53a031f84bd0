/**
 * A real clash (one field, changed by two people, to different values) is parked inside the record
 * until a person decides. One command still writes one record, so it is atomic on every store, and a
 * replay opens the same conflict: a pure function of record and command.
 *
 * 1. The record keeps the other side's value until somebody takes "mine".
 * 2. Every value of both sides is in the record or in an open conflict.
 * 3. The first who settles decides; settling again changes nothing.
 * 4. Whoever goes on changing his own parked value changes it in the conflict he has.
 * 5. Taking "mine" is a merge too: what changed since its settler looked opens another conflict.
 */
import * as v from 'valibot';
import { commandId, type Command, type DecisionContext } from './command.ts';
import { isSameValue, mergeFields, type FieldClash } from './merge.ts';
import { conflictTakes, IdSchema, type Conflict, type RecordBase } from './record.ts';
import { accept, refuse, type Result } from './result.ts';

/** Open conflicts of one record; more of them is a quarrel no list can settle. */
export const openConflictsMax = 100;
/** Settled ones kept in the record, the last ones; the command journal has them all. */
const settledConflictsMax = 50;

type Fields = Readonly<Record<string, unknown>>;

export const settleArgs = v.object({ conflictId: IdSchema, take: v.picklist(conflictTakes) });
export type SettleArgs = v.InferOutput<typeof settleArgs>;

export function openConflicts(record: { conflicts?: Conflict[] | undefined }): Conflict[] {
	return record.conflicts?.filter((conflict) => !conflict.settled) ?? [];
}

/** Takes what does not clash and parks the rest. */
export function mergeInto<R extends RecordBase>(
	record: R,
	set: Partial<R>,
	base: Fields | undefined,
	context: DecisionContext,
): Result<R> {
	const { value, clashes } = mergeFields(record, set, base);
	return park(value, clashes, context);
}

/** Opens a conflict for each clash, so that each is one decision; `lineId` says of which line they are. */
export function park<R extends RecordBase>(
	record: R,
	clashes: readonly FieldClash[],
	context: DecisionContext,
	lineId?: string,
): Result<R> {
	const { record: amended, rest } = amend(record, clashes, context, lineId);
	if (rest.length === 0) return accept(amended);
	if (openConflicts(record).length + rest.length > openConflictsMax)
		return refuse('too-many', { fields: rest.map(({ field }) => field) });
	const { now, actor, command } = context;
	const opened = rest.map((clash, n) => ({
		...{ id: context.partId(n), by: actor.userId, at: now, device: command.device },
		command: command.type,
		...(lineId !== undefined && { lineId }),
		fields: [{ ...clash, ...otherSide(record, clash, context) }],
	}));
	return accept({ ...amended, conflicts: bounded([...(amended.conflicts ?? []), ...opened]) });
}

/** One tap. `write` puts the parked values into the record, by the rules of its kind. */
export function settleConflict<R extends RecordBase>(
	record: R,
	{ conflictId, take }: SettleArgs,
	context: DecisionContext,
	write: (record: R, conflict: Conflict, set: Partial<R>, base: Fields) => Result<R>,
): Result<R> {
	const conflict = record.conflicts?.find(({ id }) => id === conflictId);
	if (!conflict) return refuse('not-found', { fields: ['conflictId'] });
	if (conflict.settled) return accept(record);
	const settled = { at: context.now, by: context.actor.userId, take };
	const conflicts = record.conflicts?.map((each) =>
		each === conflict ? { ...each, settled } : each,
	);
	const decided = { ...record, conflicts };
	if (take === 'theirs') return accept(decided);
	return write(decided, conflict, mineOf(conflict) as Partial<R>, seenBy(conflict, context));
}

/** What became of an accepted command besides being applied; null where nothing is to be told. */
export function mergeOutcome(
	before: RecordBase | undefined,
	after: RecordBase,
	command: Command,
): 'conflict' | 'merged' | undefined {
	if (openedBy(command, after).length > 0) return 'conflict';
	const { base } = command;
	if (!before || !base) return undefined;
	const now = Object.fromEntries(Object.entries(partOf(before, command)));
	const moved = Object.keys(base).some((field) => !isSameValue(now[field], base[field]));
	return moved ? 'merged' : undefined;
}

/** The conflicts of that command that are still open. */
export function openedBy(
	command: Pick<Command, 'device' | 'seq'>,
	record: { conflicts?: Conflict[] | undefined },
): Conflict[] {
	return openConflicts(record).filter(({ id }) => id.startsWith(`${commandId(command)}.`));
}

function mineOf(conflict: Conflict): Record<string, unknown> {
	return Object.fromEntries(conflict.fields.map(({ field, mine }) => [field, mine]));
}

/** What stood there when it was settled; a device that says nothing saw what had been parked. */
function seenBy(conflict: Conflict, { command }: DecisionContext): Fields {
	const parked = conflict.fields.map(({ field, theirs }): [string, unknown] => [field, theirs]);
	return { ...Object.fromEntries<unknown>(parked), ...command.base };
}

/** The author's next value of what he has parked already, or the very same once more. */
function amend<R extends RecordBase>(
	record: R,
	clashes: readonly FieldClash[],
	{ actor, command }: DecisionContext,
	lineId: string | undefined,
): { record: R; rest: FieldClash[] } {
	let next = record;
	const rest = clashes.filter((clash) => {
		const own = openConflicts(next).find(
			(conflict) =>
				conflict.by === actor.userId &&
				conflict.device === command.device &&
				conflict.lineId === lineId &&
				conflict.fields.some((parked) => isContinued(parked, clash)),
		);
		if (!own) return true;
		next = withMine(next, own, clash);
		return false;
	});
	return { record: next, rest };
}

function isContinued(parked: Conflict['fields'][number], clash: FieldClash): boolean {
	if (parked.field !== clash.field) return false;
	return isSameValue(parked.mine, clash.base) || isSameValue(parked.mine, clash.mine);
}

function withMine<R extends RecordBase>(record: R, own: Conflict, { field, mine }: FieldClash): R {
	const before = own.fields.find((parked) => parked.field === field);
	if (isSameValue(before?.mine, mine)) return record;
	const fields = own.fields.map((parked) => (parked === before ? { ...parked, mine } : parked));
	const conflicts = record.conflicts?.map((each) =>
		each.id === own.id ? { ...own, fields } : each,
	);
	return { ...record, conflicts };
}

/**
 * Whose value stands there, by the history: the last entry that moved the field. Lists, objects and
 * fields of a line are not told one by one: there it is the last such command of another device.
 */
function otherSide(
	record: RecordBase,
	{ field }: FieldClash,
	{ command }: DecisionContext,
): { theirsBy?: string; theirsAt?: Conflict['at']; theirsDevice?: string } {
	const { history } = record;
	const moved = history.findLast(({ changes }) => changes.some((change) => change.field === field));
	const last =
		moved ?? history.findLast((each) => each.command === command.type && !isOwn(each, command));
	return last ? { theirsBy: last.by, theirsAt: last.at, theirsDevice: last.device } : {};
}

function isOwn({ device }: { device: string }, command: Command): boolean {
	return device === command.device;
}

function bounded(conflicts: Conflict[]): Conflict[] {
	const settled = conflicts.filter((conflict) => conflict.settled);
	const dropped = new Set(settled.slice(0, Math.max(0, settled.length - settledConflictsMax)));
	return conflicts.filter((conflict) => !dropped.has(conflict));
}

/** Where the fields of `base` are: the record, or the line its command names. */
function partOf(record: RecordBase, { args }: Command): object {
	const { lines } = record as { lines?: readonly { id: string }[] };
	return lines?.find(({ id }) => id === args['lineId']) ?? record;
}
