/**
 * What a device proves by the cursor of its last pull: that its user held a record when he worked on
 * it. The cursor is sealed here and bound to him.
 *
 * 1. Held was what lay in a channel received in full, or so far as it had been handed over.
 * 2. What had left the channel before that pull he never got, nor what was made after it or came into
 *    the channel only then: a forged command about it is answered as for nothing at all.
 * 3. Where it cannot be told, it counts as held: it reaches the desk and is not lost.
 */
import type { Role } from '#domain/access/roles.ts';
import type { AnyRecord } from '#domain/record-schemas.ts';
import { fingerprintOf, openCursor, wasInAt, type Cursor } from '#server/pull/cursor.ts';
import { recordKey, type Store } from '#server/store/port.ts';

/** Changes looked through for a record that left: what a device missed in long absence, and more. */
const changesPerPage = 1_000;
const changePagesMax = 20;

interface Held {
	record: AnyRecord;
	channels: readonly string[];
	former: readonly string[];
}

export interface Proof {
	/** His roles at that pull; unknown to older cursors. */
	roles?: readonly Role[] | undefined;
	/** Sealed before this server was restored: what he was given since the backup is not known here. */
	isFromBefore: boolean;
	held(what: Held): Promise<boolean>;
}

/** Undefined where the cursor proves nothing. */
export function proofOf(
	store: Pick<Store, 'secret' | 'epoch' | 'changes' | 'wasIn'>,
	userId: string,
	text: string | undefined,
): Proof | undefined {
	const cursor = text === undefined ? undefined : openCursor(text, store.secret);
	if (cursor?.userId !== userId) return undefined;
	return {
		roles: cursor.roles,
		isFromBefore: cursor.epoch !== store.epoch,
		held: (what) => held(store, cursor, what),
	};
}

async function held(
	store: Pick<Store, 'epoch' | 'changes' | 'wasIn'>,
	cursor: Cursor,
	{ record, channels, former }: Held,
): Promise<boolean> {
	const wasReceived = receivedIn(cursor, recordKey(record));
	const [inNow, left] = [channels.filter(wasReceived), former.filter(wasReceived)];
	// Positions of another database say nothing about this one.
	if (cursor.epoch !== store.epoch)
		return (inNow.length > 0 && !isYounger(record, cursor)) || left.length > 0;
	for (const channel of inNow)
		if ((await wasInAt(store, cursor, record, channel)) ?? !isYounger(record, cursor)) return true;
	for (const channel of left)
		if (
			(await wasInAt(store, cursor, record, channel)) ??
			(await leftSince(store, cursor, record, channel))
		)
			return true;
	return false;
}

function isYounger({ createdAt }: AnyRecord, { at }: Cursor): boolean {
	return at !== undefined && createdAt > at;
}

function receivedIn({ received, filling }: Cursor, key: string): (channel: string) => boolean {
	return (channel) => {
		const fingerprint = fingerprintOf(channel);
		if (received.has(fingerprint)) return true;
		return filling?.channel === fingerprint && key <= filling.after;
	};
}

async function leftSince(
	store: Pick<Store, 'changes'>,
	{ main, whole }: Cursor,
	record: AnyRecord,
	channel: string,
): Promise<boolean> {
	const key = recordKey(record);
	let after = whole?.main ?? main;
	for (let page = 0; page < changePagesMax; page++) {
		const news = await store.changes({ channels: [channel], after, limit: changesPerPage });
		if (news.keys.some((each) => recordKey(each) === key)) return true;
		if (!news.more) return false;
		after = news.next;
	}
	return true;
}
