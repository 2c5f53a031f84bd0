/**
 * What one command does to one record, decided and not yet kept. The rules are numbered in
 * `command-desk.ts`.
 *
 *   journaled before ─▶ answered again
 *   of a disabled user, or lost to its author who proves that he held it ─▶ kept for the desk
 *   closed to its author, or refused by the record ─▶ refused, and journaled
 *   otherwise ─▶ the record as it is written
 */
import { commandId, type Command } from '#domain/command.ts';
import { mergeOutcome, openedBy } from '#domain/conflict.ts';
import { decidedBetween } from '#domain/fate.ts';
import type { CommandResult } from '#domain/protocol/wire.ts';
import { newQuarantine } from '#domain/quarantine/quarantine-steps.ts';
import { quarantineId, type QuarantineReason } from '#domain/quarantine/quarantine.ts';
import { setSince } from '#domain/quarantine/set-since.ts';
import type { AnyRecord } from '#domain/record-schemas.ts';
import type { RecordKind } from '#domain/record.ts';
import { runCommand, type Decided } from '#domain/run-command.ts';
import { earlierOf, laterOf, type Instant } from '#domain/time/instant.ts';
import type { Clock } from '#server/clock.ts';
import { countersigned } from '#server/keys/countersign.ts';
import type { ServerKeys } from '#server/keys/server-keys.ts';
import { turnedAwayFrom } from '#server/quarantine/desk-limits.ts';
import { isUntried, itemsBefore } from '#server/quarantine/earlier-items.ts';
import { departures, type CommitEntry, type RecordWrite, type Store } from '#server/store/port.ts';
import {
	isFromDevice,
	isKnown,
	isTaken,
	mayTouch,
	wasTakenBefore,
	type Authority,
} from './authority.ts';
import type { BatchView, ViewedRecord } from './batch-view.ts';
import { answerAgain, contentOf } from './content.ts';
import { isTooLarge } from './document-limit.ts';
import { recordWrite } from './record-write.ts';
import { takenValues } from './taken-values.ts';

const releaseType = 'quarantine.release@1';
export interface DeciderParts {
	store: Store;
	clock: Clock;
	/** Countersigns what devices signed. */
	keys: ServerKeys;
}

export interface Decision {
	result: CommandResult;
	/** Absent where nothing is to be kept. */
	entry?: CommitEntry;
	/** Whose work it decides about: they are told to ask, whether or not they see the record. */
	settled?: readonly string[];
}

/** A command before its record. */
interface Case {
	/** As it came. */
	raw: Command;
	/** Not before its record was made, not later than now. */
	command: Command;
	authority: Authority;
	view: BatchView;
	now: Instant;
	current: ViewedRecord | undefined;
	/** What tells it from another command under the same name; absent for the server's own. */
	content: string | undefined;
}

export class Decider {
	readonly #parts: DeciderParts;

	constructor(parts: DeciderParts) {
		this.#parts = parts;
	}

	async decide(raw: Command, authority: Authority, view: BatchView): Promise<Decision> {
		const { store, clock } = this.#parts;
		const name = authority.lent ?? raw;
		const known = await store.journaled(name.device, name.seq);
		const content = isFromDevice(authority) ? contentOf(raw) : undefined;
		if (known) return { result: answerAgain(known, content) };
		const now = clock();
		const current = await view.get(raw.kind, raw.record);
		const command = inItsTime(raw, current?.record.createdAt, now);
		const one = { raw, command, authority, view, now, current, content };
		return (await this.#notAdmitted(one)) ?? this.#run(one);
	}

	/** The item for the desk; undefined where it has it already. */
	async quarantine(
		{ command, authority: { actor, proof }, view, now, current }: Omit<Case, 'raw' | 'content'>,
		why: QuarantineReason,
	): Promise<RecordWrite | undefined> {
		// Decisions of the desk are never lent, so there is nothing to keep.
		if (command.kind === 'quarantine') return undefined;
		if (await view.get('quarantine', quarantineId(command))) return undefined;
		const author = { ...actor, roles: proof?.roles ?? actor.roles };
		const record = newQuarantine({ command, author, why, now, about: current?.record });
		const write = await recordWrite(this.#parts.store, record, 0, now);
		view.put({ record, rev: 1, channels: write.channels, former: [] });
		return write;
	}

	async #notAdmitted(one: Case): Promise<Decision | undefined> {
		const { raw, command, authority, view, current } = one;
		if (authority.disabled) return this.#forTheDesk(one, 'user-disabled');
		if (await this.#isTooEarly(one)) return refused(one, { kind: 'earlier-first' });
		if (authority.resent?.mustWait(raw, current?.rev ?? 0))
			return { result: { seq: command.seq, outcome: 'later' } };
		const closed = current
			? !mayTouch(authority, current)
			: await isTaken(authority, command, view);
		if (!closed) return undefined;
		const wasHeld = current && (await authority.proof?.held(current));
		if (wasHeld || wasTakenBefore(authority, raw)) return this.#forTheDesk(one, 'out-of-scope');
		return refused(one, { kind: 'not-found' });
	}

	/** Who may not see the item hears that there is none, as ever. */
	async #isTooEarly({ command, authority, view, current }: Case): Promise<boolean> {
		const item = current?.record;
		if (command.type !== releaseType || item?.kind !== 'quarantine') return false;
		if (item.state !== 'open' || !mayTouch(authority, current as ViewedRecord)) return false;
		const read = async (kind: RecordKind, id: string) => (await view.get(kind, id))?.record;
		return (await itemsBefore(this.#parts.store, read, item)).some(isUntried);
	}

	async #forTheDesk(one: Case, why: QuarantineReason): Promise<Decision> {
		const { command, authority, view } = one;
		const { seq } = command;
		const turnedAway = await turnedAwayFrom(command, authority, view);
		if (turnedAway) return { result: { seq, ...turnedAway } };
		const { result, entry } = noted(one, { seq, outcome: 'quarantined', refusal: { kind: why } });
		const write = await this.quarantine(one, why);
		return { result, entry: { ...entry, ...(write && { write }) } };
	}

	async #run(one: Case): Promise<Decision> {
		const { raw, command, authority, view, current } = one;
		const decided = await runCommand(
			current?.record,
			command,
			authority.actor,
			async (kind, id) => (await view.get(kind, id))?.record,
			async (kind, id) => isKnown(authority, await view.get(kind, id)),
		);
		if (decided.ok) return this.#accepted(one, decided.value);
		const isGone = !current && decided.refusal.kind === 'not-found';
		if (isGone && wasTakenBefore(authority, raw)) return this.#forTheDesk(one, 'out-of-scope');
		return refused(one, { ...decided.refusal });
	}

	async #accepted(one: Case, decided: Decided): Promise<Decision> {
		const { command, authority, current, now } = one;
		const { seq } = command;
		const since =
			current && authority.lent ? setSince(current.record, command, authority.actor.userId) : [];
		if (since.length > 0) return refused(one, { kind: 'conflict', fields: since });
		if (!decided.changed)
			return noted(one, { seq, outcome: 'applied', rev: current?.rev ?? 0, unchanged: true });
		const { store, keys } = this.#parts;
		const record = await countersigned(store, keys, decided.record, now);
		// Lists have limits of their own; this one is for what is stuffed into them.
		if ((authority.grants || authority.lent) && isTooLarge(record))
			return refused(one, { kind: 'too-many' });
		const { taken, turns } = await takenValues(store, one.view, current?.record, record);
		if (taken.length > 0) return refused(one, { kind: 'value-taken', fields: taken });
		const settled = decidedBetween(current?.record, record);
		return { ...(await this.#written(one, record, turns)), ...(settled.length > 0 && { settled }) };
	}

	async #written(one: Case, record: AnyRecord, reserve: readonly string[]): Promise<Decision> {
		const { raw, command, authority, view, now, current } = one;
		const before = current?.rev ?? 0;
		const given = authority.resent?.numberOf(raw);
		const write = await recordWrite(this.#parts.store, record, before, now, {
			...{ given, reserve },
		});
		const { former } = departures(current, write.channels);
		view.put({ record: write.record, rev: before + 1, channels: write.channels, former });
		const outcome = outcomeOf(current?.record, record, command);
		const { result, entry } = noted(one, { seq: command.seq, rev: before + 1, ...outcome });
		return { result, entry: { ...entry, write } };
	}
}

function noted(
	{ command, authority, content, now: receivedAt }: Case,
	result: CommandResult,
): Decision {
	const { device, seq } = authority.lent ?? command;
	const journal = {
		command: { ...command, device, seq },
		result: { ...result, ...(content && { content }) },
		userId: authority.actor.userId,
		receivedAt,
	};
	return { result, entry: { journal } };
}

function refused(one: Case, refusal: NonNullable<CommandResult['refusal']>): Decision {
	const outcome = refusal.kind === 'conflict' ? 'conflict' : 'rejected';
	return noted(one, { seq: one.command.seq, outcome, refusal });
}

function outcomeOf(
	before: AnyRecord | undefined,
	after: AnyRecord,
	command: Command,
): Pick<CommandResult, 'outcome' | 'refusal'> {
	if (isHeld(before, after, command)) return { outcome: 'held' };
	const fields = openedBy(command, after).flatMap((conflict) =>
		conflict.fields.map(({ field }) => field),
	);
	const outcome = mergeOutcome(before, after, command) ?? 'applied';
	return { outcome, ...(fields.length > 0 && { refusal: { kind: 'conflict', fields } }) };
}

/**
 * A device's clock may be wrong: nothing happens to a record before it was made, nor later than now.
 * The raw time is kept as it was.
 */
function inItsTime(command: Command, madeAt: Instant | undefined, now: Instant): Command {
	const notTooLate = earlierOf(command.at.effective, now);
	const effective = madeAt ? laterOf(notTooLate, madeAt) : notTooLate;
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
