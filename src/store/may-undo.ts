import { msOf } from '#domain/time/instant.ts';
import type { OutboxRow } from './rows.ts';

const undoMsMax = 60_000;

/** Whether the command can still be taken back: queued, young, never put on the wire. */
export function mayUndo(row: OutboxRow, triedSeq: number, nowMs: number): boolean {
	const ageMs = nowMs - msOf(row.queuedAt);
	return row.status === 'queued' && row.seq > triedSeq && ageMs <= undoMsMax;
}
