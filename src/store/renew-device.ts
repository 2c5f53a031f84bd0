/**
 * A database put back to an older state, or copied with its browser profile, gives sequence numbers a
 * second time. The installation takes a new name then.
 *
 * 1. What is queued goes under the old name first: what the server has of it already is answered as a
 *    duplicate and never takes effect twice.
 * 2. A command whose name the server knows another command by is answered `seq-taken`. It stays
 *    queued, and is signed anew under the new name, ids of parts made by it included.
 * 3. The code for offline numbers goes with the old name: a fresh one comes with the next hello.
 * 4. A name that is another user's on a restored server is left with everything made under it: that
 *    server has none of it, and takes none of it by that name.
 */
import { CommandSchema, type Command } from '#domain/command.ts';
import type { Instant } from '#domain/time/instant.ts';
import * as v from 'valibot';
import { readMeta, writeMeta } from './meta.ts';
import { newId } from './new-id.ts';
import { rebuildRecord } from './rebuild-record.ts';
import { queueAgain } from './resend.ts';
import type { OutboxRow } from './rows.ts';
import { openCommand, type StoreParts } from './store-parts.ts';

/** From here on no offline number is given under the old code. */
export async function suspectName({ database }: StoreParts): Promise<void> {
	await writeMeta(database, 'renewing', true);
	await database.meta.delete('deviceCode');
}

export async function nameIsTaken(parts: StoreParts, row: OutboxRow): Promise<void> {
	await parts.database.outbox.put({ ...row, nameTaken: true });
	await suspectName(parts);
}

/** Inside one transaction, when nothing that was sent waits for an answer any more. */
export async function renewDevice(parts: StoreParts): Promise<void> {
	const { database, clock } = parts;
	const old = (await readMeta(database, 'device')) ?? '';
	const device = newId(clock.wallMs());
	await writeMeta(database, 'device', device);
	for (const key of ['deviceCode', 'renewing']) await database.meta.delete(key);
	const isLeft = (row: OutboxRow) => row.nameTaken ?? !row.resent;
	await renameQueued(parts, { old, device, isLeft });
}

/** Inside one transaction. `device` is a name the server knows as this user's. */
export async function leaveName(
	parts: StoreParts,
	{ old, device }: { old: string; device: string },
	now: Instant,
): Promise<void> {
	const { database } = parts;
	const taken = (await database.kept.toArray()).filter((row) => row.device === old);
	const seqs = taken.map(({ seq }) => seq);
	await queueAgain(parts, old, seqs, now);
	await database.kept.bulkDelete(seqs);
	if ((await readMeta(database, 'device')) === old) {
		await writeMeta(database, 'device', device);
		for (const key of ['deviceCode', 'renewing']) await database.meta.delete(key);
	}
	await renameQueued(parts, { old, device, isLeft: () => true });
}

interface Renaming {
	old: string;
	device: string;
	/** Of those queued under the old name. */
	isLeft: (row: OutboxRow) => boolean;
}

async function renameQueued(parts: StoreParts, { old, device, isLeft }: Renaming): Promise<void> {
	const queued = await withoutSeals(parts, old, isLeft);
	const seqs = new Set(queued.map(({ seq }) => seq));
	for (const row of queued)
		await signAnew(parts, row, (one) => renamed(one, { old, device, seqs }));
	for (const record of new Set(queued.map((row) => row.record))) await rebuildRecord(parts, record);
}

/**
 * Queued under the old name and still to be signed; what waits for others after a restore keeps its
 * name, the server knew it by that. Seals signed by the old name's key are made anew by the next one
 * (`seal-snapshots.ts`).
 */
async function withoutSeals(
	parts: StoreParts,
	old: string,
	isLeft: Renaming['isLeft'],
): Promise<OutboxRow[]> {
	const { database } = parts;
	const rows = await database.outbox.where('status').equals('queued').toArray();
	const queued = rows.filter((row) => isLeft(row) && openCommand(parts, row).device === old);
	const isSeal = ({ type }: OutboxRow) => type.endsWith('.sealSnapshot@1');
	await database.outbox.bulkDelete(queued.filter(isSeal).map(({ seq }) => seq));
	return queued.filter((row) => !isSeal(row));
}

async function signAnew(
	parts: StoreParts,
	{ nameTaken: isTaken, resent, notBeforeMs: _time, putOffFor: _why, ...row }: OutboxRow,
	rename: (command: Command) => Command,
): Promise<void> {
	const { database, codec } = parts;
	const command = rename(openCommand(parts, { ...row }));
	// Another command is the one the server had taken, if it knows that one's name.
	const again = !isTaken && resent && { resent };
	await database.outbox.put({ ...row, ...again, command: codec.seal(command) });
}

/** Ids of commands and parts are `device:seq` and `device:seq.n`; those of older commands stay. */
function renamed(
	command: Command,
	{ old, device, seqs }: { old: string; device: string; seqs: ReadonlySet<number> },
): Command {
	const ids = new RegExp(`"${old.replaceAll('.', '\\.')}:(\\d+)(?=[".])`, 'g');
	const text = JSON.stringify(command).replace(ids, (id, seq: string) =>
		seqs.has(Number(seq)) ? `"${device}:${seq}` : id,
	);
	return { ...v.parse(CommandSchema, JSON.parse(text)), device };
}
