/**
 * The device's side of the digest: what it holds of the server's, and what an answer changes.
 *
 * 1. Only what the server once sent counts: records born here, or about to leave, are not compared.
 * 2. An answer is taken for a record only while it stands as it did when it was asked about: a page
 *    that came meanwhile is newer.
 * 3. A pull from scratch under way sweeps by its own rules; what comes here counts as brought by it.
 */
import { bucketOf, Fold, type HeldRow } from '#domain/digest/fold.ts';
import type { RowsAnswer } from '#domain/digest/digest-wire.ts';
import { letGo, pageMeta, takeServed } from './apply-page.ts';
import { cursorOfHeld, readMeta, writeMeta } from './meta.ts';
import type { RecordRow } from './rows.ts';
import type { StoreParts } from './store-parts.ts';

/** Rows read in one transaction: screens have their turn in between. */
const rowsPerRead = 1_000;

export interface HeldRows {
	buckets: number[];
	rows: HeldRow[];
	/** Under which they lie here. */
	cursor?: string;
}

export async function foldHeld(parts: StoreParts): Promise<string[]> {
	const fold = new Fold();
	for await (const row of heldRows(parts)) fold.add(row);
	return fold.buckets();
}

/** What lies in as many of those buckets as fit, at least one of them. */
export async function heldIn(
	parts: StoreParts,
	buckets: readonly number[],
	rowsMax: number,
): Promise<HeldRows> {
	const byBucket = new Map(buckets.map((bucket): [number, HeldRow[]] => [bucket, []]));
	for await (const row of heldRows(parts)) byBucket.get(bucketOf(row.id))?.push(row);
	const cursor = await cursorOfHeld(parts.database);
	const chosen: HeldRows = { buckets: [], rows: [], ...(cursor !== undefined && { cursor }) };
	for (const [bucket, rows] of byBucket) {
		if (chosen.buckets.length > 0 && chosen.rows.length + rows.length > rowsMax) break;
		chosen.buckets.push(bucket);
		chosen.rows.push(...rows);
	}
	return chosen;
}

/** Inside one transaction. Gives how many records were changed by it. */
export async function takeComparison(
	parts: StoreParts,
	{ rows }: HeldRows,
	{ records, removals }: RowsAnswer,
): Promise<number> {
	const { database } = parts;
	const askedRevs = new Map(rows.map(({ id, rev }) => [id, rev]));
	const found = await database.records.bulkGet([...records, ...removals].map(({ id }) => id));
	const now = new Map(found.flatMap((row) => (row ? [[row.id, heldRev(row)]] : [])));
	const stands = ({ id }: { id: string }) => now.get(id) === askedRevs.get(id);
	const fresh = records.filter(stands);
	await takeServed(parts, fresh, await pageMeta(parts));
	await widenGrants(
		parts,
		fresh.flatMap(({ channels }) => channels),
	);
	let changed = fresh.length;
	for (const { id } of removals.filter(stands)) changed += await letGo(parts, id);
	return changed;
}

/** A channel granted since the last page is let go of by the page that no longer names it. */
async function widenGrants({ database }: StoreParts, channels: readonly string[]): Promise<void> {
	const known = await readMeta(database, 'grants');
	const wider = new Set([...(known ?? []), ...channels]);
	if (known && wider.size > known.length) await writeMeta(database, 'grants', [...wider]);
}

/** Revision of the server's version held here; undefined where none is to stay. */
function heldRev({ rev, leaving }: RecordRow): number | undefined {
	return rev > 0 && !leaving ? rev : undefined;
}

async function* heldRows({ database }: StoreParts): AsyncGenerator<HeldRow> {
	let after = '';
	for (;;) {
		const page = await database.records.where('id').above(after).limit(rowsPerRead).toArray();
		for (const row of page)
			if (heldRev(row) !== undefined) yield { kind: row.kind, id: row.id, rev: row.rev };
		const last = page.at(-1);
		if (!last || page.length < rowsPerRead) return;
		after = last.id;
	}
}
