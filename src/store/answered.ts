/** What the user does with a command the server did not take: try it again, or let it go. */
import { executeDrafts, type Call, type Executed } from './execute.ts';
import { rebuildRecord } from './rebuild-record.ts';
import { removeBlob } from './remove-record.ts';
import type { OutboxRow } from './rows.ts';
import { openCommand, type StoreParts } from './store-parts.ts';
import { RefusedError } from './store-result.ts';

/** Puts the same command to today's record, as a new one. Throws a RefusedError if that refuses it too. */
export async function retryCommand(call: Call, seq: number): Promise<Executed> {
	const { parts } = call;
	const row = await answeredRow(parts, seq);
	const { type, kind, record, args, base, causedBy } = openCommand(parts, row);
	await parts.database.outbox.delete(seq);
	for (const sha256 of row.blobs) await waitAgain(parts, sha256);
	const draft = {
		...{ type, kind, record, args },
		...(base && { base }),
		...(causedBy !== undefined && { causedBy }),
	};
	const executed = await executeDrafts(call, [draft], {});
	for (const again of executed.seqs)
		await parts.database.outbox.update(again, { blobs: row.blobs });
	return executed;
}

/** Forgets a command the server refused, with the pictures only it had. */
export async function discardCommand(parts: StoreParts, seq: number): Promise<void> {
	const row = await answeredRow(parts, seq);
	await parts.database.outbox.delete(seq);
	for (const sha256 of row.blobs) {
		const blob = await parts.database.blobs.get(sha256);
		if (blob?.status === 'refused') await removeBlob(parts, sha256);
	}
	await rebuildRecord(parts, row.record);
}

async function answeredRow({ database }: StoreParts, seq: number): Promise<OutboxRow> {
	const row = await database.outbox.get(seq);
	const isIts = row?.status === 'rejected' || isRefusal(row);
	if (!row || !isIts) throw new RefusedError({ kind: 'not-found' });
	return row;
}

/** A conflict that older servers answered with; today's are in the record and are settled there. */
function isRefusal(row: OutboxRow | undefined): boolean {
	return row?.status === 'conflict' && row.rev === undefined;
}

async function waitAgain({ database }: StoreParts, sha256: string): Promise<void> {
	const blob = await database.blobs.get(sha256);
	if (blob?.status !== 'refused') return;
	const { reason: _, ...rest } = blob;
	await database.blobs.put({ ...rest, status: 'waiting' });
}
