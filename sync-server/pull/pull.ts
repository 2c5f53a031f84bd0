/**
 * What changed for a user since a cursor.
 *
 * 1. First the changes behind `main` in every channel received or being handed over, then a channel
 *    granted since is handed over: all that is in it, by key.
 * 2. A channel is listened to from where its handing over began: what is written or leaves meanwhile
 *    comes with the changes, and what had left before it was granted is never named.
 * 3. A record in a granted channel travels whole, with the channels the user holds; one that left the
 *    last of them is a removal. A revoked channel needs no list: the device deletes what no grant covers.
 * 4. Applying anything twice is harmless, so every doubt (foreign, old, tampered cursor) starts again.
 * 5. The cost follows what changed and the number of channels, not the size of the database.
 */
import { recordKey, type RecordKey, type Store } from '#server/store/port.ts';
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
	keys: RecordKey[];
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
	const { keys, next, more } = await collect(store, user.grants, start, limit);
	const page = await bodiesOf(store, user.grants, keys);
	return { ...page, cursor: sealCursor(next, store.secret), more };
}

/** The cursor, freed of channels no longer granted; a fresh one where it cannot be trusted. */
async function startOf(
	store: Store,
	user: { id: string; grants: ReadonlySet<string> },
	text: string | undefined,
): Promise<Cursor> {
	const cursor = text === undefined ? undefined : openCursor(text, store.secret);
	if (cursor?.epoch !== store.epoch || cursor.userId !== user.id)
		return {
			epoch: store.epoch,
			userId: user.id,
			main: await store.head(),
			received: new Set(),
		};
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
	const channels = listenedTo(grants, start);
	const news = await store.changes({ channels, after: start.main, limit });
	const { keys } = news;
	let cursor: Cursor = { ...start, main: news.next };
	if (news.more) return { keys, next: cursor, more: true };
	for (const channel of unreceived(grants, start)) {
		const step = await fill(store, channel, cursor, limit - keys.length);
		keys.push(...step.keys);
		cursor = step.next;
		if (step.more) return { keys, next: cursor, more: true };
	}
	return { keys, next: cursor, more: false };
}

function listenedTo(grants: ReadonlySet<string>, { received, filling }: Cursor): string[] {
	const isListenedTo = (fingerprint: string) =>
		received.has(fingerprint) || fingerprint === filling?.channel;
	return [...grants].filter((channel) => isListenedTo(fingerprintOf(channel)));
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
	const begun = filling?.channel === fingerprint ? filling.after : '';
	const unfinished = (after: string): Cursor => ({
		...rest,
		filling: { channel: fingerprint, after },
	});
	if (room <= 0) return { keys: [], next: unfinished(begun), more: true };
	const keys = await store.present({ channel, after: begun, limit: room });
	const last = keys.at(-1);
	if (last && keys.length === room) return { keys, next: unfinished(recordKey(last)), more: true };
	const received = new Set([...rest.received, fingerprint]);
	return { keys, next: { ...rest, received }, more: false };
}

async function bodiesOf(
	store: Store,
	grants: ReadonlySet<string>,
	found: readonly RecordKey[],
): Promise<Pick<PulledPage, 'records' | 'removals'>> {
	const records: PulledPage['records'] = [];
	const removals: RecordKey[] = [];
	const keys = new Map(found.map(({ kind, id }) => [recordKey({ kind, id }), { kind, id }]));
	for (const key of keys.values()) {
		const stored = await store.get(key.kind, key.id);
		const channels = stored?.channels.filter((channel) => grants.has(channel)) ?? [];
		if (!stored || channels.length === 0) removals.push(key);
		else records.push({ ...key, rev: stored.rev, channels, json: stored.json });
	}
	return { records, removals };
}
