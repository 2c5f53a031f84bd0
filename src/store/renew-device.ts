/**
 * A database put back to an older state (a restored or copied browser profile) would give sequence
 * numbers a second time, and the server would take new commands for old ones. It becomes a new
 * device instead: what is queued is signed anew, ids of parts it refers to included.
 */
import { CommandSchema, type Command } from '#domain/command.ts';
import * as v from 'valibot';
import { readMeta, writeMeta } from './meta.ts';
import { newId } from './new-id.ts';
import { rebuildRecord } from './rebuild-record.ts';
import { openCommand, type StoreParts } from './store-parts.ts';

/** Whether the server has seen more of this device than the device has of itself. */
export async function isRolledBack(parts: StoreParts, lastSeqSeen: number): Promise<boolean> {
	return lastSeqSeen > ((await readMeta(parts.database, 'lastSeq')) ?? 0);
}

/** Inside one transaction. The code for offline numbers goes too: the next hello brings a fresh one. */
export async function renewDevice(parts: StoreParts): Promise<void> {
	const { database, codec, clock } = parts;
	const old = (await readMeta(database, 'device')) ?? '';
	const device = newId(clock.wallMs());
	await writeMeta(database, 'device', device);
	await database.meta.delete('deviceCode');
	const queued = await database.outbox.where('status').equals('queued').toArray();
	for (const row of queued) {
		const command = renamed(openCommand(parts, row), old, device);
		await database.outbox.put({ ...row, command: codec.seal(command) });
	}
	for (const record of new Set(queued.map((row) => row.record))) await rebuildRecord(parts, record);
}

/** Ids of commands and parts are `device:seq…`; nothing else begins so. */
function renamed(command: Command, old: string, device: string): Command {
	const text = JSON.stringify(command).replaceAll(`"${old}:`, `"${device}:`);
	return { ...v.parse(CommandSchema, JSON.parse(text)), device };
}
