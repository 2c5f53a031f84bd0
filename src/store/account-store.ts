/** One account's store on this device: read live, change by commands. The app opens one at a time. */
import { canonicalJson } from '#domain/canonical-json.ts';
import type { RecordOf } from '#domain/record-schemas.ts';
import type { RecordKind } from '#domain/record.ts';
import { actorOf, type Account } from './accounts.ts';
import type { RetryOptions } from './answered.ts';
import { BlobStore } from './blob-store.ts';
import type { Changes } from './changes.ts';
import { deviceClock, JumpWatch, type Clock } from './clock.ts';
import { plainCodec, type Codec } from './codec.ts';
import { inTransaction, openDatabase, withReopen, type Engine } from './database.ts';
import { DraftStore } from './draft-store.ts';
import type { Call, CommandDraft, Executed, ExecuteOptions } from './execute.ts';
import { Live } from './live.svelte.ts';
import { readMeta, writeMeta } from './meta.ts';
import { newId } from './new-id.ts';
import { OutboxQueries, type OutboxEntry } from './outbox-queries.ts';
import { RecordQueries } from './record-queries.ts';
import { SnapshotStore } from './snapshot-store.ts';
import { markData, wasEvicted, type Markers } from './storage-health.ts';
import type { StoreParts } from './store-parts.ts';
import { asResult, type StoreResult } from './store-result.ts';

export interface StoreOptions {
	engine?: Engine;
	clock?: Clock;
	codec?: Codec;
	/** Survives an eviction of IndexedDB; `localStorage` in the app. */
	markers?: Markers | undefined;
}

export async function openAccountStore(
	account: Account,
	options: StoreOptions = {},
): Promise<AccountStore> {
	const database = await openDatabase(account.userId, 'strict', options.engine);
	const { clock = deviceClock, codec = plainCodec } = options;
	const parts = { database, codec, clock };
	const isNew = await introduce(parts, account);
	const evicted = wasEvicted(options.markers, account.userId, isNew);
	if (!isNew) markData(options.markers, account.userId);
	return new AccountStore(parts, account, { markers: options.markers, evicted });
}

/** Writes down who uses this database; a new database is a new device to the server. */
async function introduce({ database, clock }: StoreParts, account: Account): Promise<boolean> {
	const actor = actorOf(account);
	// Most openings change nothing, and a strict write waits for the disk.
	if (canonicalJson(await readMeta(database, 'actor')) === canonicalJson(actor)) return false;
	return database.transaction('rw', database.meta, async () => {
		const device = await readMeta(database, 'device');
		if (!device) await writeMeta(database, 'device', newId(clock.wallMs()));
		await writeMeta(database, 'actor', actor);
		return !device;
	});
}

export class AccountStore {
	readonly account: Account;
	/** True once after the browser had thrown the data away: say so to the user. */
	readonly evicted: boolean;
	readonly records: RecordQueries;
	readonly outbox: OutboxQueries;
	readonly blobs: BlobStore;
	readonly drafts: DraftStore;
	readonly snapshots: SnapshotStore;
	readonly #parts: StoreParts;
	readonly #watch: JumpWatch;
	readonly #markers: Markers | undefined;
	readonly #listeners = new Set<() => void>();
	#closed = false;

	constructor(
		parts: StoreParts,
		account: Account,
		health: { markers: Markers | undefined; evicted: boolean },
	) {
		this.#parts = parts;
		this.#watch = new JumpWatch(parts.clock);
		this.#markers = health.markers;
		this.account = account;
		this.evicted = health.evicted;
		this.records = new RecordQueries(parts);
		this.outbox = new OutboxQueries(parts);
		this.blobs = new BlobStore(parts);
		this.drafts = new DraftStore(parts);
		this.snapshots = new SnapshotStore(parts);
	}

	/**
	 * Carries out one command or several together: all or none. When it answers `ok`, the change is on
	 * the disk and will reach the server, whatever happens to this tab.
	 */
	async execute(
		commands: CommandDraft | readonly CommandDraft[],
		options: ExecuteOptions = {},
	): Promise<StoreResult<Executed>> {
		const drafts = isList(commands) ? commands : [commands];
		const call = this.#newCall();
		const result = await this.#write(({ executeDrafts }) => executeDrafts(call, drafts, options));
		if (result.ok && result.value.seqs.length > 0) this.#executed();
		return result;
	}

	/** Takes back own commands that were not sent yet, within 60 s. */
	async undo(seqs: number | readonly number[]): Promise<StoreResult<void>> {
		const list = typeof seqs === 'number' ? [seqs] : seqs;
		return this.#write(({ undoCommands }) => undoCommands(this.#parts, list));
	}

	/** Puts a refused command to today's record again; `overwrite` is "mine" of a conflict. */
	async retry(seq: number, options: RetryOptions = {}): Promise<StoreResult<Executed>> {
		const call = this.#newCall();
		const result = await this.#write(({ retryCommand }) => retryCommand(call, seq, options));
		if (result.ok && result.value.seqs.length > 0) this.#executed();
		return result;
	}

	/** Lets a refused command go; ask the user first. */
	async discard(seq: number): Promise<StoreResult<void>> {
		return this.#write(({ discardCommand }) => discardCommand(this.#parts, seq));
	}

	get<K extends RecordKind>(kind: K, id: string): Promise<RecordOf<K> | undefined> {
		return this.records.get(kind, id);
	}

	/** Keeps the answer of any read of this store up to date. */
	live<T>(query: () => T | Promise<T>): Live<T> {
		return new Live(query);
	}

	/** Code of this installation in offline numbers; absent until the server gave it. */
	deviceCode(): Promise<string | undefined> {
		return readMeta(this.#parts.database, 'deviceCode');
	}

	pendingOf(recordId: string): Live<OutboxEntry[]> {
		return this.live(() => this.outbox.pendingOf(recordId));
	}

	/** Called after every command carried out here: sync wakes by it. */
	onExecuted(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** Loads what the first change will need, once the first screen stands. */
	async loadAhead(): Promise<void> {
		await loadChanges();
	}

	close(): void {
		this.#closed = true;
		this.#parts.database.close();
	}

	#newCall(): Call {
		const nonce = newId(this.#parts.clock.wallMs());
		return { parts: this.#parts, watch: this.#watch, nonce };
	}

	#executed(): void {
		markData(this.#markers, this.account.userId);
		for (const listener of this.#listeners) listener();
	}

	async #write<T>(work: (changes: Changes) => Promise<T>): Promise<StoreResult<T>> {
		const { database } = this.#parts;
		// Before the transaction: one that waits for anything but the database ends by itself.
		const changes = await loadChanges();
		const write = () => asResult(() => inTransaction(database, () => work(changes)));
		return this.#closed ? write() : withReopen(database, write);
	}
}

/** Apart from what shows records: the first screen does not wait for the rules of every command. */
async function loadChanges(): Promise<Changes> {
	return (await import('./changes.ts')).changes;
}

function isList<T>(value: T | readonly T[]): value is readonly T[] {
	return Array.isArray(value);
}
