/**
 * Compares what a device holds with what its user may see, now.
 *
 * 1. Only records in a channel of his grants count; every other id is "not there", whether it exists
 *    or not (statement 7 of the design).
 * 2. A revision is enough: it names one body (`digest/fold.ts`).
 * 3. Between pages of rows other requests have their turn; a record written meanwhile comes again
 *    with a pull, and taking it twice is harmless.
 * 4. What came into his channels behind the device's cursor is left to the next pull: a device holds
 *    nothing its cursor does not account for, or nobody would tell it that it left again.
 */
import { bucketOf, Fold, type HeldRow } from '#domain/digest/fold.ts';
import { reaches, wasInAt, type Cursor } from '#server/pull/cursor.ts';
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

interface Asked {
	buckets: readonly number[];
	rows: readonly HeldRow[];
	/** Of the device's last page, opened; absent where it sent none of this user and database. */
	cursor?: Cursor | undefined;
}

interface Limits {
	records: number;
	/** Characters of their bodies; a single one may be more. */
	length: number;
}

/** What to send and to remove so that those buckets become equal, as far as one answer goes. */
export async function compareRows(
	store: Pick<Records, 'present' | 'get' | 'wasIn'>,
	grants: Grants,
	asked: Asked,
	limits: Limits,
): Promise<Comparison> {
	const buckets = new Set(asked.buckets);
	const visible = await visibleRows(store, grants, buckets);
	const held = asked.rows.filter(({ id }) => buckets.has(bucketOf(id)));
	const revs = new Map(held.map((row) => [recordKey(row), row.rev]));
	const wanted = [...visible.values()]
		.filter((row) => revs.get(recordKey(row)) !== row.rev)
		.sort((a, b) => bucketOf(a.id) - bucketOf(b.id));
	const isLeft = async (key: RecordKey, channels: readonly string[]) =>
		!revs.has(recordKey(key)) && (await comesByPull(store, asked, key, channels));
	const { records, rest } = await recordsOf(store, { grants, isLeft }, wanted, limits);
	const removals: RecordKey[] = [];
	for (const { kind, id } of held)
		if (
			!visible.has(recordKey({ kind, id })) &&
			!(await leftWithGrant(store, grants, asked, { kind, id }))
		)
			removals.push({ kind, id });
	return { records, removals, open: [...new Set(rest.map(({ id }) => bucketOf(id)))] };
}

/**
 * Whether the next pull takes it away, because he lost the channel under which it lies there. Taken
 * away before, it would not come again to who is granted that channel once more until then: the cursor
 * says that he has it.
 */
async function leftWithGrant(
	store: Pick<Records, 'get' | 'wasIn'>,
	grants: Grants,
	{ cursor }: Asked,
	key: RecordKey,
): Promise<boolean> {
	if (!cursor) return false;
	const channels = (await store.get(key.kind, key.id))?.channels ?? [];
	for (const channel of channels)
		if (!grants.has(channel) && reaches(cursor, channel))
			if (await wasInAt(store, cursor, key, channel)) return true;
	return false;
}

/** Whether it is in his channels only since the cursor, or in such as are handed over by it. */
async function comesByPull(
	store: Pick<Records, 'wasIn'>,
	{ cursor }: Asked,
	key: RecordKey,
	channels: readonly string[],
): Promise<boolean> {
	if (!cursor) return false;
	for (const channel of channels)
		if (reaches(cursor, channel) && (await wasInAt(store, cursor, key, channel)) !== false)
			return false;
	return true;
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

/** In their order, as many as fit; `rest` are those after. */
async function recordsOf(
	store: Pick<Records, 'get'>,
	user: {
		grants: Grants;
		/** To the next pull. */
		isLeft: (key: RecordKey, channels: readonly string[]) => Promise<boolean>;
	},
	rows: readonly HeldRow[],
	limits: Limits,
): Promise<{ records: Comparison['records']; rest: readonly HeldRow[] }> {
	const records: Comparison['records'] = [];
	let length = 0;
	for (const [at, { kind, id }] of rows.entries()) {
		if (at >= limits.records) return { records, rest: rows.slice(at) };
		const stored = await store.get(kind, id);
		const channels = stored?.channels.filter((channel) => user.grants.has(channel)) ?? [];
		// One that left meanwhile is the next pull's to tell.
		if (!stored || channels.length === 0) continue;
		if (await user.isLeft({ kind, id }, channels)) continue;
		length += stored.json.length;
		if (length > limits.length && records.length > 0) return { records, rest: rows.slice(at) };
		records.push({ stored, channels });
	}
	return { records, rest: [] };
}
