/** Takes the server's answers to pushed commands into the outbox; the record follows by rebuilding. */
import * as v from 'valibot';
import { outcomes, type CommandResult } from '#domain/protocol/wire.ts';
import type { Instant } from '#domain/time/instant.ts';
import { writeMeta } from './meta.ts';
import { sentMax } from './outbox-queries.ts';
import { keepTaken, trimKept } from './kept-commands.ts';
import { rebuildRecord } from './rebuild-record.ts';
import { nameIsTaken } from './renew-device.ts';
import { putOff } from './resend.ts';
import type { OutboxRow, Reason } from './rows.ts';
import type { StoreParts } from './store-parts.ts';

/** The server did not say which revision has it: replayed until its history shows it or a round ends. */
const revUnknown = Number.MAX_SAFE_INTEGER;

/** Inside one strict transaction. Returns how many queued commands were answered. */
export async function applyResults(
	parts: StoreParts,
	results: readonly CommandResult[],
	now: Instant,
): Promise<number> {
	const touched = new Set<string>();
	let answered = 0;
	for (const result of results.map(firstOutcome)) {
		const row = await parts.database.outbox.get(result.seq);
		if (row?.status !== 'queued') continue;
		answered++;
		await keepTaken(parts, row, result, now);
		if (result.outcome === 'later') await putOff(parts, row, result.refusal?.kind);
		else if (result.refusal?.kind === 'seq-taken') await nameIsTaken(parts, row);
		else if (isAcknowledged(result)) await acknowledge(parts, row, result, now);
		else await refuseRow(parts, row, result, now);
		touched.add(row.record);
	}
	if (answered > 0) await writeMeta(parts.database, 'lastSentAt', now);
	for (const record of touched) await rebuildRecord(parts, record);
	await trimSent(parts);
	await trimKept(parts, now);
	return answered;
}

/** A command the server cannot even read: it alone is set aside, the rest goes on. */
export async function setAside(
	parts: StoreParts,
	seq: number,
	reason: Reason,
	now: Instant,
): Promise<void> {
	const row = await parts.database.outbox.get(seq);
	if (row?.status !== 'queued') return;
	await parts.database.outbox.put({ ...row, status: 'rejected', reason, answeredAt: now });
	await refuseBlobs(parts, row, reason);
	await rebuildRecord(parts, row.record);
}

const Original = v.looseObject({ original: v.picklist(outcomes) });

/** A duplicate tells what became of the command the first time: that is its answer. */
function firstOutcome(result: CommandResult): CommandResult {
	return v.is(Original, result) ? { ...result, outcome: result.original } : result;
}

function isAcknowledged({ outcome }: CommandResult): boolean {
	return outcome === 'applied' || outcome === 'duplicate' || outcome === 'merged';
}

async function acknowledge(
	{ database }: StoreParts,
	row: OutboxRow,
	result: CommandResult,
	now: Instant,
): Promise<void> {
	const { reason: _, resent: _resent, notBeforeMs: _time, putOffFor: _why, ...rest } = row;
	const rev = result.rev ?? revUnknown;
	await database.outbox.put({ ...rest, status: 'acknowledged', rev, answeredAt: now });
	const { seq, record, kind, type, title, queuedAt } = row;
	const outcome = result.outcome;
	await database.sent.put({ seq, record, kind, type, title, queuedAt, sentAt: now, outcome });
}

async function refuseRow(
	parts: StoreParts,
	row: OutboxRow,
	{ outcome, refusal, rev }: CommandResult,
	now: Instant,
): Promise<void> {
	const status = outcome === 'conflict' || outcome === 'held' || outcome === 'quarantined';
	const reason: Reason = refusal ?? { kind: outcome };
	await parts.database.outbox.put({
		...row,
		status: status ? outcome : 'rejected',
		reason,
		answeredAt: now,
		...(rev !== undefined && { rev }),
	});
	if (outcome === 'rejected') await refuseBlobs(parts, row, reason);
}

/** Pictures of a refused command would be refused too; they stay on the device with its reason. */
async function refuseBlobs(
	{ database }: StoreParts,
	row: OutboxRow,
	reason: Reason,
): Promise<void> {
	const others = await database.outbox.where('record').equals(row.record).toArray();
	const used = new Set(
		others
			.filter((other) => other.seq !== row.seq && other.status !== 'rejected')
			.flatMap((other) => other.blobs),
	);
	for (const sha256 of row.blobs.filter((sha256) => !used.has(sha256))) {
		const blob = await database.blobs.get(sha256);
		if (blob?.status === 'waiting')
			await database.blobs.put({ ...blob, status: 'refused', reason });
	}
}

async function trimSent({ database }: StoreParts): Promise<void> {
	const extra = (await database.sent.count()) - sentMax;
	if (extra > 0) await database.sent.limit(extra).delete();
}
