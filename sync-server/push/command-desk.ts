/**
 * Where commands take effect on the server.
 *
 * 1. Exactly once: the journal entry `(device, seq)` and the effect are one commit; a command seen
 *    before is answered with what became of it.
 * 2. The same `runCommand` as on the device, on the current record, the actor from the session.
 * 3. Who neither sees a record nor had part in it is answered as if it did not exist, unless he proves
 *    that he held it: then his command is kept for the desk. A decision reads every record, but is told
 *    what its actor knows (`DecisionContext.knows`).
 * 4. One bad command never fails the batch. One that ran into a fault of ours is not decided: its device
 *    keeps it (`later`), and what comes behind it on its record waits with it.
 * 5. A record changed by another in between: the decision is made again.
 * 6. An id names one record: devices keep records by id alone, so no record of another kind may take it.
 */
import type { Actor, Command } from '#domain/command.ts';
import type { CommandResult } from '#domain/protocol/wire.ts';
import {
	recordKey,
	StoreUnavailable,
	type CommitOutcome,
	type JournalEntry,
	type RecordKey,
	type RecordWrite,
} from '#server/store/port.ts';
import { isFromDevice, maySee, type Authority } from './authority.ts';
import { BatchView, type ViewedRecord } from './batch-view.ts';
import { answerAgain } from './content.ts';
import { Decider, type DeciderParts, type Decision } from './decider.ts';

/** Commands that share one transaction; others get their turn in between. */
const commandsPerCommitMax = 50;
/** Decisions made again because of other writers before we call it a fault. */
const staleRoundsMax = 20;
export interface CommandDeskParts extends DeciderParts {
	/** Told of every write after it is kept. */
	written: (key: RecordKey, touched: readonly string[]) => void;
	/** Tells other servers of it before it is answered. */
	announce?: (key: RecordKey, touched: readonly string[]) => Promise<void>;
	/** Tells a user's devices to ask what became of his work. */
	poke?: (userId: string) => void;
	/** Told of faults of ours. */
	fault: (error: unknown) => void;
}

export class CommandDesk {
	readonly #parts: CommandDeskParts;
	readonly #decider: Decider;

	constructor(parts: CommandDeskParts) {
		this.#parts = parts;
		this.#decider = new Decider(parts);
	}

	/** Runs the commands in order; one result for each. `authorityOf` is asked again for every commit. */
	async run(
		commands: readonly Command[],
		authorityOf: () => Promise<Authority>,
	): Promise<CommandResult[]> {
		const results: CommandResult[] = [];
		const faulted = new Set<string>();
		let stale = 0;
		while (results.length < commands.length) {
			const rest = commands.slice(results.length);
			const decided = await this.#decideSome(rest, await authorityOf(), faulted);
			const kept = await this.#keep(decided);
			results.push(...kept);
			stale = kept.length === 0 ? stale + 1 : 0;
			if (stale > staleRoundsMax) throw new Error('other writers never let a command through');
			await nextTurn();
		}
		return results;
	}

	/**
	 * Decides until the commit is full, or until an order is made: its numbers concern later commands.
	 * `faulted` are the records a fault of ours stopped at.
	 */
	async #decideSome(
		commands: readonly Command[],
		authority: Authority,
		faulted: Set<string>,
	): Promise<Decision[]> {
		const view = new BatchView(this.#parts.store);
		const decisions: Decision[] = [];
		for (const command of commands.slice(0, commandsPerCommitMax)) {
			const decision = await this.#decideSafely(command, authority, view, faulted);
			decisions.push(decision);
			if (decision.entry?.write && makesOrder(decision.entry.write)) break;
		}
		return decisions;
	}

	async #decideSafely(
		command: Command,
		authority: Authority,
		view: BatchView,
		faulted: Set<string>,
	): Promise<Decision> {
		const { seq, kind, record } = command;
		const key = recordKey({ kind, id: record });
		// Not journaled: once the fault is mended the device sends it again.
		const outcome = isFromDevice(authority) ? 'later' : 'rejected';
		const notNow = { result: { seq, outcome, refusal: { kind: 'server-fault' } } } as const;
		if (outcome === 'later' && faulted.has(key)) return notNow;
		try {
			const decision = await this.#decider.decide(command, authority, view);
			return asSeen(decision, authority, await view.get(kind, record));
		} catch (error) {
			if (error instanceof StoreUnavailable) throw error;
			this.#parts.fault(error);
			faulted.add(key);
			return notNow;
		}
	}

	/** The results of all that was kept, up to the first decision that has to be made again. */
	async #keep(decisions: readonly Decision[]): Promise<CommandResult[]> {
		const entries = decisions.flatMap(({ entry }) => (entry ? [entry] : []));
		const outcomes = await this.#parts.store.commit(entries);
		const results: CommandResult[] = [];
		let at = 0;
		for (const { result, entry, settled = [] } of decisions) {
			const outcome = entry ? outcomes[at++] : undefined;
			if (entry && (!outcome || outcome.status === 'stale')) break;
			if (outcome?.status === 'written') {
				await this.#tell(outcome);
				for (const userId of settled) this.#parts.poke?.(userId);
			}
			const content = entry?.journal?.result['content'];
			results.push(outcome?.status === 'duplicate' ? answerAgain(outcome.result, content) : result);
		}
		return results;
	}

	async #tell({ record, touched }: Extract<CommitOutcome, { status: 'written' }>): Promise<void> {
		if (!record) return;
		this.#parts.written(record, touched);
		await this.#parts.announce?.(record, touched);
	}

	/**
	 * Runs a command anew that a settled conflict took out of its record (`Peers.unsettled`). It was
	 * admitted once and is not asked for grants again; one that is refused now is kept for the desk.
	 */
	async runAgain({ command }: JournalEntry, actor: Actor): Promise<CommandResult> {
		for (let round = 0; round < staleRoundsMax; round++) {
			const view = new BatchView(this.#parts.store);
			const decision = await this.#decider.decide(command, { actor }, view);
			if (decision.result.refusal && decision.entry && !decision.entry.write)
				await this.#keepForDesk(command, actor, view);
			const [result] = await this.#keep([decision]);
			if (result) return result;
		}
		throw new Error('other writers never let a command through');
	}

	async #keepForDesk(command: Command, actor: Actor, view: BatchView): Promise<void> {
		const current = await view.get(command.kind, command.record);
		const now = this.#parts.clock();
		const overtaken = { command, authority: { actor }, view, now, current };
		const write = await this.#decider.quarantine(overtaken, 'overtaken');
		if (!write) return;
		const [outcome] = await this.#parts.store.commit([{ write }]);
		if (outcome?.status === 'written') await this.#tell(outcome);
	}
}

/**
 * A revision counts what others wrote, so it is not told to who does not see the record. Of a conflict
 * it is: without one it would be a refusal to the device.
 */
function asSeen(
	decision: Decision,
	authority: Authority,
	about: ViewedRecord | undefined,
): Decision {
	const { rev, ...result } = decision.result;
	const isConflict = [result.outcome, result['original']].includes('conflict');
	if (rev === undefined || isConflict || !about || maySee(authority, about)) return decision;
	return { ...decision, result };
}

function makesOrder({ record, expectedRev, numbering }: RecordWrite): boolean {
	return numbering !== undefined || (record.kind === 'workOrder' && expectedRev === 0);
}

/** Lets timers and other requests run. */
function nextTurn(): Promise<void> {
	return new Promise((resolve) => setImmediate(resolve));
}
