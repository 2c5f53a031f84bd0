/** What a store has to hand out, and to take in, for an organisation to change from one to another. */
import type { Instant } from '#domain/time/instant.ts';
import type { NumberFloor } from './number-floor.ts';
import type {
	BlobRow,
	Credential,
	DeviceRow,
	JournalEntry,
	NumberCounter,
	SearchKeys,
	Store,
	StoredRecord,
} from './port.ts';

/** A record as it stands in a store, with what that store finds it by. */
export interface MovedRecord {
	stored: StoredRecord;
	search: SearchKeys | undefined;
	reviewAt: Instant | undefined;
}

/** A number that is one record's alone. */
export interface ReservedNumber {
	number: string;
	record: string;
}

/** Where counting goes on that no row tells of: after a restore numbers and codes are left out. */
export interface Beginnings {
	/** Codes given or left out. */
	codes: number;
	floor: NumberFloor;
}

export interface MoveSource {
	readonly store: Store;
	/**
	 * Ends what servers had begun when they stopped. False where a command has to be decided again,
	 * which only a server can do.
	 */
	settle(): Promise<boolean>;
	beginnings(): Promise<Beginnings>;
	/** By user, behind that one. */
	allCredentials(after: string | undefined, limit: number): Promise<Credential[]>;
	/** By hash, then record, behind that one. */
	allBlobs(after: BlobRow | undefined, limit: number): Promise<BlobRow[]>;
	/** By number, behind that one. */
	allReserved(after: string | undefined, limit: number): Promise<ReservedNumber[]>;
	/** Undefined where they are not there. */
	bytesOf(sha256: string): Promise<AsyncIterable<Uint8Array> | undefined>;
	close(): Promise<void>;
}

/** Everything put in twice is there once. */
export interface MoveTarget extends MoveSource {
	/**
	 * Takes in that source, or goes on with it; throws a PlainError where something else is. Keys signed
	 * with the source's secret stay good.
	 */
	begin(source: { epoch: string; secret: Uint8Array }): Promise<void>;
	putRecords(records: readonly MovedRecord[]): Promise<void>;
	putJournal(entries: readonly JournalEntry[]): Promise<void>;
	/** `n`: which code it has, from 0. */
	putDevice(device: DeviceRow, n: number): Promise<void>;
	putCounter(counter: NumberCounter): Promise<void>;
	putBeginnings(beginnings: Beginnings): Promise<void>;
	putReserved(reserved: ReservedNumber): Promise<void>;
	putCredential(credential: Credential): Promise<void>;
	putBlob(blob: BlobRow): Promise<void>;
	putBytes(sha256: string, bytes: AsyncIterable<Uint8Array>): Promise<void>;
	/** It is whole now: a server may work on it. */
	end(): Promise<void>;
}
