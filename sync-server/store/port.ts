/**
 * The store port: all the server keeps, behind one narrow door. Drivers: memory, SQLite; every
 * driver passes `tests/contract/store-suite.ts`.
 *
 * What a driver must hold:
 * 1. One entry of `commit` is atomic: journal, record, channels, search terms and number, all or none.
 * 2. A `(device, seq)` takes effect once, for ever.
 * 3. A write names the revision it was decided on; on any other it is `stale` and nothing happens.
 * 4. Who read the changes up to a position has missed nothing before it. A change may be told twice.
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
	channels: readonly string[];
	/** Channels it was in before and is not in now. */
	former: readonly string[];
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
	/** The record comes back after a restore with a number it had: the counter goes on behind it. */
	returning?: NumberCounter;
	/** Numbers that are to be this record's alone. Another one's already, the write is `stale`. */
	reserve?: readonly string[];
	/** When it is written, by the server's clock. */
	at?: Instant;
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

/** A place in the order of changes. Only the driver that gave it can read it. */
export type Position = string;

export interface ChangesQuery {
	/** A record counts while it is in one of them, and once when it leaves one. */
	channels: readonly string[];
	/** Exclusive. One this driver does not know is the beginning: what comes twice does no harm. */
	after: Position;
	limit: number;
}

export interface Changes {
	/** Each record once, with its latest change, in the order in which they became visible. */
	keys: RecordKey[];
	/** Where to go on; everything of these channels up to here has been told. */
	next: Position;
	more: boolean;
}

/** From one moment to another, as a cursor names them: both by position, and by the server's clock. */
export interface WasInQuery extends RecordKey {
	channel: string;
	from: Position;
	to: Position;
	times: { from: Instant | undefined; to: Instant } | undefined;
}

export interface PresentQuery {
	channel: string;
	kind?: RecordKind;
	/** Key (`recordKey`) to go on behind. */
	after?: string;
	/** Records that left the channel too. */
	withFormer?: boolean;
	limit: number;
}

export interface PresentRow extends RecordKey {
	rev: number;
	/** Left the channel. */
	gone: boolean;
}

export interface Records {
	get(kind: RecordKind, id: string): Promise<StoredRecord | undefined>;
	/**
	 * Writes the entries in order, each atomic. Stops after the first that was not written: the last
	 * outcome says why, the entries before it are kept.
	 */
	commit(entries: readonly CommitEntry[]): Promise<CommitOutcome[]>;
	/** Id of the record that number is reserved for. */
	holderOf(number: string): Promise<string | undefined>;
	journaled(device: string, seq: number): Promise<CommandResult | undefined>;
	/** Where the changes end, or a little before; `present` shows all that lies before it from now on. */
	head(): Promise<Position>;
	/** The cost follows what changed, not the size of the database. */
	changes(query: ChangesQuery): Promise<Changes>;
	/** What is in a channel, by key. The cost follows the rows given. */
	present(query: PresentQuery): Promise<PresentRow[]>;
	/**
	 * Whether a record was in a channel at any moment of that time, however often it went in and out
	 * since. Undefined where this driver cannot tell.
	 */
	wasIn(query: WasInQuery): Promise<boolean | undefined>;
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
	/** What its signatures are checked by; absent until it said one. */
	publicKey?: string;
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

/** Bytes that were uploaded for one record. The same bytes for another record are another row. */
export interface BlobRow {
	sha256: string;
	recordId: string;
	type: BlobType;
	bytes: number;
	createdAt: Instant;
}

export interface Accounts {
	/** The device's row, made on first sight. `codeOf(n)` spells the n-th code, n from 0. */
	registerDevice(id: string, userId: string, codeOf: (n: number) => string): Promise<DeviceRow>;
	/** Undefined for one never seen. */
	device(id: string): Promise<DeviceRow | undefined>;
	/** Whose device was given that code; undefined where nobody's was. */
	userOfCode(code: string): Promise<string | undefined>;
	/** Kept for ever with the first key: another one for the same device changes nothing. */
	keepDeviceKey(id: string, publicKey: string): Promise<void>;
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
	/** Undefined where nobody uploaded these bytes for that record. */
	blob(sha256: string, recordId: string): Promise<BlobRow | undefined>;
	/** Once it is there, saying so again changes nothing. */
	putBlob(blob: BlobRow): Promise<void>;
}

/** Numbers given so far of one form on one day. */
export interface NumberCounter {
	form: string;
	date: LocalDate;
	n: number;
}

/** All that is kept, from one end to the other in pages: for who checks it or carries it elsewhere. */
export interface Survey {
	/** By key, behind the key `after`. */
	allRecords(after: string | undefined, limit: number): Promise<StoredRecord[]>;
	/** By device and sequence number, behind that command. */
	allJournal(
		after: Pick<Command, 'device' | 'seq'> | undefined,
		limit: number,
	): Promise<JournalEntry[]>;
	/** By id, behind that id. */
	allDevices(after: string | undefined, limit: number): Promise<DeviceRow[]>;
	numberCounters(): Promise<NumberCounter[]>;
}

export interface Store extends Records, Accounts, Blobs, Survey {
	readonly driver: string;
	/** New with every new or restored database: cursors of another epoch start again. */
	readonly epoch: string;
	/** Signs cursors; 32 bytes, made with the database. */
	readonly secret: Uint8Array;
	/** Absent where one process has the database to itself. */
	readonly peers?: Peers;
	/** Where bytes of blobs are kept for all servers; absent where the data folder is the only place. */
	readonly bytes?: BlobBytes;
	close(): Promise<void>;
}

/** What several servers on one database tell one another. */
export interface Peers {
	/** For so long a list may not show what was written; 0 where there is one copy. */
	readonly copyLagMsMax: number;
	/** Another value once something that decides what this user may see was written by anyone. */
	scopeMark(userId: string): Promise<string>;
	/** To be called after such a write, before it is answered. */
	markScopes(userIds: readonly string[]): Promise<void>;
	/** Told of what other servers wrote, whenever changes are read. Gives the way out. */
	watch(listener: (key: RecordKey, touched: readonly string[]) => void): () => void;
	/** Reads changes as soon as there are some, and comes back then, or after that time. */
	follow(waitMs: number): Promise<void>;
	/**
	 * Mends what a crash or two writers at once left behind. Gives commands that a settled conflict
	 * took out of their record again: each is to be run anew and committed.
	 */
	unsettled(now: Instant, limit: number): Promise<JournalEntry[]>;
}

export interface BlobBytes {
	/** Nothing happens where they are kept already. */
	keep(sha256: string, bytes: AsyncIterable<Uint8Array>): Promise<void>;
	/** In pieces, from the beginning. Throws where they are not there. */
	read(sha256: string): AsyncIterable<Uint8Array>;
}

/** The database gave no answer: nothing is lost, and nothing may be said to be done. */
export class StoreUnavailable extends Error {
	constructor(name: string, options?: ErrorOptions) {
		super(`${name} is out of reach`, options);
	}
}

export class AccountTaken extends Error {
	constructor(account: string) {
		super(`account ${account} belongs to another user`);
	}
}

export function recordKey({ kind, id }: RecordKey): string {
	return `${kind}/${id}`;
}

/** Upper case and single width, so that search finds however it was typed; never half a character. */
export function searchable(text: string): string {
	return text.toWellFormed().normalize('NFKC').toUpperCase().trim();
}

/** The channels a record leaves with this write, and all it was in before and is not in then. */
export function departures(
	stored: Pick<StoredRecord, 'channels' | 'former'> | undefined,
	channels: readonly string[],
): { left: string[]; former: string[] } {
	const isLeft = (channel: string) => !channels.includes(channel);
	const left = (stored?.channels ?? []).filter(isLeft);
	return { left, former: [...(stored?.former ?? []).filter(isLeft), ...left] };
}
