import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import * as v from 'valibot';
import { RoleSchema, type Role } from '#domain/access/roles.ts';
import { InstantSchema, type Instant } from '#domain/time/instant.ts';
import type { Position, RecordKey, Records } from '#server/store/port.ts';

/**
 * What a device has received, sealed: only this server's key makes one, and nobody else's is taken.
 *
 *     base64url(json) . base64url(fingerprints of the channels received in full) . base64url(seal)
 */
export interface Cursor {
	epoch: string;
	userId: string;
	/** Everything in `received` channels up to here has been told, unless it changed once more since. */
	main: Position;
	/**
	 * Where the device had last been told all there was, while the changes come in several pages. What
	 * it held there and lost may be told only by a later page: the latest change alone has a place.
	 */
	whole?: { main: Position; at?: Instant | undefined } | undefined;
	/**
	 * Where the changes stood when a page handed over from the middle of a channel: that may be later
	 * than `main`, or have been passed by it since. Absent where it is `main`.
	 */
	upTo?: Position | undefined;
	/** Fingerprints of channels. */
	received: ReadonlySet<string>;
	/** A channel granted since, handed over up to the key `after`. */
	filling?: { channel: string; after: string };
	/** The user's roles when it was sealed, and when that was; unknown to cursors of older servers. */
	roles?: readonly Role[] | undefined;
	at?: Instant | undefined;
}

const Head = v.object({
	epoch: v.string(),
	userId: v.string(),
	main: v.string(),
	whole: v.optional(v.object({ main: v.string(), at: v.optional(InstantSchema) })),
	upTo: v.optional(v.string()),
	filling: v.optional(v.object({ channel: v.string(), after: v.string() })),
	roles: v.optional(v.array(RoleSchema)),
	at: v.optional(InstantSchema),
});

/** 72 bits: two of one user's channels never meet in practice, and 5,000 fit into a cursor. */
const fingerprintBytes = 9;
const fingerprintLength = 12;
const sealBytes = 18;

export function fingerprintOf(channel: string): string {
	const digest = createHash('sha256').update(channel).digest();
	return digest.subarray(0, fingerprintBytes).toString('base64url');
}

export function sealCursor({ received, ...head }: Cursor, secret: Uint8Array): string {
	const json = Buffer.from(JSON.stringify(head)).toString('base64url');
	const text = `${json}.${[...received].join('')}`;
	return `${text}.${sealOf(text, secret)}`;
}

/** Undefined for a cursor that was not sealed here. */
export function openCursor(text: string, secret: Uint8Array): Cursor | undefined {
	const [json = '', fingerprints = '', seal = ''] = text.split('.');
	if (!sameText(seal, sealOf(`${json}.${fingerprints}`, secret))) return undefined;
	const head = v.safeParse(Head, JSON.parse(Buffer.from(json, 'base64url').toString()));
	// Sealed by an older server, in a form no longer used.
	if (!head.success) return undefined;
	const { filling, ...rest } = head.output;
	return { ...rest, received: new Set(split(fingerprints)), ...(filling && { filling }) };
}

/** Whether the holder of that cursor may have got a record out of the channel. */
export function reaches({ received, filling }: Cursor, channel: string): boolean {
	const fingerprint = fingerprintOf(channel);
	return received.has(fingerprint) || filling?.channel === fingerprint;
}

/**
 * Whether a record was in that channel when the cursor was sealed, or since the device was last told
 * all, however often it went in and out since; undefined where that cannot be told.
 */
export async function wasInAt(
	store: Pick<Records, 'wasIn'>,
	{ main, whole, upTo = main, at }: Cursor,
	{ kind, id }: RecordKey,
	channel: string,
): Promise<boolean | undefined> {
	const from = whole ?? { main, at };
	const times = at && { from: from.at, to: at };
	// Which of the two is later only the store can tell.
	const answers: (boolean | undefined)[] = [];
	for (const to of new Set([main, upTo]))
		answers.push(await store.wasIn({ kind, id, channel, from: from.main, to, times }));
	if (answers.includes(true)) return true;
	return answers.includes(undefined) ? undefined : false;
}

function split(fingerprints: string): string[] {
	const count = Math.floor(fingerprints.length / fingerprintLength);
	return Array.from({ length: count }, (_, at) =>
		fingerprints.slice(at * fingerprintLength, (at + 1) * fingerprintLength),
	);
}

function sealOf(text: string, secret: Uint8Array): string {
	const digest = createHmac('sha256', secret).update(text).digest();
	return digest.subarray(0, sealBytes).toString('base64url');
}

function sameText(a: string, b: string): boolean {
	const [left, right] = [Buffer.from(a), Buffer.from(b)];
	return left.length === right.length && timingSafeEqual(left, right);
}
