/**
 * Where commands take effect on the server.
 *
 * 1. Exactly once: the journal entry `(device, seq)` and the effect are one commit; a command seen
 *    before is answered with what became of it.
 * 2. The same `runCommand` as on the device, on the current record, the actor from the session.
 * 3. Who neither sees a record nor had part in it is answered as if it did not exist. A decision reads
 *    every record, but is told what its actor knows (`DecisionContext.knows`).
 * 4. One bad command never fails the batch.
 * 5. A record changed by another in between: the decision is made again.
 * 6. An id names one record: devices keep records by id alone, so no record of another kind may take it.
 */
import { commandId, type Actor, type Command } from '#domain/command.ts';
import type { CommandResult } from '#domain/protocol/wire.ts';
import type { AnyRecord } from '#domain/record-schemas.ts';
import { recordKinds } from '#domain/record.ts';
import { runCommand } from '#domain/run-command.ts';
import { earlierOf, type Instant } from '#domain/time/instant.ts';
import type { Clock } from '#server/clock.ts';
import { hadPartIn, sees } from '#server/scope/visibility.ts';
import type { CommitEntry, CommitOutcome, RecordKey, Store } from '#server/store/port.ts';
import { BatchView, type ViewedRecord } from './batch-view.ts';
import { recordWrite } from './record-write.ts';

/** Commands that share one transaction; others get their turn in between. */
const commandsPerCommitMax = 50;
/** Decisions made again because of other writers before we call it a fault. */
const staleRoundsMax = 20;
/** Characters of one record's JSON; a long order with everything is a tenth of it. */
export const recordLengthMax = 4_000_000;

export interface Authority {
	actor: Actor;
	/** Absent for the server itself, which sees everything. */
	grants?: ReadonlySet<string>;
	/** Whether he saw a record while he was sent to its place, though he no longer sees it. */
	saw?: (record: AnyRecord) => Promise<boolean>;
}

export interface CommandDeskParts {
	store: Store;
	clock: Clock;
	/** Told of every write after it is kept. */
	written: (key: RecordKey, touched: readonly string[]) => void;
	/** Told of faults of ours. */
	fault: (error: unknown) => void;
}

interface Decision {
	result: CommandResult;
	/** Absent where nothing is to be kept. */
	entry?: CommitEntry;
}

export class CommandDesk {
	readonly #parts: CommandDeskParts;

	constructor(parts: CommandDeskParts) {
		this.#parts = parts;
	}

	/** Runs the commands in order; one result for each. `authorityOf` is asked again for every commit. */
	async run(
		commands: readonly Command[],
		authorityOf: () => Promise<Authority>,
	): Promise<CommandResult[]> {
		const results: CommandResult[] = [];
		let stale = 0;
		while (results.length < commands.length) {
			const decided = await this.#decideSome(commands.slice(results.length), await authorityOf());
			const kept = await this.#keep(decided);
			results.push(...kept);
			stale = kept.length === 0 ? stale + 1 : 0;
			if (stale > staleRoundsMax) throw new Error('other writers never let a command through');
			await nextTurn();
		}
		return results;
	}

	/** Decides until the commit is full, or until a number has to be given that later commands may need. */
	async #decideSome(commands: readonly Command[], authority: Authority): Promise<Decision[]> {
		const view = new BatchView(this.#parts.store);
		const decisions: Decision[] = [];
		for (const command of commands.slice(0, commandsPerCommitMax)) {
			const decision = await this.#decideSafely(command, authority, view);
			decisions.push(decision);
			if (decision.entry?.write?.numbering) break;
		}
		return decisions;
	}

	async #decideSafely(command: Command, authority: Authority, view: BatchView): Promise<Decision> {
		try {
			return await this.#decide(command, authority, view);
		} catch (error) {
			// Not journaled: once the fault is mended the device may send it again.
			this.#parts.fault(error);
			const refusal = { kind: 'server-fault' };
			return { result: { seq: command.seq, outcome: 'rejected', refusal } };
		}
	}

	async #decide(raw: Command, authority: Authority, view: BatchView): Promise<Decision> {
		const { store, clock } = this.#parts;
		const known = await store.journaled(raw.device, raw.seq);
		if (known) return { result: asDuplicate(known) };
		const now = clock();
		const command = notInTheFuture(raw, now);
		const current = await view.get(command.kind, command.record);
		const note = (result: CommandResult): Decision => ({
			result,
			entry: { journal: { command, result, userId: authority.actor.userId, receivedAt: now } },
		});
		const { seq } = command;
		const refused = (refusal: NonNullable<CommandResult['refusal']>) =>
			note({ seq, outcome: refusal.kind === 'conflict' ? 'conflict' : 'rejected', refusal });
		const closed = current
			? !mayTouch(authority, current)
			: await isTaken(authority, command, view);
		if (closed) return refused({ kind: 'not-found' });
		const decided = await runCommand(
			current?.record,
			command,
			authority.actor,
			async (kind, id) => (await view.get(kind, id))?.record,
			async (kind, id) => isKnown(authority, await view.get(kind, id)),
		);
		if (!decided.ok) return refused({ ...decided.refusal });
		const { record, changed } = decided.value;
		const before = current?.rev ?? 0;
		if (!changed) return note({ seq, outcome: 'applied', rev: before });
		if (authority.grants && isOverfull(record)) return refused({ kind: 'too-many' });
		const write = await recordWrite(store, record, before, now);
		view.put({ record, rev: before + 1, channels: write.channels });
		const outcome = isHeld(current?.record, record, command) ? 'held' : 'applied';
		const noted = note({ seq, outcome, rev: before + 1 });
		return { result: noted.result, entry: { ...noted.entry, write } };
	}

	/** The results of all that was kept, up to the first decision that has to be made again. */
	async #keep(decisions: readonly Decision[]): Promise<CommandResult[]> {
		const entries = decisions.flatMap(({ entry }) => (entry ? [entry] : []));
		const outcomes = await this.#parts.store.commit(entries);
		const results: CommandResult[] = [];
		let at = 0;
		for (const { result, entry } of decisions) {
			const outcome = entry ? outcomes[at++] : undefined;
			if (entry && (!outcome || outcome.status === 'stale')) break;
			if (outcome?.status === 'written') this.#tell(outcome);
			results.push(outcome?.status === 'duplicate' ? asDuplicate(outcome.result) : result);
		}
		return results;
	}

	#tell(outcome: Extract<CommitOutcome, { status: 'written' }>): void {
		if (outcome.record) this.#parts.written(outcome.record, outcome.touched);
	}
}

function mayTouch({ actor, grants }: Authority, current: ViewedRecord): boolean {
	if (!grants || sees(grants, current.channels)) return true;
	return hadPartIn(actor.userId, current.record);
}

/** Whether the id of a record to be made belongs to one of another kind. The server's own ids are its own affair. */
async function isTaken(
	{ grants }: Authority,
	{ kind, record }: Command,
	view: BatchView,
): Promise<boolean> {
	if (!grants) return false;
	for (const other of recordKinds)
		if (other !== kind && (await view.get(other, record))) return true;
	return false;
}

/** The server itself knows every place it names, also one that is still to come. */
async function isKnown(
	{ grants, saw }: Authority,
	viewed: ViewedRecord | undefined,
): Promise<boolean> {
	if (!grants) return true;
	if (!viewed) return false;
	return sees(grants, viewed.channels) || ((await saw?.(viewed.record)) ?? false);
}

/** Lists have limits of their own; this one is for what is stuffed into them. */
function isOverfull(record: AnyRecord): boolean {
	return JSON.stringify(record).length > recordLengthMax;
}

/** A duplicate tells what became of the first: `original`, with its refusal or revision. */
function asDuplicate(known: CommandResult): CommandResult {
	return { ...known, outcome: 'duplicate', original: known.outcome };
}

/** The device's clock may run ahead; its raw time is kept as it was. */
function notInTheFuture(command: Command, now: Instant): Command {
	const effective = earlierOf(command.at.effective, now);
	return effective === command.at.effective
		? command
		: { ...command, at: { ...command.at, effective } };
}

function isHeld(before: AnyRecord | undefined, after: AnyRecord, command: Command): boolean {
	if (after.kind !== 'workOrder') return false;
	const heldBefore = before?.kind === 'workOrder' ? before.held.map(({ id }) => id) : [];
	const own = `${commandId(command)}.`;
	return after.held.some(({ id }) => id.startsWith(own) && !heldBefore.includes(id));
}

/** Lets timers and other requests run. */
function nextTurn(): Promise<void> {
	return new Promise((resolve) => setImmediate(resolve));
}
