/** What pages and the syncing Worker of one account say to each other, across all tabs of the device. */
import * as v from 'valibot';

export function channelOf(userId: string): string {
	return `outpost-sync:${userId}`;
}

export function lockOf(userId: string): string {
	return `outpost-sync:${userId}`;
}

const reasons = ['executed', 'online', 'visible', 'person', 'signedIn', 'photosNow'] as const;
export type PageWake = (typeof reasons)[number];

const Connection = v.object({
	phase: v.picklist([
		'signedOut',
		'offline',
		'idle',
		'hello',
		'pushing',
		'pulling',
		'uploading',
		'comparing',
		'backoff',
	]),
	problem: v.optional(
		v.picklist([
			'network',
			'server',
			'storage',
			'fault',
			'signed-out',
			'other-user',
			'user-disabled',
		]),
	),
	tooOld: v.boolean(),
	received: v.number(),
	photosHeld: v.optional(v.picklist(['wifi', 'asked'])),
});

/** On the channel of the account. `tell` asks for the connection; the Worker that syncs answers. */
export const SyncMessage = v.variant('type', [
	v.object({ type: v.literal('wake'), reason: v.picklist(reasons) }),
	v.object({ type: v.literal('offline') }),
	v.object({ type: v.literal('tell') }),
	v.object({ type: v.literal('connection'), connection: Connection }),
]);
export type SyncMessage = v.InferOutput<typeof SyncMessage>;

/** From a page to its own Worker. */
export const WorkerOrder = v.variant('type', [
	v.object({ type: v.literal('start'), userId: v.string(), base: v.string() }),
	/** The Worker that holds the lock does not answer: its tab is frozen. */
	v.object({ type: v.literal('takeOver') }),
	v.object({ type: v.literal('stop') }),
]);
export type WorkerOrder = v.InferOutput<typeof WorkerOrder>;
