/**
 * The store port: all the server keeps, behind one narrow door. Drivers: memory, SQLite; every
 * driver passes `tests/contract/store-suite.ts`.
 *
 * What a driver must hold:
 * 1. One entry of `commit` is atomic: journal, record, channels, search terms and number, all or none.
 * 2. A `(device, seq)` takes effect once, for ever.
 * 3. A write names the revision it was decided on; on any other it is `stale` and nothing happens.
 * 4. Sequence numbers grow in the order in which writes become visible: who read up to n has missed nothing below.
 * 5. What `commit` answered survives a crash of the process.
 * It knows kinds, ids and channels as plain words, and no rule of the trade.
 */
import type { Command } from '#domain/command.ts';
import type { BlobType } from '#domain/protocol/blob.ts';
import type { CommandResult } from '#domain/protocol/wire.ts';
import type { AnyRecord } from '#domain/record-schemas.ts';
import type { RecordKind } from '#domain/record.ts';
import type { Instant } from '#domain/time/instant.ts';
import type { LocalDate } from '#domain/time/local-date.ts';

export interface RecordKey {
	kind: RecordKind;
	id: string;
}

export interface StoredRecord extends RecordKey {
	/** Counts the record's writes from 1. */
	rev: number;
	/** Of its last write. */
	seq: number;
	channels: readonly string[];
	/** The body as JSON text: a pull passes it on unread. */
	json: string;
}

/** What finds a record by text; all upper case. */
export interface SearchKeys {
	/** Found by their beginning: tag, aliases, serial, numbers. */
	terms: readonly string[];
	/** Found by words anywhere in it. */
	text: string;
}

export interface RecordWrite {
	record: AnyRecord;
	/** Revision it was decided on, 0 where there was none. */
	expectedRev: number;
	channels: readonly string[];
	search?: SearchKeys;
	/** When its channels are to be computed again, for rules that look at the clock. */
	reviewAt?: Instant;
	/** The record needs the next number of that form and day, given in the same transaction. */
	numbering?: {
		form: string;
		date: LocalDate;
		apply: (n: number) => Pick<RecordWrite, 'record' | 'search'>;
	};
}

export interface JournalEntry {
	command: Command;
	result: CommandResult;
	userId: string;
	receivedAt: Instant;
}

export interface CommitEntry {
	journal?: JournalEntry;
	write?: RecordWrite;
}

export type CommitOutcome =
	| { status: 'written'; record?: AnyRecord; touched: readonly string[] }
	| { status: 'stale' }
	| { status: 'duplicate'; result: CommandResult };

/** One row per channel and record; `gone` once the record left the channel. */
export interface FeedRow extends RecordKey {
	channel: string;
	seq: number;
	gone: boolean;
}

export interface FeedQuery {
	channels: readonly string[];
	/** Exclusive. */
	after: number;
	/** Inclusive; without it, to the end. */
	upTo?: number;
	/** Leaves out what left the channel. */
	presentOnly?: boolean;
	limit: number;
}

export interface Records {
	get(kind: RecordKind, id: string): Promise<StoredRecord | undefined>;
	/**
	 * Writes the entries in order, each atomic. Stops after the first that was not written: the last
	 * outcome says why, the entries before it are kept.
	 */
	commit(entries: readonly CommitEntry[]): Promise<CommitOutcome[]>;
	journaled(device: string, seq: number): Promise<CommandResult | undefined>;
	/** The highest sequence number given. */
	head(): Promise<number>;
	/** Rows in order of sequence. Its cost follows the rows found, not the size of the database. */
	feed(query: FeedQuery): Promise<FeedRow[]>;
	/** Records whose `reviewAt` has come, earliest first. */
	dueForReview(now: Instant, limit: number): Promise<RecordKey[]>;
	/** First those with a term beginning with the text, then those whose text holds all its words. */
	search(kind: RecordKind, text: string, limit: number): Promise<string[]>;
}

export interface DeviceRow {
	id: string;
	userId: string;
	/** For offline numbers; issued once, never reused. */
	code: string;
	/** Highest sequence number journaled, 0 for none. */
	lastSeq: number;
}

export interface Credential {
	userId: string;
	/** As typed at sign-in; compared without regard to case. */
	account: string;
	hash: string;
}

export interface SessionRow {
	/** SHA-256 of the cookie's token, hex; the token itself is nowhere. */
	tokenHash: string;
	userId: string;
	createdAt: Instant;
	expiresAt: Instant;
}

export interface BlobRow {
	sha256: string;
	type: BlobType;
	bytes: number;
	createdAt: Instant;
}

export interface Accounts {
	/** The device's row, made on first sight. `codeOf(n)` spells the n-th code, n from 0. */
	registerDevice(id: string, userId: string, codeOf: (n: number) => string): Promise<DeviceRow>;
	credentialOf(account: string): Promise<Credential | undefined>;
	/** Throws an AccountTaken when another user has that account. */
	setCredential(credential: Credential): Promise<void>;
	session(tokenHash: string): Promise<SessionRow | undefined>;
	/** Made or extended. */
	putSession(session: SessionRow): Promise<void>;
	endSession(tokenHash: string): Promise<void>;
	endSessionsOf(userId: string): Promise<void>;
	endSessionsBefore(now: Instant): Promise<void>;
}

export interface Blobs {
	blob(sha256: string): Promise<BlobRow | undefined>;
	/** Once it is there, saying so again changes nothing. */
	putBlob(blob: BlobRow): Promise<void>;
}

export interface Store extends Records, Accounts, Blobs {
	readonly driver: string;
	/** New with every new or restored database: cursors of another epoch start again. */
	readonly epoch: string;
	/** Signs cursors; 32 bytes, made with the database. */
	readonly secret: Uint8Array;
	close(): Promise<void>;
}

export class AccountTaken extends Error {
	constructor(account: string) {
		super(`account ${account} belongs to another user`);
	}
}

export function recordKey({ kind, id }: RecordKey): string {
	return `${kind}/${id}`;
}

/** Upper case and single width, so that search finds however it was typed. */
export function searchable(text: string): string {
	return text.normalize('NFKC').toUpperCase().trim();
}
