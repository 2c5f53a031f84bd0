/**
 * Hands in again what a restored server lacks.
 *
 * 1. What the server lacks is queued again under its old name, so it takes effect once, however often
 *    it is handed in and whichever backup the server came from.
 * 2. It goes before anything is pulled: the pull from scratch deletes what the server does not have,
 *    but never a record with queued commands.
 * 3. A command whose predecessors by others have not come back is put off (`later`), and everything
 *    behind it on its record with it. After `patienceMsMax` it goes without waiting, and the server
 *    decides on what there is. A command at which the server had a fault is put off in the same way.
 * 4. Bytes the server had confirmed are offered again too; it takes only those it lacks.
 */
import type { Resent } from '#domain/protocol/wire.ts';
import { msOf, type Instant } from '#domain/time/instant.ts';
import { isClaimedBy } from '#domain/work-order/claimed.ts';
import { openRecord } from './codec.ts';
import { numberIn } from './kept-commands.ts';
import { readMeta } from './meta.ts';
import { rebuildRecord } from './rebuild-record.ts';
import type { BlobRow, KeptRow, OutboxRow, RecordRow } from './rows.ts';
import type { StoreParts } from './store-parts.ts';

/** Over a long weekend: a desk that comes back on Monday is still waited for. */
export const patienceMsMax = 4 * 24 * 60 * 60_000;
/** A command put off is offered again after this. */
export const againMs = 2 * 60_000;

export interface NamedSeqs {
	device: string;
	/** Rising. */
	seqs: number[];
}

/** The names of all kept commands; an installation that took a new name has some under the old one. */
export async function keptNames({ database }: StoreParts): Promise<NamedSeqs[]> {
	const names = new Map<string, number[]>();
	await database.kept.orderBy('seq').each(({ device, seq }) => {
		const seqs = names.get(device);
		if (seqs) seqs.push(seq);
		else names.set(device, [seq]);
	});
	return [...names].map(([device, seqs]) => ({ device, seqs }));
}

/** Queues again what the server lacks; gives how many. */
export async function queueAgain(
	parts: StoreParts,
	device: string,
	lacking: readonly number[],
	now: Instant,
): Promise<number> {
	const { database } = parts;
	const rows = await database.kept.bulkGet([...lacking]);
	const records = new Set<string>();
	let queued = 0;
	for (const row of rows) {
		if (row?.device !== device) continue;
		if ((await database.outbox.get(row.seq))?.status === 'queued') continue;
		await database.outbox.put(await queuedAgain(parts, row, now));
		await offerAgain(parts, await database.blobs.bulkGet(row.blobs));
		records.add(row.record);
		queued++;
	}
	for (const record of records) await rebuildRecord(parts, record);
	return queued;
}

/** The server may have lost bytes whose commands it still has. */
export async function offerAllAgain(parts: StoreParts): Promise<void> {
	await offerAgain(parts, await parts.database.blobs.where('status').equals('confirmed').toArray());
}

/** What the server is told of those commands of a batch that it had taken before. */
export function resentFacts(rows: readonly OutboxRow[], nowMs: number): Resent[] {
	return rows.flatMap(({ seq, resent }) => {
		if (!resent) return [];
		const { since, rev, ...number } = resent;
		const waits = rev !== undefined && nowMs - msOf(since) < patienceMsMax;
		return [{ seq, ...number, ...(waits && { rev }) }];
	});
}

/** Not before others have had time to come back, or the server's fault to be mended. */
export async function putOff(
	{ database, clock }: StoreParts,
	{ putOffFor: _, ...row }: OutboxRow,
	why?: string,
): Promise<void> {
	const notBeforeMs = clock.wallMs() + againMs;
	await database.outbox.put({ ...row, notBeforeMs, ...(why !== undefined && { putOffFor: why }) });
}

/**
 * Of the queued rows, oldest first, those that may go now. Behind one that is put off nothing goes on
 * its record: it would overtake it. Behind one that has to be signed anew only what was sent before
 * goes, to be asked about under its old name.
 */
export async function sendableRows(parts: StoreParts): Promise<OutboxRow[]> {
	const { database, clock } = parts;
	const rows = await database.outbox.where('status').equals('queued').sortBy('seq');
	if (rows.length === 0) return rows;
	const triedSeq = (await readMeta(database, 'triedSeq')) ?? 0;
	const nowMs = clock.wallMs();
	const putOffAt = new Set<string>();
	const signedAnewAt = new Set<string>();
	return rows.filter((row) => {
		if (isPutOff(row, nowMs)) putOffAt.add(row.record);
		if (row.nameTaken) signedAnewAt.add(row.record);
		if (row.nameTaken || putOffAt.has(row.record)) return false;
		const sentBefore = row.seq <= triedSeq && row.resent === undefined;
		return sentBefore || !signedAnewAt.has(row.record);
	});
}

/** Records that may not be on the server yet: their bytes would be refused. */
export async function recordsPutOff({ database, clock }: StoreParts): Promise<Set<string>> {
	const rows = await database.outbox.where('status').equals('queued').toArray();
	const nowMs = clock.wallMs();
	return new Set(rows.filter((row) => isPutOff(row, nowMs)).map(({ record }) => record));
}

/** A clock set back must not put it off for longer than it ever was. */
function isPutOff({ notBeforeMs }: OutboxRow, nowMs: number): boolean {
	if (notBeforeMs === undefined) return false;
	return nowMs < notBeforeMs && nowMs >= notBeforeMs - againMs;
}

async function queuedAgain(parts: StoreParts, row: KeptRow, now: Instant): Promise<OutboxRow> {
	const { seq, record, kind, type, command, title, queuedAt, blobs, rev, number, numberSeal } = row;
	const held = await parts.database.records.get(record);
	const own = number !== undefined && numberSeal !== undefined ? { number, numberSeal } : undefined;
	return {
		...{ seq, record, kind, type, command, title, queuedAt, blobs },
		status: 'queued',
		nonce: `${seq} again`,
		resent: {
			since: now,
			...(rev !== undefined && { rev }),
			...(own ?? (held ? numberIn(parts, held) : {})),
			...(held && (await isClaimed(parts, held)) && { claimed: true }),
		},
	};
}

/** The claim itself was never a command of this device. */
async function isClaimed({ database, codec }: StoreParts, row: RecordRow): Promise<boolean> {
	const actor = await readMeta(database, 'actor');
	const record = openRecord(codec, row.shadow ?? row.body);
	return record.kind === 'workOrder' && isClaimedBy(record, actor?.userId ?? '');
}

async function offerAgain(
	{ database }: StoreParts,
	rows: readonly (BlobRow | undefined)[],
): Promise<void> {
	for (const blob of rows) {
		if (blob?.status !== 'confirmed') continue;
		const { uploadUrl: _, ...rest } = blob;
		await database.blobs.put({ ...rest, status: 'waiting', confirmedFor: [], sentBytes: 0 });
	}
}
