/**
 * Carries out commands on the device: ONE transaction decides, writes the records, queues the
 * commands and keeps the blobs that came along. A refusal or a full disk writes nothing at all.
 */
import { commandId, type Command } from '#domain/command.ts';
import { offlineNumber } from '#domain/numbering/number.ts';
import type { RecordKind } from '#domain/record.ts';
import { defaultZone, organisationId } from '#domain/organisation/records.ts';
import { titleOf } from '#domain/record-title.ts';
import { runCommand } from '#domain/run-command.ts';
import type { AnyRecord } from '#domain/record-schemas.ts';
import { dateOf } from '#domain/time/zone.ts';
import type { Instant } from '#domain/time/instant.ts';
import { openRecord } from './codec.ts';
import type { JumpWatch } from './clock.ts';
import { keepBlob, type NewBlob } from './keep-blob.ts';
import { metaOf, writeMeta, type MetaValues } from './meta.ts';
import { changedRow } from './rebuild-record.ts';
import type { OutboxRow } from './rows.ts';
import { loadFrom, type StoreParts } from './store-parts.ts';
import { RefusedError } from './store-result.ts';

type Args = Record<string, unknown>;

/** What a draft may ask for while its transaction runs; await nothing else in there. */
interface DraftTools {
	/** The next permanent number of a record born offline; refused before the server gave a code. */
	nextOfflineNumber: (form: string) => Promise<string>;
	/** The time the command will carry. */
	now: Instant;
}

export interface CommandDraft {
	/** E.g. `workOrder.arrive@1`. */
	type: string;
	kind: RecordKind;
	/** Id of the record; a new one from `newId()` for a command that creates it. */
	record: string;
	args: Args | ((tools: DraftTools) => Args | Promise<Args>);
	/** For edits: the values their author saw. */
	base?: Args;
	/** A companion of another command: its id, or the place of an earlier draft in the same call. */
	causedBy?: string | number;
}

export interface ExecuteOptions {
	blobs?: NewBlob[];
	/** Drafts of text that these commands save: cleared with them. */
	clearDrafts?: string[];
}

export interface Executed {
	/** The record of the last command. */
	record: AnyRecord;
	records: AnyRecord[];
	/** For `undo`; empty where everything already was as commanded. */
	seqs: number[];
}

/** One call of `execute`: the nonce tells its second try that the first one had been written. */
export interface Call {
	parts: StoreParts;
	watch: JumpWatch;
	nonce: string;
}

/** A call's progress inside its transaction. */
interface Run extends Call {
	blobs: NewBlob[];
	commands: (Command | undefined)[];
	records: AnyRecord[];
	seqs: number[];
}

/** Throws a RefusedError; the caller's `asResult` turns it into a value. */
export async function executeDrafts(
	call: Call,
	drafts: readonly CommandDraft[],
	options: ExecuteOptions,
): Promise<Executed> {
	const { parts } = call;
	const written = await writtenBefore(call);
	if (written) return written;
	const blobs = options.blobs ?? [];
	const run: Run = { ...call, blobs, commands: [], records: [], seqs: [] };
	for (const draft of drafts) await executeOne(run, draft);
	for (const blob of blobs) await keepBlob(parts, blob);
	await parts.database.drafts.bulkDelete(options.clearDrafts ?? []);
	const record = run.records.at(-1);
	if (!record) throw new Error('execute needs at least one command');
	return { record, records: run.records, seqs: run.seqs };
}

/** What this call wrote before its connection was lost, if it got that far. */
async function writtenBefore({ parts, nonce }: Call): Promise<Executed | undefined> {
	const { database, codec } = parts;
	const last = await database.outbox.toCollection().last();
	if (last?.nonce !== nonce) return undefined;
	const rows = await database.outbox.filter((row) => row.nonce === nonce).toArray();
	const found = await database.records.bulkGet(rows.map((row) => row.record));
	const records = found.flatMap((row) => (row ? [openRecord(codec, row.body)] : []));
	const record = records.at(-1);
	return record && { record, records, seqs: rows.map((row) => row.seq) };
}

async function executeOne(run: Run, draft: CommandDraft): Promise<void> {
	const { database, codec } = run.parts;
	const before = await database.records.get(draft.record);
	const current = before && openRecord(codec, before.body);
	const known = await metaOf(database, 'clock', 'lastSeq', 'device', 'actor');
	const command = await commandOf(run, draft, current, known);
	const { actor } = known;
	if (!actor) throw new Error('a store without an actor');
	const result = await runCommand(current, command, actor, loadFrom(run.parts));
	if (!result.ok) throw new RefusedError(result.refusal);
	run.records.push(result.value.record);
	run.commands.push(result.value.changed ? command : undefined);
	if (!result.value.changed) return;
	await database.records.put(changedRow(run.parts, before, result.value.record));
	await queue(run, command, result.value.record);
}

async function commandOf(
	run: Run,
	draft: CommandDraft,
	current: AnyRecord | undefined,
	{ clock, lastSeq = 0, device }: Partial<MetaValues>,
): Promise<Command> {
	const at = run.watch.stamp(clock, current?.updatedAt);
	const seq = lastSeq + 1;
	if (!device) throw new Error('a store without a device id');
	const causedBy = causeOf(run, draft);
	return {
		device,
		seq,
		type: draft.type,
		kind: draft.kind,
		record: draft.record,
		args: await argsOf(run, draft, at.effective),
		...(draft.base && { base: draft.base }),
		at,
		...(causedBy !== undefined && { causedBy }),
	};
}

function causeOf(run: Run, draft: CommandDraft): string | undefined {
	if (typeof draft.causedBy !== 'number') return draft.causedBy;
	const cause = run.commands[draft.causedBy];
	return cause && commandId(cause);
}

async function argsOf(run: Run, draft: CommandDraft, now: Instant): Promise<Args> {
	if (typeof draft.args !== 'function') return draft.args;
	return draft.args({
		now,
		nextOfflineNumber: (form) => nextOfflineNumber(run.parts, form, now),
	});
}

/** Counted per form and never given twice, even if the command is undone. */
async function nextOfflineNumber(parts: StoreParts, form: string, now: Instant): Promise<string> {
	const { database } = parts;
	const known = await metaOf(database, 'deviceCode', 'offlineCounters');
	const { deviceCode, offlineCounters: counters = {} } = known;
	if (!deviceCode) throw new RefusedError({ kind: 'no-device-code' });
	const n = (counters[form] ?? 0) + 1;
	await writeMeta(database, 'offlineCounters', { ...counters, [form]: n });
	return offlineNumber(form, dateOf(now, await zoneOf(parts)), deviceCode, n);
}

async function zoneOf({ database, codec }: StoreParts): Promise<string> {
	const row = await database.records.get(organisationId);
	const organisation = row && openRecord(codec, row.body);
	return organisation?.kind === 'organisation' ? organisation.zone : defaultZone;
}

async function queue(run: Run, command: Command, record: AnyRecord): Promise<void> {
	const { database, codec } = run.parts;
	const row: OutboxRow = {
		seq: command.seq,
		record: command.record,
		kind: command.kind,
		type: command.type,
		status: 'queued',
		command: codec.seal(command),
		title: titleOf(record),
		queuedAt: command.at.raw,
		nonce: run.nonce,
		blobs: run.blobs.filter((blob) => blob.recordId === command.record).map((blob) => blob.sha256),
	};
	await database.outbox.add(row);
	await writeMeta(database, 'lastSeq', command.seq);
	run.seqs.push(command.seq);
}
