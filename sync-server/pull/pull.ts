/**
 * What changed for a user since a cursor.
 *
 * 1. A channel granted since is handed over from its beginning up to `main` (rows still in it), then
 *    the main feed of all granted channels goes on behind `main`. A row written meanwhile is stamped
 *    behind `main` and comes with the main feed: nothing is skipped.
 * 2. A record in a granted channel travels whole, with the channels the user holds; one that left the
 *    last of them is a removal. A revoked channel needs no list: the device deletes what no grant covers.
 * 3. Applying anything twice is harmless, so every doubt (foreign, old, tampered cursor) starts again.
 * 4. The cost follows what changed and the number of channels, not the size of the database.
 */
import { recordKey, type FeedRow, type RecordKey, type Store } from '#server/store/port.ts';
import { fingerprintOf, openCursor, sealCursor, type Cursor } from './cursor.ts';

/** A `PulledRecord` of the wire with its body as text. */
export interface PulledText extends RecordKey {
	rev: number;
	channels: string[];
	json: string;
}

export interface PulledPage {
	records: PulledText[];
	removals: RecordKey[];
	cursor: string;
	more: boolean;
}

interface Step {
	rows: FeedRow[];
	next: Cursor;
	more: boolean;
}

/** One page of at most `limit` records and removals for the holder of `grants`. */
export async function pullPage(
	store: Store,
	user: { id: string; grants: ReadonlySet<string> },
	cursor: string | undefined,
	limit: number,
): Promise<PulledPage> {
	const start = await startOf(store, user, cursor);
	const { rows, next, more } = await collect(store, user.grants, start, limit);
	const page = await bodiesOf(store, user.grants, rows);
	return { ...page, cursor: sealCursor(next, store.secret), more };
}

/** The cursor, freed of channels no longer granted; a fresh one where it cannot be trusted. */
async function startOf(
	store: Store,
	user: { id: string; grants: ReadonlySet<string> },
	text: string | undefined,
): Promise<Cursor> {
	const head = await store.head();
	const cursor = text === undefined ? undefined : openCursor(text, store.secret);
	const trusted = cursor?.epoch === store.epoch && cursor.userId === user.id && cursor.main <= head;
	if (!cursor || !trusted)
		return { epoch: store.epoch, userId: user.id, main: head, received: new Set() };
	const granted = new Set([...user.grants].map(fingerprintOf));
	const { filling, ...rest } = cursor;
	return {
		...rest,
		received: new Set([...cursor.received].filter((channel) => granted.has(channel))),
		...(filling && granted.has(filling.channel) && { filling }),
	};
}

async function collect(
	store: Store,
	grants: ReadonlySet<string>,
	start: Cursor,
	limit: number,
): Promise<Step> {
	const rows: FeedRow[] = [];
	let cursor = start;
	for (const channel of unreceived(grants, start)) {
		const step = await fill(store, channel, cursor, limit - rows.length);
		rows.push(...step.rows);
		cursor = step.next;
		if (step.more) return { rows, next: cursor, more: true };
	}
	const room = limit - rows.length;
	const news = room > 0 ? await feedOf(store, grants, cursor, room) : [];
	const last = news.at(-1);
	const next = last ? { ...cursor, main: last.seq } : cursor;
	return { rows: [...rows, ...news], next, more: rows.length + news.length >= limit };
}

/** Channels still to be handed over: the one under way first, then by name. */
function unreceived(grants: ReadonlySet<string>, { received, filling }: Cursor): string[] {
	const rank = (channel: string) => (fingerprintOf(channel) === filling?.channel ? 0 : 1);
	return [...grants]
		.filter((channel) => !received.has(fingerprintOf(channel)))
		.sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

async function fill(store: Store, channel: string, cursor: Cursor, room: number): Promise<Step> {
	const { filling, ...rest } = cursor;
	const fingerprint = fingerprintOf(channel);
	const after = filling?.channel === fingerprint ? filling.after : 0;
	const unfinished = (seq: number): Cursor => ({
		...rest,
		filling: { channel: fingerprint, after: seq },
	});
	if (room <= 0) return { rows: [], next: unfinished(after), more: true };
	const query = { channels: [channel], after, upTo: cursor.main, presentOnly: true };
	const rows = await store.feed({ ...query, limit: room });
	const last = rows.at(-1);
	if (last && rows.length === room) return { rows, next: unfinished(last.seq), more: true };
	return {
		rows,
		next: { ...rest, received: new Set([...rest.received, fingerprint]) },
		more: false,
	};
}

function feedOf(
	store: Store,
	grants: ReadonlySet<string>,
	cursor: Cursor,
	limit: number,
): Promise<FeedRow[]> {
	return store.feed({ channels: [...grants], after: cursor.main, limit });
}

async function bodiesOf(
	store: Store,
	grants: ReadonlySet<string>,
	rows: readonly FeedRow[],
): Promise<Pick<PulledPage, 'records' | 'removals'>> {
	const records: PulledPage['records'] = [];
	const removals: RecordKey[] = [];
	const keys = new Map(rows.map(({ kind, id }) => [recordKey({ kind, id }), { kind, id }]));
	for (const key of keys.values()) {
		const stored = await store.get(key.kind, key.id);
		const channels = stored?.channels.filter((channel) => grants.has(channel)) ?? [];
		if (!stored || channels.length === 0) removals.push(key);
		else records.push({ ...key, rev: stored.rev, channels, json: stored.json });
	}
	return { records, removals };
}
