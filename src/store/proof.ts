/**
 * What a push shows the server: the cursor under which its records lay here. A record that left while
 * its commands waited keeps the cursor of the pull before; one batch goes with one cursor.
 */
import type { Command } from '#domain/command.ts';
import { cursorOfHeld } from './meta.ts';
import type { OutboxRow } from './rows.ts';
import type { StoreParts } from './store-parts.ts';

/** The beginning of a queue that one cursor speaks for. */
export async function withOneProof(
	parts: StoreParts,
	rows: readonly OutboxRow[],
): Promise<OutboxRow[]> {
	if (rows.length === 0) return [];
	const proofs = await leavingProofs(
		parts,
		rows.map(({ record }) => record),
	);
	const first = rows[0] && proofs.get(rows[0].record);
	const end = rows.findIndex(({ record }) => proofs.get(record) !== first);
	return end === -1 ? [...rows] : rows.slice(0, end);
}

export async function proofOfBatch(
	parts: StoreParts,
	batch: readonly Command[],
): Promise<string | undefined> {
	const [first] = batch;
	const proofs = first && (await leavingProofs(parts, [first.record]));
	return proofs?.get(first?.record ?? '') ?? cursorOfHeld(parts.database);
}

/** Cursors of records that left, by record. */
async function leavingProofs(
	{ database }: StoreParts,
	ids: readonly string[],
): Promise<Map<string, string>> {
	const rows = await database.records.bulkGet([...new Set(ids)]);
	return new Map(rows.flatMap((row) => (row?.proof ? [[row.id, row.proof]] : [])));
}
