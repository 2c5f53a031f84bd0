/** Held and clashing commands whose fate is known leave the list of what waits for a person. */
import type { Fate } from '#domain/fate.ts';
import { fatesAskedMax, type Decided, type Undecided } from '#domain/protocol/wire.ts';
import { instantOf } from '#domain/time/instant.ts';
import type { OutboxRow } from './rows.ts';
import type { StoreParts } from './store-parts.ts';

/** What a server is asked about, the oldest first. */
export async function undecidedCommands({ database }: StoreParts): Promise<Undecided[]> {
	const rows = await database.outbox
		.where('status')
		.anyOf(['held', 'conflict', 'quarantined'])
		.sortBy('seq');
	const inRecord = rows.filter(({ status, rev }) => status === 'quarantined' || rev !== undefined);
	return inRecord.slice(0, fatesAskedMax).map(({ seq, kind, record }) => ({ seq, kind, record }));
}

/** What the server says of commands whose record is no longer here. */
export async function takeDecided(parts: StoreParts, decided: readonly Decided[]): Promise<void> {
	for (const { seq, ...fate } of decided) {
		const row = await parts.database.outbox.get(seq);
		const waits = ['held', 'conflict', 'quarantined'].includes(row?.status ?? '');
		if (row && waits) await meetFate(parts, row, fate);
	}
}

/** Work that does not count stays with its reason until its author has read it; the rest is done. */
export async function meetFate(
	{ database, clock }: StoreParts,
	row: OutboxRow,
	{ fate, reason }: Fate,
): Promise<void> {
	if (fate === 'discarded') {
		const why = { kind: 'discarded', ...(reason !== undefined && { detail: { reason } }) };
		await database.outbox.put({ ...row, status: 'rejected', reason: why });
		return;
	}
	await database.outbox.delete(row.seq);
	const { seq, record, kind, type, title, queuedAt } = row;
	const sentAt = instantOf(clock.wallMs());
	await database.sent.put({ seq, record, kind, type, title, queuedAt, sentAt, outcome: fate });
}
