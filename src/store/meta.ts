import type { PhotoChoice } from '#domain/protocol/photo-rule.ts';
import type { Actor } from '#domain/command.ts';
import type { Instant } from '#domain/time/instant.ts';
import type { MeasuredOffset } from './clock.ts';
import type { Database } from './database.ts';
import type { MetaRow } from './rows.ts';

/** Small facts of this installation and account, each under its own key. */
export interface MetaValues {
	/** This installation's id: new with every database, never reused. */
	device: string;
	/** What the device of that id signs with; the private part cannot be read out. */
	deviceKey: { device: string; privateKey: CryptoKey; publicKey: string };
	/**
	 * The server's public keys of the last hello: receipts by key id, all ever seen, and the one that
	 * rescue files are sealed for. `device` is the id it knows the key of.
	 */
	serverKeys: {
		device: string;
		receipts: Record<string, string>;
		rescue: { id: string; publicKey: string };
	};
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
	/** What `cursor` was before the pull from scratch under way. */
	formerCursor: string;
	epoch: string;
	grants: string[];
	/** Counts pulls from scratch. */
	generation: number;
	/** A pull from scratch is under way: its end sweeps older generations. */
	sweeping: boolean;
	/** What `indexFieldsOf` looked for when the last record was gone over (`reindex.ts`). */
	indexVersion: number;
	/** Which line photos may use on this device. */
	photoChoice: PhotoChoice;
	/** The server was restored or replaced: it has not been asked yet which commands it lacks. */
	resending: true;
	/** This installation needs a new name, once what it sent under the old one is answered. */
	renewing: true;
	/** When this device was last compared with the server to the end. */
	comparedAt: Instant;
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

/** Several asked for together: one after the other they would each wait for the one before. */
export async function metaOf<K extends keyof MetaValues>(
	database: Database,
	...keys: K[]
): Promise<Partial<Pick<MetaValues, K>>> {
	const rows = await database.meta.bulkGet(keys);
	const there = rows.filter((row) => row !== undefined);
	const values = there.map(({ key, value }) => [key, value]);
	return Object.fromEntries(values) as Partial<Pick<MetaValues, K>>;
}

/** Only what differs from what is known to stand there: nobody who watches is woken for nothing. */
export async function writeChanged(
	database: Database,
	known: Partial<MetaValues>,
	wanted: Partial<MetaValues>,
): Promise<void> {
	const rows = Object.entries(wanted).map(([key, value]) => ({ key, value }));
	const isKnown = ({ key, value }: MetaRow) =>
		JSON.stringify(known[key as keyof MetaValues]) === JSON.stringify(value);
	const changed = rows.filter((row) => !isKnown(row));
	if (changed.length > 0) await database.meta.bulkPut(changed);
}

export async function writeMeta<K extends keyof MetaValues>(
	database: Database,
	key: K,
	value: MetaValues[K],
): Promise<void> {
	await database.meta.put({ key, value });
}

/** The next pull begins from scratch; what the device held until then it can still prove. */
export async function retireCursor(database: Database): Promise<void> {
	const { cursor, sweeping } = await metaOf(database, 'cursor', 'sweeping');
	if (cursor !== undefined && !sweeping) await writeMeta(database, 'formerCursor', cursor);
	await database.meta.delete('cursor');
}

/** The cursor that covers what lies here: one of a pull from scratch only does at its end. */
export async function cursorOfHeld(database: Database): Promise<string | undefined> {
	const held = await metaOf(database, 'formerCursor', 'cursor', 'sweeping');
	const { formerCursor, cursor, sweeping } = held;
	return sweeping ? (formerCursor ?? cursor) : (cursor ?? formerCursor);
}
