/**
 * Commands the server took, kept whole for a while: should it be restored from an older backup, they
 * are handed in again. They are the user's own words, so they stay when a record leaves his scope,
 * sealed like all bodies, shown nowhere, and gone with the account's database
 * (src/decisions/0010-restore-and-numbers.md).
 */
import { isNumbered, isNumberedKind } from '#domain/numbering/numbered.ts';
import type { CommandResult } from '#domain/protocol/wire.ts';
import { instantOf, msOf, type Instant } from '#domain/time/instant.ts';
import { openRecord } from './codec.ts';
import type { KeptRow, OutboxRow, RecordRow } from './rows.ts';
import { openCommand, type StoreParts } from './store-parts.ts';

/** A backup older than this is not made whole by devices. */
const keptDaysMax = 30;
/** The newest count; a busy engineer records a hundred a day. */
const keptMax = 5_000;
const dayMs = 24 * 60 * 60_000;

/** To be told of every answer. What is refused when it is handed in again is not offered once more. */
export async function keepTaken(
	parts: StoreParts,
	row: OutboxRow,
	{ outcome, rev }: CommandResult,
	now: Instant,
): Promise<void> {
	const tookEffect = outcome !== 'conflict' || rev !== undefined;
	if (outcome === 'rejected') return parts.database.kept.delete(row.seq);
	if (outcome === 'later' || !tookEffect) return;
	const { seq, record, kind, type, command, title, queuedAt, blobs, resent } = row;
	const known = resent && { number: resent.number, numberSeal: resent.numberSeal };
	await parts.database.kept.put({
		...{ seq, record, kind, type, command, title, queuedAt, blobs, takenAt: now },
		...numberFields(known ?? {}),
		device: openCommand(parts, row).device,
		...(rev !== undefined && { rev }),
	});
}

/** A batch at a time: the rest goes with the next answers. */
export async function trimKept({ database }: StoreParts, now: Instant): Promise<void> {
	const oldest = instantOf(msOf(now) - keptDaysMax * dayMs);
	await database.kept.where('takenAt').below(oldest).delete();
	const extra = (await database.kept.count()) - keptMax;
	if (extra > 0) await database.kept.limit(extra).delete();
}

/** The record goes, its number stays its own: the command that made it takes the number along. */
export async function rememberNumber(parts: StoreParts, row: RecordRow): Promise<void> {
	if (!isNumberedKind(row.kind)) return;
	const [first] = await parts.database.kept.where('record').equals(row.id).sortBy('seq');
	if (first) await parts.database.kept.put({ ...first, ...numberIn(parts, row) });
}

/** The number of a record held here, with the server's seal on it. */
export function numberIn(
	{ codec }: StoreParts,
	row: RecordRow,
): Pick<KeptRow, 'number' | 'numberSeal'> {
	const record = openRecord(codec, row.shadow ?? row.body);
	return isNumbered(record) ? numberFields(record) : {};
}

function numberFields(from: {
	number?: string | undefined;
	numberSeal?: string | undefined;
}): Pick<KeptRow, 'number' | 'numberSeal'> {
	const { number, numberSeal } = from;
	return number !== undefined && numberSeal !== undefined ? { number, numberSeal } : {};
}
