/**
 * What changed for a user since a cursor.
 *
 * 1. First the changes behind `main` in every channel received or being handed over, then a channel
 *    granted since is handed over: all that is in it, by key.
 * 2. A channel is listened to from where its handing over began: what is written or leaves meanwhile
 *    comes with the changes, and what had left before it was granted is never named.
 * 3. A record in a granted channel travels whole, with the channels the user holds; one that left the
 *    last of them is a removal, if the cursor proves that he held it or leaves it open. A revoked channel needs no list: the device deletes what no grant covers.
 * 4. Applying anything twice is harmless, so every doubt (foreign, old, tampered cursor) starts again.
 * 5. The cost follows what changed and the number of channels, not the size of the database.
 */
import { customerChannel, referenceChannel, userChannel } from '#domain/access/channels.ts';
import type { Role } from '#domain/access/roles.ts';
import type { Instant } from '#domain/time/instant.ts';
import { recordKey, type RecordKey, type Store, type StoredRecord } from '#server/store/port.ts';
import { fingerprintOf, openCursor, reaches, sealCursor, wasInAt, type Cursor } from './cursor.ts';

/** A `PulledRecord` of the wire with its body as text. */
interface PulledText extends RecordKey {
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

interface Puller {
	id: string;
	grants: ReadonlySet<string>;
	/** Sealed into the cursor, with the time, for what he may hand in once he has lost them. */
	roles?: readonly Role[];
	at?: Instant;
}

interface Step {
	keys: RecordKey[];
	next: Cursor;
	more: boolean;
}

/** Characters of the bodies of one page; a single record may be more. */
export const pageLengthMax = 16_000_000;
/** Bodies read before it is looked how much they are. */
const bodiesAtOnce = 50;

/** One page of at most `limit` records and removals for the holder of `grants`; less where they are long. */
export async function pullPage(
	store: Store,
	user: Puller,
	cursor: string | undefined,
	limit: number,
	lengthMax = pageLengthMax,
): Promise<PulledPage> {
	const start = await startOf(store, user, cursor);
	for (let room = limit; ;) {
		const { keys, next, more } = await collect(store, user.grants, start, room);
		const { fitting, ...page } = await bodiesOf(store, user.grants, start, keys, lengthMax);
		const { roles, at } = user;
		if (fitting === undefined)
			return { ...page, cursor: sealCursor({ ...next, roles, at }, store.secret), more };
		// A cursor names where a page ends, so a shorter one is collected anew.
		room = fitting;
	}
}

/** The cursor, freed of channels no longer granted; a fresh one where it cannot be trusted. */
async function startOf(store: Store, user: Puller, text: string | undefined): Promise<Cursor> {
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
	const granted = unreceived(grants, start);
	// Before the changes are read, so that between the two nothing is passed over.
	const head = granted.length > 0 ? await store.head() : start.main;
	const news = await store.changes({ channels, after: start.main, limit });
	const { keys } = news;
	const { whole = { main: start.main, at: start.at }, ...rest } = start;
	let cursor: Cursor = { ...rest, main: news.next };
	if (news.more) return { keys, next: { ...cursor, whole }, more: true };
	const upTo = () => (granted.length > 0 ? store.head() : undefined);
	for (const channel of granted) {
		// All is told up to now; a channel begun here is listened to from where `present` surely shows
		// all that lies before.
		if (fingerprintOf(channel) !== start.filling?.channel) cursor = { ...cursor, main: head };
		const step = await fill(store, channel, cursor, limit - keys.length);
		keys.push(...step.keys);
		cursor = step.next;
		if (step.more) return { keys, next: { ...cursor, upTo: await upTo() }, more: true };
	}
	return { keys, next: { ...cursor, upTo: await upTo() }, more: false };
}

function listenedTo(grants: ReadonlySet<string>, { received, filling }: Cursor): string[] {
	const isListenedTo = (fingerprint: string) =>
		received.has(fingerprint) || fingerprint === filling?.channel;
	return [...grants].filter((channel) => isListenedTo(fingerprintOf(channel)));
}

/** Channels still to be handed over: the one under way first, then what a day begins with, then by name. */
function unreceived(grants: ReadonlySet<string>, { received, filling }: Cursor): string[] {
	const rank = (channel: string) =>
		fingerprintOf(channel) === filling?.channel ? -1 : dayBeginsWith(channel);
	return [...grants]
		.filter((channel) => !received.has(fingerprintOf(channel)))
		.map((channel) => ({ channel, rank: rank(channel) }))
		.sort((a, b) => a.rank - b.rank || (a.channel < b.channel ? -1 : 1))
		.map(({ channel }) => channel);
}

/** His orders, then names and calendars to show them with; a list stands after the first page. */
function dayBeginsWith(channel: string): number {
	const place = firstChannels.findIndex((prefix) => channel.startsWith(prefix));
	return place === -1 ? firstChannels.length : place;
}

const firstChannels = [userChannel(''), referenceChannel, customerChannel('')];

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

/** `fitting` says how many of the keys are not too long together, where all of them are. */
async function bodiesOf(
	store: Store,
	grants: ReadonlySet<string>,
	start: Cursor,
	found: readonly RecordKey[],
	lengthMax: number,
): Promise<Pick<PulledPage, 'records' | 'removals'> & { fitting?: number }> {
	const records: PulledPage['records'] = [];
	const removals: RecordKey[] = [];
	const keys = new Map(found.map(({ kind, id }) => [recordKey({ kind, id }), { kind, id }]));
	const wanted = [...keys.values()];
	let length = 0;
	for (let from = 0; from < wanted.length; from += bodiesAtOnce) {
		const some = wanted.slice(from, from + bodiesAtOnce);
		const bodies = await Promise.all(some.map(({ kind, id }) => store.get(kind, id)));
		for (const [at, key] of some.entries()) {
			const stored = bodies[at];
			const channels = stored?.channels.filter((channel) => grants.has(channel)) ?? [];
			length += stored && channels.length > 0 ? stored.json.length : 0;
			if (length > lengthMax && from + at > 0) return { records, removals, fitting: from + at };
			if (stored && channels.length > 0)
				records.push({ ...key, rev: stored.rev, channels, json: stored.json });
			else if (await mayHold(store, start, stored)) removals.push(key);
		}
	}
	return { records, removals };
}

/** What came and went while he did not hold the channel is never named. In doubt it is: he may hold it. */
async function mayHold(
	store: Store,
	start: Cursor,
	stored: StoredRecord | undefined,
): Promise<boolean> {
	if (!stored) return true;
	for (const channel of [...stored.channels, ...stored.former])
		if (reaches(start, channel) && (await wasInAt(store, start, stored, channel)) !== false)
			return true;
	return false;
}
