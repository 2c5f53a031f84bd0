/**
 * Compares what a device holds with what its user may see, now.
 *
 * 1. Only records in a channel of his grants count; every other id is "not there", whether it exists
 *    or not (statement 7 of the design).
 * 2. A revision is enough: it names one body (`digest/fold.ts`).
 * 3. Between pages of rows other requests have their turn; a record written meanwhile comes again
 *    with a pull, and taking it twice is harmless.
 */
import { bucketOf, Fold, type HeldRow } from '#domain/digest/fold.ts';
import { recordKey, type RecordKey, type Records, type StoredRecord } from '#server/store/port.ts';

/** Rows read before others have their turn. */
const rowsPerTurn = 1_000;

type Grants = ReadonlySet<string>;

export interface Comparison {
	records: { stored: StoredRecord; channels: string[] }[];
	removals: RecordKey[];
	/** Buckets whose records did not all fit. */
	open: number[];
}

/** The buckets in which the device holds something else. */
export async function differingBuckets(
	store: Pick<Records, 'present'>,
	grants: Grants,
	theirs: readonly string[],
): Promise<number[]> {
	const fold = new Fold();
	for (const row of (await visibleRows(store, grants)).values()) fold.add(row);
	return fold.buckets().flatMap((bucket, at) => (bucket === theirs[at] ? [] : [at]));
}

/** What to send and to remove so that those buckets become equal, at most `limit` records of it. */
export async function compareRows(
	store: Pick<Records, 'present' | 'get'>,
	grants: Grants,
	asked: { buckets: readonly number[]; rows: readonly HeldRow[] },
	limit: number,
): Promise<Comparison> {
	const buckets = new Set(asked.buckets);
	const visible = await visibleRows(store, grants, buckets);
	const held = asked.rows.filter(({ id }) => buckets.has(bucketOf(id)));
	const revs = new Map(held.map((row) => [recordKey(row), row.rev]));
	const wanted = [...visible.values()]
		.filter((row) => revs.get(recordKey(row)) !== row.rev)
		.sort((a, b) => bucketOf(a.id) - bucketOf(b.id));
	return {
		records: await recordsOf(store, grants, wanted.slice(0, limit)),
		removals: held
			.filter((row) => !visible.has(recordKey(row)))
			.map(({ kind, id }) => ({ kind, id })),
		open: [...new Set(wanted.slice(limit).map(({ id }) => bucketOf(id)))],
	};
}

async function visibleRows(
	store: Pick<Records, 'present'>,
	grants: Grants,
	buckets?: ReadonlySet<number>,
): Promise<Map<string, HeldRow>> {
	const rows = new Map<string, HeldRow>();
	for (const channel of grants)
		for await (const { kind, id, rev } of rowsIn(store, channel))
			if (!buckets || buckets.has(bucketOf(id)))
				rows.set(recordKey({ kind, id }), { kind, id, rev });
	return rows;
}

async function* rowsIn(store: Pick<Records, 'present'>, channel: string) {
	let after: string | undefined;
	for (;;) {
		const query = { channel, limit: rowsPerTurn, ...(after !== undefined && { after }) };
		const page = await store.present(query);
		yield* page;
		const last = page.at(-1);
		if (!last || page.length < rowsPerTurn) return;
		after = recordKey(last);
		await new Promise((resolve) => setImmediate(resolve));
	}
}

async function recordsOf(
	store: Pick<Records, 'get'>,
	grants: Grants,
	rows: readonly HeldRow[],
): Promise<Comparison['records']> {
	const found: Comparison['records'] = [];
	for (const { kind, id } of rows) {
		const stored = await store.get(kind, id);
		const channels = stored?.channels.filter((channel) => grants.has(channel)) ?? [];
		// One that left meanwhile is the next pull's to tell.
		if (stored && channels.length > 0) found.push({ stored, channels });
	}
	return found;
}
