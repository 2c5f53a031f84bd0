/** Takes back own commands that never went on the wire, within a minute (domain.md section 2). */
import { commandId } from '#domain/command.ts';
import { mayUndo } from './may-undo.ts';
import { readMeta } from './meta.ts';
import { rebuildRecord } from './rebuild-record.ts';
import { removeBlob } from './remove-record.ts';
import type { OutboxRow } from './rows.ts';
import { openCommand, type StoreParts } from './store-parts.ts';
import { RefusedError } from './store-result.ts';

/** Runs inside one transaction; throws a RefusedError. Answers all it took back, companions included. */
export async function undoCommands(parts: StoreParts, seqs: readonly number[]): Promise<number[]> {
	const { database, clock } = parts;
	const rows = await withCompanions(parts, seqs);
	const triedSeq = (await readMeta(database, 'triedSeq')) ?? 0;
	if (rows.length === 0 || !rows.every((row) => mayUndo(row, triedSeq, clock.wallMs())))
		throw new RefusedError({ kind: 'undo-too-late' });
	const undone = rows.map((row) => row.seq);
	await database.outbox.bulkDelete(undone);
	for (const row of rows) await dropBlobs(parts, row);
	for (const record of new Set(rows.map((row) => row.record))) await rebuildOrRefuse(parts, record);
	return undone;
}

async function withCompanions(parts: StoreParts, seqs: readonly number[]): Promise<OutboxRow[]> {
	const queued = await parts.database.outbox.where('status').equals('queued').sortBy('seq');
	const taken = new Map<string, OutboxRow>();
	for (const row of queued) {
		const command = openCommand(parts, row);
		const companion = command.causedBy !== undefined && taken.has(command.causedBy);
		if (companion || seqs.includes(row.seq)) taken.set(commandId(command), row);
	}
	const found = [...taken.values()];
	return seqs.every((seq) => found.some((row) => row.seq === seq)) ? found : [];
}

/** Commands recorded after the undone ones must still stand without them. */
async function rebuildOrRefuse(parts: StoreParts, record: string): Promise<void> {
	const refused = () =>
		parts.database.outbox
			.where('record')
			.equals(record)
			.filter((row) => row.status === 'queued' && row.reason !== undefined)
			.count();
	const before = await refused();
	await rebuildRecord(parts, record);
	if ((await refused()) > before) throw new RefusedError({ kind: 'undo-needed' });
}

async function dropBlobs(parts: StoreParts, row: OutboxRow): Promise<void> {
	for (const sha256 of row.blobs) {
		const blob = await parts.database.blobs.get(sha256);
		if (blob?.status !== 'waiting' || (await isUsed(parts, row.record, sha256))) continue;
		const records = blob.records.filter((id) => id !== row.record);
		if (records.length === 0) await removeBlob(parts, sha256);
		else await parts.database.blobs.put({ ...blob, records });
	}
}

/** Another waiting command of the record names the same picture. */
async function isUsed({ database }: StoreParts, record: string, sha256: string): Promise<boolean> {
	const rows = await database.outbox.where('record').equals(record).toArray();
	return rows.some((row) => row.blobs.includes(sha256));
}
