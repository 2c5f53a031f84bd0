/**
 * What a screen sees = the server's version, then this device's waiting commands replayed on it.
 *
 * 1. Replayed are queued commands, and answered ones that took effect until the server's version here
 *    has their revision, so that an own change never flickers away between push and pull.
 * 2. A command already in the record's history is not replayed: its answer was lost, not its effect.
 * 3. A queued command the newer version refuses stays queued with the reason; the server decides.
 * 4. What waits for a person (held, conflict) stays until the record tells what became of it.
 * 5. Nothing here deletes a queued or refused command. A record that left the user's scope is
 *    deleted when its last queued command has gone: no pull will ever bring it again.
 *
 * Runs inside the caller's transaction over all tables.
 */
import { Dexie } from 'dexie';
import { commandId, type Actor, type Command } from '#domain/command.ts';
import { openedBy } from '#domain/conflict.ts';
import { fateOf } from '#domain/fate.ts';
import { runCommand } from '#domain/run-command.ts';
import type { AnyRecord } from '#domain/record-schemas.ts';
import { openRecord } from './codec.ts';
import { meetFate } from './decided.ts';
import { readMeta } from './meta.ts';
import { indexFieldsOf } from './record-index.ts';
import { removeRecord } from './remove-record.ts';
import type { OutboxRow, RecordRow } from './rows.ts';
import { loadFrom, openCommand, type StoreParts } from './store-parts.ts';

/** The server's version of one record. */
export interface Served {
	record: AnyRecord;
	rev: number;
	channels: string[];
	generation: number;
}

/** Rebuilds one record, on a version just pulled or on the one held. */
export async function rebuildRecord(
	parts: StoreParts,
	recordId: string,
	pulled?: Served,
): Promise<void> {
	const { database } = parts;
	const row = await database.records.get(recordId);
	const served = pulled ?? servedOf(parts, row);
	const leaving = pulled ? undefined : row?.leaving;
	const waiting = await takeWaiting(parts, recordId, served, leaving);
	const stays = waiting.length > 0 || (served && !leaving);
	const record = stays ? await replay(parts, served?.record, waiting) : undefined;
	if (!record) {
		await removeRecord(parts, row);
		return;
	}
	await database.records.put({
		...recordRow(parts, record, served, waiting.length > 0, leaving),
		...(leaving && row?.proof && { proof: row.proof }),
	});
}

/** The row of a record as the server sent it, nothing waiting. */
export function servedRow(parts: StoreParts, served: Served): RecordRow {
	return recordRow(parts, served.record, served, false, undefined);
}

/** The row for a record just changed here, with the server's version behind it if there is one. */
export function changedRow(
	parts: StoreParts,
	before: RecordRow | undefined,
	record: AnyRecord,
): RecordRow {
	return {
		...recordRow(parts, record, servedOf(parts, before), true, before?.leaving),
		...(before?.proof && { proof: before.proof }),
	};
}

function recordRow(
	{ codec }: StoreParts,
	record: AnyRecord,
	served: Served | undefined,
	waiting: boolean,
	leaving: true | undefined,
): RecordRow {
	return {
		id: record.id,
		kind: record.kind,
		rev: served?.rev ?? 0,
		channels: served?.channels ?? [],
		generation: served?.generation ?? 0,
		...indexFieldsOf(record),
		body: codec.seal(record),
		...(waiting && served && { shadow: codec.seal(served.record) }),
		...(leaving && { leaving }),
	};
}

function servedOf({ codec }: StoreParts, row: RecordRow | undefined): Served | undefined {
	if (!row || row.rev === 0) return undefined;
	const { rev, channels, generation } = row;
	return { record: openRecord(codec, row.shadow ?? row.body), rev, channels, generation };
}

/** The commands still to be replayed, oldest first; acknowledged ones that arrived leave the outbox. */
async function takeWaiting(
	parts: StoreParts,
	recordId: string,
	served: Served | undefined,
	leaving: true | undefined,
): Promise<OutboxRow[]> {
	const rows = await parts.database.outbox.where('record').equals(recordId).sortBy('seq');
	const here = new Set(served?.record.history.map((entry) => entry['id']));
	const arrived = (row: OutboxRow) =>
		leaving || (row.rev ?? 0) <= (served?.rev ?? 0) || here.has(commandId(openCommand(parts, row)));
	const open: OutboxRow[] = [];
	for (const row of rows) {
		if (row.status === 'acknowledged' && arrived(row)) await parts.database.outbox.delete(row.seq);
		else if (!served || !(await decided(parts, row, served.record))) open.push(row);
	}
	return open.filter((row) => row.status === 'queued' || (tookEffect(row) && !arrived(row)));
}

/** Held moves and parked edits are in the record; a conflict of an older server was a refusal. */
function tookEffect({ status, rev }: OutboxRow): boolean {
	if (status === 'conflict') return rev !== undefined;
	return status === 'acknowledged' || status === 'held';
}

/** Whether the record tells what became of it; then it is where the ledger keeps such things. */
async function decided(parts: StoreParts, row: OutboxRow, record: AnyRecord): Promise<boolean> {
	if (row.status !== 'held' && row.status !== 'conflict') return false;
	const fate = fateOf(record, commandId(openCommand(parts, row)));
	if (fate) await meetFate(parts, row, fate);
	return fate !== undefined;
}

async function replay(
	parts: StoreParts,
	served: AnyRecord | undefined,
	waiting: OutboxRow[],
): Promise<AnyRecord | undefined> {
	const actor = await readMeta(parts.database, 'actor');
	let current = served;
	for (const row of waiting) {
		// Dexie follows a transaction through a hundred awaits of the platform's own, then only its own.
		await Dexie.Promise.resolve();
		current = await replayOne(parts, current, row, actor);
	}
	return current;
}

async function replayOne(
	parts: StoreParts,
	current: AnyRecord | undefined,
	row: OutboxRow,
	actor: Actor | undefined,
): Promise<AnyRecord | undefined> {
	const command = openCommand(parts, row);
	const done = current?.history.some((entry) => entry['id'] === commandId(command));
	if (done || !actor) return current;
	const result = await runCommand(current, command, actor, loadFrom(parts));
	await noteReason(parts, row, result.ok ? clashOf(result.value.record, command) : result.refusal);
	return result.ok ? result.value.record : current;
}

/** The fields it could not set because somebody else had changed them. */
function clashOf(record: AnyRecord, command: Command): OutboxRow['reason'] {
	const fields = openedBy(command, record).flatMap((each) => each.fields.map(({ field }) => field));
	return fields.length > 0 ? { kind: 'conflict', fields } : undefined;
}

async function noteReason(
	{ database }: StoreParts,
	row: OutboxRow,
	reason: OutboxRow['reason'],
): Promise<void> {
	if (row.status !== 'queued' || row.reason?.kind === reason?.kind) return;
	const { reason: _old, ...rest } = row;
	await database.outbox.put(reason ? { ...rest, reason } : rest);
}
