/**
 * The one way a record changes, on the device and on the server alike.
 *
 * 1. A command of an older app is brought up to today's (`upcasts.ts`); its arguments are parsed by the
 *    command's schema; an unknown command is refused.
 * 2. The decision is pure: the same record, command, actor and readable records give the same result.
 * 3. What comes out is stamped (who, when, history) here and nowhere else.
 * 4. A decision that reads a record not loaded yet is run again once it is (`runCommand`).
 */
import * as v from 'valibot';
import { commandId, type Actor, type Command, type DecisionContext } from './command.ts';
import { commandDefinitions } from './commands.ts';
import { historyBefore, historyEntry } from './history.ts';
import { parseRecord, type AnyRecord } from './record-schemas.ts';
import type { RecordKind } from './record.ts';
import { accept, refuse, type Result } from './result.ts';
import { upcast, type Upcasts } from './upcasts.ts';

/** Rounds of loading what a decision asked for; no decision reads deeper than this. */
const readRoundsMax = 6;

/** Loads one record, or undefined where the place holds none. */
export type Load = (kind: RecordKind, id: string) => Promise<unknown>;

/** Whether the actor knows that record; see `DecisionContext.knows`. */
export type Knows = (kind: RecordKind, id: string) => Promise<boolean>;

export interface Decided {
	record: AnyRecord;
	/** False where the record already was as commanded. */
	changed: boolean;
}

/**
 * Runs one command against the current record. Throws only on bugs; refusals are values. Without
 * `knows` the actor knows whatever can be loaded, as on his device. Tests bring a `table` of their own.
 */
export async function runCommand(
	current: AnyRecord | undefined,
	sent: Command,
	actor: Actor,
	load: Load,
	knows: Knows = async (kind, id) => (await load(kind, id)) !== undefined,
	table?: Upcasts,
): Promise<Result<Decided>> {
	const asked = upcast(sent, commandDefinitions, table);
	if (!asked.ok) return asked;
	const command = asked.value;
	const records = new Answers(load);
	const known = new Answers(knows);
	const context = contextOf(command, actor, records, known);
	for (let round = 0; round < readRoundsMax; round++) {
		const result = decide(current, command, context);
		const missed = [await records.fetchMissed(), await known.fetchMissed()];
		if (!missed.includes(true)) return result;
	}
	throw new Error(`${command.type} reads deeper than ${readRoundsMax} rounds`);
}

/** The command brought up to today's, if there is such a one and its arguments can be read. */
export function readCommand(sent: Command): Result<Command> {
	const asked = upcast(sent, commandDefinitions);
	if (!asked.ok) return asked;
	const definition = definitionOf(asked.value);
	if (!definition) return refuse('unknown-command');
	const args = v.safeParse(definition.args, asked.value.args);
	return args.success ? asked : refuse('bad-input', { fields: fieldsOf(args.issues) });
}

function definitionOf({ type, kind }: Command) {
	return type.startsWith(`${kind}.`) ? commandDefinitions[type] : undefined;
}

/** What a decision asked about other records. What is not here yet is noted, fetched, and asked again. */
class Answers<T> {
	readonly #fetch: (kind: RecordKind, id: string) => Promise<T>;
	readonly #here = new Map<string, T>();
	readonly #missed = new Map<string, [RecordKind, string]>();

	constructor(fetch: (kind: RecordKind, id: string) => Promise<T>) {
		this.#fetch = fetch;
	}

	of(kind: RecordKind, id: string): T | undefined {
		const key = `${kind}/${id}`;
		if (!this.#here.has(key)) this.#missed.set(key, [kind, id]);
		return this.#here.get(key);
	}

	/** Whether anything had been missed. */
	async fetchMissed(): Promise<boolean> {
		const missed = [...this.#missed];
		this.#missed.clear();
		for (const [key, [kind, id]] of missed) this.#here.set(key, await this.#fetch(kind, id));
		return missed.length > 0;
	}
}

function decide(
	current: AnyRecord | undefined,
	command: Command,
	context: DecisionContext,
): Result<Decided> {
	const definition = definitionOf(command);
	if (!definition) return refuse('unknown-command');
	if (current && current.kind !== command.kind) return refuse('not-found');
	const args = v.safeParse(definition.args, command.args);
	if (!args.success) return refuse('bad-input', { fields: fieldsOf(args.issues) });
	const result = definition.decide(current, args.output, context);
	if (!result.ok) return result;
	if (result.value === current) return accept({ record: current, changed: false });
	return accept({ record: stamp(current, result.value, command, context.actor), changed: true });
}

function contextOf(
	command: Command,
	actor: Actor,
	records: Answers<unknown>,
	known: Answers<boolean>,
): DecisionContext {
	const prefix = commandId(command);
	return {
		actor,
		command,
		now: command.at.effective,
		read: (kind, id) => records.of(kind, id),
		knows: (kind, id) => known.of(kind, id) ?? false,
		partId: (n = 0) => `${prefix}.${n}`,
	};
}

/** Ids of parts are `device:seq.n`, so a replay makes the same ones. */
function stamp(
	before: AnyRecord | undefined,
	after: AnyRecord,
	command: Command,
	actor: Actor,
): AnyRecord {
	const now = command.at.effective;
	const stamped = {
		...after,
		createdAt: before?.createdAt ?? now,
		createdBy: before?.createdBy ?? actor.userId,
		updatedAt: now,
		updatedBy: actor.userId,
		history: [...historyBefore(before), historyEntry(before, after, command, actor)],
	};
	return parseRecord(command.kind, stamped);
}

function fieldsOf(issues: readonly v.BaseIssue<unknown>[]): string[] {
	return [...new Set(issues.map((issue) => v.getDotPath(issue) ?? ''))].filter(Boolean);
}
