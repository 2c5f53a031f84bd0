import type { Actor } from '#domain/command.ts';
import type { Instant } from '#domain/time/instant.ts';
import type { MeasuredOffset } from './clock.ts';
import type { Database } from './database.ts';

/** Small facts of this installation and account, each under its own key. */
export interface MetaValues {
	/** This installation's id: new with every database, never reused. */
	device: string;
	/** Who is signed in here. */
	actor: Actor;
	/** Last sequence number given to a command. */
	lastSeq: number;
	/** Highest sequence number ever put on the wire: up to here nothing can be undone. */
	triedSeq: number;
	/** Code the server gave for offline numbers. */
	deviceCode: string;
	clock: MeasuredOffset;
	/** Last offline number given, by form. */
	offlineCounters: Record<string, number>;
	cursor: string;
	epoch: string;
	grants: string[];
	/** Counts pulls from scratch. */
	generation: number;
	/** A pull from scratch is under way: its end sweeps older generations. */
	sweeping: boolean;
	/** When the server last took a command. */
	lastSentAt: Instant;
	/** When a whole round (push, pull, blobs) last ended well. */
	lastSyncedAt: Instant;
	/** Records the server sent that this version cannot read: kind by id. */
	unreadable: Record<string, string>;
}

export async function readMeta<K extends keyof MetaValues>(
	database: Database,
	key: K,
): Promise<MetaValues[K] | undefined> {
	const row = await database.meta.get(key);
	return row?.value as MetaValues[K] | undefined;
}

export async function writeMeta<K extends keyof MetaValues>(
	database: Database,
	key: K,
	value: MetaValues[K],
): Promise<void> {
	await database.meta.put({ key, value });
}
