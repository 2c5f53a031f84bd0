import { randomBytes, randomUUID } from 'node:crypto';
import type { CommandResult } from '#domain/protocol/wire.ts';
import type { RecordKind } from '#domain/record.ts';
import type { Instant } from '#domain/time/instant.ts';
import {
	AccountTaken,
	departures,
	recordKey,
	searchable,
	type BlobRow,
	type CommitEntry,
	type CommitOutcome,
	type Credential,
	type DeviceRow,
	type Changes,
	type ChangesQuery,
	type JournalEntry,
	type NumberCounter,
	type Position,
	type PresentQuery,
	type PresentRow,
	type RecordKey,
	type RecordWrite,
	type SearchKeys,
	type SessionRow,
	type Store,
	type StoredRecord,
	type WasInQuery,
} from './port.ts';
import { deviceCodeGapOf, floorAfter, floorOn, noFloor, numberGapOf } from './number-floor.ts';
import { changesOf, counterOf, isBehind, placeOf } from './sequence.ts';
import { wasInChannel, withMoves, type Stays } from './stays.ts';

/** One row per channel and record; `gone` once the record left the channel. */
interface ChannelRow extends RecordKey {
	channel: string;
	seq: number;
	gone: boolean;
}

interface Held {
	stored: StoredRecord;
	reviewAt: Instant | undefined;
	search: SearchKeys;
	stays: Stays<number> | undefined;
}

/** The store's twin in memory: for tests, simulation and trying things out. */
export class MemoryStore implements Store {
	readonly driver = 'memory';
	readonly epoch = randomUUID();
	readonly secret: Uint8Array<ArrayBuffer>;
	#seq = 0;
	#records = new Map<string, Held>();
	#rows = new Map<string, ChannelRow>();
	#journal = new Map<string, JournalEntry>();
	#numbers = new Map<string, number>();
	#reserved = new Map<string, string>();
	#devices = new Map<string, DeviceRow>();
	#credentials = new Map<string, Credential>();
	#sessions = new Map<string, SessionRow>();
	#blobs = new Map<string, BlobRow>();
	#codesGiven = 0;
	#floor = noFloor;

	constructor(secret: Uint8Array<ArrayBuffer> = new Uint8Array(randomBytes(32))) {
		this.secret = secret;
	}

	/** What a backup taken now brings back: the same content under an epoch of its own. */
	copy(): MemoryStore {
		const copy = new MemoryStore(this.secret);
		copy.#seq = this.#seq;
		copy.#records = new Map(this.#records);
		copy.#rows = new Map(this.#rows);
		copy.#journal = new Map(this.#journal);
		copy.#numbers = new Map(this.#numbers);
		copy.#reserved = new Map(this.#reserved);
		copy.#devices = new Map(this.#devices);
		copy.#credentials = new Map(this.#credentials);
		copy.#sessions = new Map(this.#sessions);
		copy.#blobs = new Map(this.#blobs);
		copy.#codesGiven = this.#codesGiven;
		copy.#floor = this.#floor;
		return copy;
	}

	/** As `mark-restored.ts` for SQLite: behind every number and code that may have been given since. */
	markRestored(now: Instant): void {
		const gap = numberGapOf(Math.max(0, ...this.#numbers.values()), now);
		for (const [name, n] of this.#numbers) this.#numbers.set(name, n + gap);
		this.#codesGiven += deviceCodeGapOf(now);
		this.#floor = floorAfter(this.#floor, gap, now);
	}

	async get(kind: RecordKind, id: string): Promise<StoredRecord | undefined> {
		return this.#records.get(recordKey({ kind, id }))?.stored;
	}

	async commit(entries: readonly CommitEntry[]): Promise<CommitOutcome[]> {
		const outcomes: CommitOutcome[] = [];
		for (const entry of entries) {
			const outcome = this.#commitOne(entry);
			outcomes.push(outcome);
			if (outcome.status !== 'written') break;
		}
		return outcomes;
	}

	#commitOne({ journal, write }: CommitEntry): CommitOutcome {
		const before = journal && this.#journal.get(journalKey(journal.command));
		if (before) return { status: 'duplicate', result: before.result };
		const held = write && this.#records.get(recordKey(write.record));
		if (write && (held?.stored.rev ?? 0) !== write.expectedRev) return { status: 'stale' };
		if (write?.reserve && !this.#reserve(write.reserve, write.record.id))
			return { status: 'stale' };
		if (journal) this.#note(journal);
		return write ? this.#write(write, held) : { status: 'written', touched: [] };
	}

	#note(journal: JournalEntry): void {
		const { device, seq } = journal.command;
		this.#journal.set(journalKey(journal.command), structuredClone(journal));
		const row = this.#devices.get(device);
		if (row) this.#devices.set(device, { ...row, lastSeq: Math.max(row.lastSeq, seq) });
	}

	#write(write: RecordWrite, held: Held | undefined): CommitOutcome {
		const { record, search } = this.#numbered(write);
		const { kind, id } = record;
		const seq = ++this.#seq;
		const channels = [...new Set(write.channels)];
		const { left, former } = departures(held?.stored, channels);
		for (const channel of left) this.#stamp({ channel, kind, id, seq, gone: true });
		for (const channel of channels) this.#stamp({ channel, kind, id, seq, gone: false });
		const json = JSON.stringify(record);
		const stored = { kind, id, rev: write.expectedRev + 1, channels, former, json };
		this.#records.set(recordKey(record), {
			stored,
			reviewAt: write.reviewAt,
			search: search ?? { terms: [], text: '' },
			stays: withMoves(held?.stays, held?.stored.channels, channels, seq),
		});
		return { status: 'written', record, touched: [...channels, ...left] };
	}

	#numbered(write: RecordWrite): Pick<RecordWrite, 'record' | 'search'> {
		if (write.returning) this.#goBehind(write.returning);
		if (!write.numbering) return write;
		const { form, date, apply } = write.numbering;
		const n = this.#givenOf(`${form} ${date}`, date) + 1;
		this.#numbers.set(`${form} ${date}`, n);
		return apply(n);
	}

	#reserve(numbers: readonly string[], id: string): boolean {
		if (numbers.some((number) => (this.#reserved.get(number) ?? id) !== id)) return false;
		for (const number of numbers) this.#reserved.set(number, id);
		return true;
	}

	async holderOf(number: string): Promise<string | undefined> {
		return this.#reserved.get(number);
	}

	#goBehind({ form, date, n }: NumberCounter): void {
		const name = `${form} ${date}`;
		this.#numbers.set(name, Math.max(n, this.#givenOf(name, date)));
	}

	#givenOf(name: string, date: string): number {
		return this.#numbers.get(name) ?? floorOn(this.#floor, date);
	}

	#stamp(row: ChannelRow): void {
		this.#rows.set(`${row.channel} ${recordKey(row)}`, row);
	}

	async journaled(device: string, seq: number): Promise<CommandResult | undefined> {
		return this.#journal.get(journalKey({ device, seq }))?.result;
	}

	async head(): Promise<Position> {
		return String(this.#seq);
	}

	async changes({ channels, after, limit }: ChangesQuery): Promise<Changes> {
		const wanted = new Set(channels);
		const from = placeOf(after, this.#seq);
		const rows = [...this.#rows.values()]
			.filter((row) => wanted.has(row.channel) && row.seq > from)
			.sort((a, b) => a.seq - b.seq);
		return changesOf(rows, this.#seq, limit);
	}

	async wasIn({ kind, id, channel, from, to }: WasInQuery): Promise<boolean | undefined> {
		const held = this.#records.get(recordKey({ kind, id }));
		return wasInChannel(held?.stays, {
			channel,
			isIn: held?.stored.channels.includes(channel) ?? false,
			from: placeOf(from, this.#seq),
			to: placeOf(to, this.#seq),
		});
	}

	async present({
		channel,
		kind,
		after = '',
		withFormer,
		limit,
	}: PresentQuery): Promise<PresentRow[]> {
		return [...this.#rows.values()]
			.filter((row) => row.channel === channel && (kind === undefined || row.kind === kind))
			.filter((row) => (withFormer || !row.gone) && isBehind(row, after))
			.sort((a, b) => (isBehind(a, recordKey(b)) ? 1 : -1))
			.slice(0, limit)
			.map(({ kind, id, gone }) => ({ kind, id, gone, rev: this.#revOf({ kind, id }) }));
	}

	#revOf(key: RecordKey): number {
		return this.#records.get(recordKey(key))?.stored.rev ?? 0;
	}

	async dueForReview(now: Instant, limit: number): Promise<RecordKey[]> {
		return [...this.#records.values()]
			.filter(({ reviewAt }) => reviewAt !== undefined && reviewAt <= now)
			.sort((a, b) => ((a.reviewAt ?? '') < (b.reviewAt ?? '') ? -1 : 1))
			.slice(0, limit)
			.map(({ stored: { kind, id } }) => ({ kind, id }));
	}

	async search(kind: RecordKind, text: string, limit: number): Promise<string[]> {
		const wanted = searchable(text);
		const words = wanted.split(/\s+/).filter(Boolean);
		if (words.length === 0) return [];
		const all = [...this.#records.values()].filter(({ stored }) => stored.kind === kind);
		const byTerm = all.filter(({ search }) => search.terms.some((term) => term.startsWith(wanted)));
		const byText = all.filter(({ search }) => words.every((word) => search.text.includes(word)));
		return [...new Set([...byTerm, ...byText])].slice(0, limit).map(({ stored }) => stored.id);
	}

	async registerDevice(
		id: string,
		userId: string,
		codeOf: (n: number) => string,
	): Promise<DeviceRow> {
		const known = this.#devices.get(id);
		if (known) return known;
		const row = { id, userId, code: codeOf(this.#codesGiven++), lastSeq: 0 };
		this.#devices.set(id, row);
		return row;
	}

	async device(id: string): Promise<DeviceRow | undefined> {
		return this.#devices.get(id);
	}

	async userOfCode(code: string): Promise<string | undefined> {
		return [...this.#devices.values()].find((row) => row.code === code)?.userId;
	}

	async keepDeviceKey(id: string, publicKey: string): Promise<void> {
		const row = this.#devices.get(id);
		if (row && row.publicKey === undefined) this.#devices.set(id, { ...row, publicKey });
	}

	async credentialOf(account: string): Promise<Credential | undefined> {
		const wanted = searchable(account);
		return [...this.#credentials.values()].find((row) => searchable(row.account) === wanted);
	}

	async setCredential(credential: Credential): Promise<void> {
		const holder = await this.credentialOf(credential.account);
		if (holder && holder.userId !== credential.userId) throw new AccountTaken(credential.account);
		this.#credentials.set(credential.userId, credential);
	}

	async session(tokenHash: string): Promise<SessionRow | undefined> {
		return this.#sessions.get(tokenHash);
	}

	async putSession(session: SessionRow): Promise<void> {
		this.#sessions.set(session.tokenHash, session);
	}

	async endSession(tokenHash: string): Promise<void> {
		this.#sessions.delete(tokenHash);
	}

	async endSessionsOf(userId: string): Promise<void> {
		this.#endWhere((session) => session.userId === userId);
	}

	async endSessionsBefore(now: Instant): Promise<void> {
		this.#endWhere((session) => session.expiresAt <= now);
	}

	#endWhere(ended: (session: SessionRow) => boolean): void {
		for (const [hash, session] of this.#sessions) if (ended(session)) this.#sessions.delete(hash);
	}

	async blob(sha256: string, recordId: string): Promise<BlobRow | undefined> {
		return this.#blobs.get(`${sha256} ${recordId}`);
	}

	async putBlob(blob: BlobRow): Promise<void> {
		const key = `${blob.sha256} ${blob.recordId}`;
		if (!this.#blobs.has(key)) this.#blobs.set(key, blob);
	}

	async allRecords(after: string | undefined, limit: number): Promise<StoredRecord[]> {
		return [...this.#records.values()]
			.map(({ stored }) => stored)
			.filter((stored) => after === undefined || isBehind(stored, after))
			.sort((a, b) => (isBehind(a, recordKey(b)) ? 1 : -1))
			.slice(0, limit);
	}

	async allJournal(
		after: { device: string; seq: number } | undefined,
		limit: number,
	): Promise<JournalEntry[]> {
		const isAfter = ({ command }: JournalEntry) =>
			after === undefined || isLaterName(command, after);
		return [...this.#journal.values()]
			.filter(isAfter)
			.sort((a, b) => (isLaterName(a.command, b.command) ? 1 : -1))
			.slice(0, limit);
	}

	async allDevices(after: string | undefined, limit: number): Promise<DeviceRow[]> {
		return [...this.#devices.values()]
			.filter(({ id }) => after === undefined || id > after)
			.sort((a, b) => (a.id > b.id ? 1 : -1))
			.slice(0, limit);
	}

	async numberCounters(): Promise<NumberCounter[]> {
		return [...this.#numbers].map(([name, n]) => counterOf(name, n));
	}

	async close(): Promise<void> {}
}

type CommandName = Pick<JournalEntry['command'], 'device' | 'seq'>;

function isLaterName(a: CommandName, b: CommandName): boolean {
	return a.device === b.device ? a.seq > b.seq : a.device > b.device;
}

function journalKey({ device, seq }: { device: string; seq: number }): string {
	return `${device}:${seq}`;
}
