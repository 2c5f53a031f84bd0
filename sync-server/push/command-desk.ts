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
import { deskRoles, hasRole } from '#domain/access/roles.ts';
import { commandId, type Actor, type Command } from '#domain/command.ts';
import { mergeOutcome, openedBy } from '#domain/conflict.ts';
import type { CommandResult } from '#domain/protocol/wire.ts';
import { newQuarantine } from '#domain/quarantine/quarantine-steps.ts';
import {
	isQuarantineId,
	quarantineId,
	type QuarantineReason,
} from '#domain/quarantine/quarantine.ts';
import { setSince } from '#domain/quarantine/set-since.ts';
import type { AnyRecord } from '#domain/record-schemas.ts';
import { recordKinds } from '#domain/record.ts';
import { runCommand } from '#domain/run-command.ts';
import { earlierOf, type Instant } from '#domain/time/instant.ts';
import type { Clock } from '#server/clock.ts';
import { countersigned } from '#server/keys/countersign.ts';
import type { ServerKeys } from '#server/keys/server-keys.ts';
import type { Proof } from '#server/quarantine/proof.ts';
import { hadPartIn, isInArchive, sees } from '#server/scope/visibility.ts';
import {
	departures,
	recordKey,
	StoreUnavailable,
	type CommitEntry,
	type CommitOutcome,
	type JournalEntry,
	type RecordKey,
	type RecordWrite,
	type Store,
} from '#server/store/port.ts';
import { turnedAwayFrom } from '#server/quarantine/desk-limits.ts';
import { BatchView, type ViewedRecord } from './batch-view.ts';
import { answerAgain, contentOf } from './content.ts';
import { recordWrite } from './record-write.ts';
import type { ResentCommands } from './resent.ts';

/** Commands that share one transaction; others get their turn in between. */
const commandsPerCommitMax = 50;
/** Decisions made again because of other writers before we call it a fault. */
const staleRoundsMax = 20;
/** Characters of one record's JSON; a long order with everything is a tenth of it. */
export const recordLengthMax = 4_000_000;

export interface Authority {
	actor: Actor;
	/** Absent for the server itself and for what the desk released, which see everything. */
	grants?: ReadonlySet<string>;
	/** Whether he saw a record while he was sent to its place, though he no longer sees it. */
	saw?: (record: AnyRecord) => Promise<boolean>;
	/** What his device held when it last pulled. */
	proof?: Proof | undefined;
	/** He may do nothing any more: whatever he hands in is kept for the desk. */
	disabled?: true;
	/** The desk lets it be done though he no longer sees the record; the journal knows it by this name. */
	lent?: Pick<Command, 'device' | 'seq'>;
	/** What his device says of commands it hands in once more. */
	resent?: ResentCommands;
}

export interface CommandDeskParts {
	store: Store;
	clock: Clock;
	/** Countersigns what devices signed. */
	keys: ServerKeys;
	/** Told of every write after it is kept. */
	written: (key: RecordKey, touched: readonly string[]) => void;
	/** Tells other servers of it before it is answered. */
	announce?: (key: RecordKey, touched: readonly string[]) => Promise<void>;
	/** Told of faults of ours. */
	fault: (error: unknown) => void;
}

interface Quarantined {
	command: Command;
	authority: Authority;
	why: QuarantineReason;
	now: Instant;
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
			const decision = await this.#decide(command, authority, view);
			return asSeen(decision, authority, await view.get(kind, record));
		} catch (error) {
			if (error instanceof StoreUnavailable) throw error;
			this.#parts.fault(error);
			faulted.add(key);
			return notNow;
		}
	}

	async #decide(raw: Command, authority: Authority, view: BatchView): Promise<Decision> {
		const { store, clock } = this.#parts;
		const name = authority.lent ?? raw;
		const known = await store.journaled(name.device, name.seq);
		const content = isFromDevice(authority) ? contentOf(raw) : undefined;
		if (known) return { result: answerAgain(known, content) };
		const now = clock();
		const command = notInTheFuture(raw, now);
		const current = await view.get(command.kind, command.record);
		const journaled = { ...command, device: name.device, seq: name.seq };
		const { userId } = authority.actor;
		const note = (result: CommandResult): Decision => ({
			result,
			entry: {
				journal: {
					command: journaled,
					result: { ...result, ...(content && { content }) },
					userId,
					receivedAt: now,
				},
			},
		});
		const { seq } = command;
		const quarantined = async (why: QuarantineReason): Promise<Decision> => {
			const turnedAway = await turnedAwayFrom(command, authority, view);
			if (turnedAway) return { result: { seq, ...turnedAway } };
			const { result, entry } = note({ seq, outcome: 'quarantined', refusal: { kind: why } });
			const write = await this.#quarantine({ command, authority, why, now }, current, view);
			return { result, entry: { ...entry, ...(write && { write }) } };
		};
		if (authority.disabled) return quarantined('user-disabled');
		if (authority.resent?.mustWait(raw, current?.rev ?? 0))
			return { result: { seq, outcome: 'later' } };
		const refused = (refusal: NonNullable<CommandResult['refusal']>) =>
			note({ seq, outcome: refusal.kind === 'conflict' ? 'conflict' : 'rejected', refusal });
		const closed = current
			? !mayTouch(authority, current)
			: await isTaken(authority, command, view);
		if (closed && current && (await authority.proof?.held(current)))
			return quarantined('out-of-scope');
		const mayBeLost = wasTakenBefore(authority, raw);
		if (closed && mayBeLost) return quarantined('out-of-scope');
		if (closed) return refused({ kind: 'not-found' });
		const decided = await runCommand(
			current?.record,
			command,
			authority.actor,
			async (kind, id) => (await view.get(kind, id))?.record,
			async (kind, id) => isKnown(authority, await view.get(kind, id)),
		);
		if (!decided.ok && !current && mayBeLost && decided.refusal.kind === 'not-found')
			return quarantined('out-of-scope');
		if (!decided.ok) return refused({ ...decided.refusal });
		const since =
			current && authority.lent ? setSince(current.record, command, authority.actor.userId) : [];
		if (since.length > 0) return refused({ kind: 'conflict', fields: since });
		const before = current?.rev ?? 0;
		if (!decided.value.changed)
			return note({ seq, outcome: 'applied', rev: before, unchanged: true });
		const record = await countersigned(store, this.#parts.keys, decided.value.record, now);
		if ((authority.grants || authority.lent) && isOverfull(record))
			return refused({ kind: 'too-many' });
		const given = authority.resent?.numberOf(raw);
		const write = await recordWrite(store, record, before, now, given);
		const { former } = departures(current, write.channels);
		view.put({ record: write.record, rev: before + 1, channels: write.channels, former });
		const outcome = isHeld(current?.record, record, command)
			? 'held'
			: (mergeOutcome(current?.record, record, command) ?? 'applied');
		const clash = openedBy(command, record).flatMap(({ fields }) =>
			fields.map(({ field }) => field),
		);
		const refusal = clash.length > 0 && { refusal: { kind: 'conflict', fields: clash } };
		const noted = note({ seq, outcome, rev: before + 1, ...refusal });
		return { result: noted.result, entry: { ...noted.entry, write } };
	}

	/** The item for the desk; undefined where it has it already. */
	async #quarantine(
		{ command, authority: { actor, proof }, why, now }: Quarantined,
		about: ViewedRecord | undefined,
		view: BatchView,
	): Promise<RecordWrite | undefined> {
		// Decisions of the desk are never lent, so there is nothing to keep.
		if (command.kind === 'quarantine') return undefined;
		if (await view.get('quarantine', quarantineId(command))) return undefined;
		const author = { ...actor, roles: proof?.roles ?? actor.roles };
		const record = newQuarantine({ command, author, why, now, about: about?.record });
		const write = await recordWrite(this.#parts.store, record, 0, now);
		view.put({ record, rev: 1, channels: write.channels, former: [] });
		return write;
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
			if (outcome?.status === 'written') await this.#tell(outcome);
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
			const decision = await this.#decide(command, { actor }, view);
			if (decision.result.refusal && decision.entry && !decision.entry.write)
				await this.#keepForDesk(command, actor, view);
			const [result] = await this.#keep([decision]);
			if (result) return result;
		}
		throw new Error('other writers never let a command through');
	}

	async #keepForDesk(command: Command, actor: Actor, view: BatchView): Promise<void> {
		const about = await view.get(command.kind, command.record);
		const now = this.#parts.clock();
		const authority = { actor };
		const quarantined = { command, authority, why: 'overtaken', now } as const;
		const write = await this.#quarantine(quarantined, about, view);
		if (!write) return;
		const [outcome] = await this.#parts.store.commit([{ write }]);
		if (outcome?.status === 'written') await this.#tell(outcome);
	}
}

function maySee({ actor, grants }: Authority, { record, channels }: ViewedRecord): boolean {
	if (!grants || sees(grants, channels)) return true;
	return isInArchive(record.kind) && hasRole(actor, deskRoles);
}

function mayTouch(authority: Authority, current: ViewedRecord): boolean {
	const { actor } = authority;
	if (maySee(authority, current)) return true;
	return hadPartIn(actor.userId, current.record);
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

/**
 * Handed in once more after a restore. What gave him the record may be among what was lost, a claim
 * above all: there is a record he does not see, or none. Both are answered alike.
 */
function wasTakenBefore({ proof, resent }: Authority, command: Command): boolean {
	return proof?.isFromBefore === true && resent?.isResent(command) === true;
}

/**
 * Whether the id of a record to be made belongs to one of another kind, also where the desk released
 * it. The server's own ids are its own affair.
 */
async function isTaken(
	{ grants, lent }: Authority,
	{ kind, record }: Command,
	view: BatchView,
): Promise<boolean> {
	if (!grants && !lent) return false;
	if (isQuarantineId(record)) return true;
	for (const other of recordKinds)
		if (other !== kind && (await view.get(other, record))) return true;
	return false;
}

/**
 * The server itself knows every place it names, also one that is still to come. The desk lends sight
 * of one record only: whose command it releases knows what he had visited.
 */
async function isKnown(
	{ grants, lent, saw }: Authority,
	viewed: ViewedRecord | undefined,
): Promise<boolean> {
	if (!grants && !lent) return true;
	if (!viewed) return false;
	if (grants && sees(grants, viewed.channels)) return true;
	return (await saw?.(viewed.record)) ?? false;
}

/** Lists have limits of their own; this one is for what is stuffed into them. */
function isOverfull(record: AnyRecord): boolean {
	return JSON.stringify(record).length > recordLengthMax;
}

/** Names of devices are claimed by devices; the server's own are named by what they are about. */
function isFromDevice({ grants, disabled, lent }: Authority): boolean {
	return !lent && (grants !== undefined || disabled === true);
}

function makesOrder({ record, expectedRev, numbering }: RecordWrite): boolean {
	return numbering !== undefined || (record.kind === 'workOrder' && expectedRev === 0);
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
