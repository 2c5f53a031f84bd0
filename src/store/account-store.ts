/** One account's store on this device: read live, change by commands. The app opens one at a time. */
import type { PhotoChoice } from '#domain/protocol/photo-rule.ts';
import { canonicalJson } from '#domain/canonical-json.ts';
import type { Actor } from '#domain/command.ts';
import type { AnyRecord, RecordOf } from '#domain/record-schemas.ts';
import type { RecordKind } from '#domain/record.ts';
import type { SealFinding } from '#domain/seal/check-seal.ts';
import { actorOf, type Account } from './accounts.ts';
import { dropCache } from './blob-cache.ts';
import { BlobStore } from './blob-store.ts';
import type { Changes } from './changes.ts';
import { deviceClock, JumpWatch, type Clock } from './clock.ts';
import { plainCodec, type Codec } from './codec.ts';
import { inTransaction, openDatabase, withReopen, type Engine } from './database.ts';
import { DraftStore } from './draft-store.ts';
import type { Call, CommandDraft, Executed, ExecuteOptions } from './execute.ts';
import type { ExportProgress, UnsentFile } from './export-unsent.ts';
import type { NewBlob } from './keep-blob.ts';
import { markHighWater, riseToHighWater } from './high-water.ts';
import { Live } from './live.svelte.ts';
import { readMeta, writeMeta } from './meta.ts';
import { newId } from './new-id.ts';
import { OutboxQueries, type OutboxEntry } from './outbox-queries.ts';
import { RecordQueries } from './record-queries.ts';
import { SnapshotStore } from './snapshot-store.ts';
import type { OpenFiles } from './private-files.ts';
import { lossOf, markData, type Loss, type Markers } from './storage-health.ts';
import type { StoreParts } from './store-parts.ts';
import { asResult, type StoreResult } from './store-result.ts';
import { UnsentCopies } from './unsent-copies.ts';

export interface StoreOptions {
	engine?: Engine;
	clock?: Clock;
	codec?: Codec;
	/** Survives an eviction of IndexedDB; `localStorage` in the app. */
	markers?: Markers | undefined;
	/** Where unsent work is copied to, beside the database. */
	files?: OpenFiles | undefined;
	/** Opened from this device's memory: what the server has said of the user since counts. */
	remembered?: boolean;
}

export async function openAccountStore(
	account: Account,
	options: StoreOptions = {},
): Promise<AccountStore> {
	const { clock = deviceClock, codec = plainCodec, markers } = options;
	const { userId } = account;
	const [database, files] = await Promise.all([
		openDatabase(userId, 'strict', options.engine),
		options.files?.(userId),
	]);
	const parts = { database, codec, clock };
	const copies = files && new UnsentCopies(parts, files, { markers, userId });
	const isEmpty = (await readMeta(database, 'device')) === undefined;
	const unsentKept = Boolean(files?.found && copies?.isWhole);
	const loss = lossOf(markers, userId, { isEmpty, unsentKept });
	if (copies && !files?.found && !isEmpty) copies.beginLate();
	const meet = () => introduce(parts, account, options.remembered ?? false);
	const isBehind = copies && (await copies.areAhead(isEmpty));
	if (isBehind) await (await import('./bring-back.ts')).bringBack(parts, copies.files, meet);
	else await meet();
	if (!isEmpty && !loss) markData(markers, userId);
	if (markers) await riseToHighWater(parts, markers, userId);
	return new AccountStore(parts, account, { markers, loss, copies });
}

/** Writes down who uses this database; a new database is a new device to the server. */
async function introduce(
	{ database, clock }: StoreParts,
	account: Account,
	remembered: boolean,
): Promise<void> {
	const actor = actorOf(account);
	const known = await readMeta(database, 'actor');
	// Most openings change nothing, and a strict write waits for the disk.
	if (known && (remembered || canonicalJson(known) === canonicalJson(actor))) return;
	await database.transaction('rw', database.meta, async () => {
		const device = await readMeta(database, 'device');
		if (!device) await writeMeta(database, 'device', newId(clock.wallMs()));
		await writeMeta(database, 'actor', actor);
	});
}

interface Health {
	markers: Markers | undefined;
	loss: Loss | undefined;
	copies: UnsentCopies | undefined;
}

export class AccountStore {
	readonly account: Account;
	/** What the browser had thrown away, until new work is saved: say so to the user. */
	readonly loss: Loss | undefined;
	readonly records: RecordQueries;
	readonly outbox: OutboxQueries;
	readonly blobs: BlobStore;
	readonly drafts: DraftStore;
	readonly snapshots: SnapshotStore;
	readonly #parts: StoreParts;
	readonly #watch: JumpWatch;
	readonly #markers: Markers | undefined;
	readonly #copies: UnsentCopies | undefined;
	readonly #listeners = new Set<() => void>();
	#closed = false;

	constructor(parts: StoreParts, account: Account, health: Health) {
		this.#parts = parts;
		this.#watch = new JumpWatch(parts.clock);
		this.#markers = health.markers;
		this.account = account;
		this.#copies = health.copies;
		this.loss = health.loss;
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
		return this.#afterChange(result, options.blobs);
	}

	/** Takes back own commands that were not sent yet, within 60 s. */
	async undo(seqs: number | readonly number[]): Promise<StoreResult<void>> {
		const list = typeof seqs === 'number' ? [seqs] : seqs;
		const result = await this.#write(({ undoCommands }) => undoCommands(this.#parts, list));
		if (result.ok) await this.#copies?.drop(result.value);
		return result.ok ? { ok: true, value: undefined } : result;
	}

	/** Puts a refused command to today's record again. */
	async retry(seq: number): Promise<StoreResult<Executed>> {
		const call = this.#newCall();
		const result = await this.#write(({ retryCommand }) => retryCommand(call, seq));
		return this.#afterChange(result);
	}

	/** Lets a refused command go; ask the user first. */
	async discard(seq: number): Promise<StoreResult<void>> {
		const result = await this.#write(({ discardCommand }) => discardCommand(this.#parts, seq));
		if (result.ok) await this.#copies?.drop([seq]);
		return result;
	}

	get<K extends RecordKind>(kind: K, id: string): Promise<RecordOf<K> | undefined> {
		return this.records.get(kind, id);
	}

	/** Keeps the answer of any read of this store up to date. */
	live<T>(query: () => T | Promise<T>): Live<T> {
		return new Live(query);
	}

	/** Ids of all of a kind in the order of their lists, however many. */
	liveIds(kind: RecordKind): Live<string[]> {
		const ids = () => this.records.ids(kind);
		return new Live(ids, () => this.records.count(kind));
	}

	/** The user as the server said last. */
	actor(): Promise<Actor | undefined> {
		return readMeta(this.#parts.database, 'actor');
	}

	/** Code of this installation in offline numbers; absent until the server gave it. */
	deviceCode(): Promise<string | undefined> {
		return readMeta(this.#parts.database, 'deviceCode');
	}

	/** Which line photos may use on this device. */
	async photoChoice(): Promise<PhotoChoice> {
		return (await readMeta(this.#parts.database, 'photoChoice')) ?? 'always';
	}

	setPhotoChoice(choice: PhotoChoice): Promise<void> {
		return writeMeta(this.#parts.database, 'photoChoice', choice);
	}

	/** This installation, as histories and conflicts name it. */
	deviceId(): Promise<string | undefined> {
		return readMeta(this.#parts.database, 'device');
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
		// The first change asks for them again, and says so where they do not come.
		await loadChanges().catch(() => undefined);
		await this.sealUnsealed();
		if (!this.#closed) await this.#copies?.tidy();
	}

	/** Signs what was completed here and is not signed yet, as after a crash. Harmless to repeat. */
	async sealUnsealed(): Promise<void> {
		const { unsealedRecords } = await loadSeals();
		if (this.#closed) return;
		if (await this.#seal(await unsealedRecords(this.#parts))) this.#executed();
	}

	/** Everything not handed in, as one encrypted file; the device keeps all of it. */
	async exportUnsent(progress: ExportProgress): Promise<StoreResult<UnsentFile>> {
		const { exportUnsent } = await import('./export-unsent.ts');
		return asResult(() => exportUnsent(this.#parts, progress));
	}

	/** What the signatures under an order, or one fact of it or of a repair, prove, checked on this device. */
	async checkSeal(
		record: RecordOf<'workOrder' | 'repair' | 'auditCampaign'>,
		factId?: string,
	): Promise<SealFinding> {
		return (await loadSeals()).checkSealHere(this.#parts, record, factId);
	}

	/**
	 * Nothing is called saved before it lies in two places. Who counts what waits hears of it at once:
	 * later his count may have it already.
	 */
	async #afterChange(
		result: StoreResult<Executed>,
		blobs: readonly NewBlob[] = [],
	): Promise<StoreResult<Executed>> {
		if (!result.ok || result.value.seqs.length === 0) return result;
		this.#executed();
		await this.#copies?.keep(result.value.seqs, blobs);
		await this.#sealAfter(result.value.records);
		return result;
	}

	/** The work is saved whatever becomes of its seal: the next opening tries again. */
	async #sealAfter(records: readonly AnyRecord[]): Promise<void> {
		try {
			if (await this.#seal(records)) this.#executed();
		} catch (error) {
			console.error(error);
		}
	}

	/** Each by itself: what keeps one from being sealed leaves the others, and the work, alone. */
	async #seal(records: readonly AnyRecord[]): Promise<boolean> {
		if (!records.some(isFrozenSomewhere)) return false;
		const { sealDrafts } = await loadSeals();
		let sealed = false;
		for (const draft of await sealDrafts(this.#parts, records)) {
			const call = this.#newCall();
			const result = await this.#write(({ executeDrafts }) => executeDrafts(call, [draft], {}));
			if (result.ok) await this.#copies?.keep(result.value.seqs, []);
			sealed ||= result.ok && result.value.seqs.length > 0;
		}
		return sealed;
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
		if (this.#markers) void this.#mark(this.#markers);
		for (const listener of this.#listeners) listener();
	}

	/** Lost with a closing tab, it is made good by the next one. */
	async #mark(markers: Markers): Promise<void> {
		const marked = markHighWater(this.#parts, markers, this.account.userId);
		await marked.catch(() => undefined);
	}

	async #write<T>(work: (changes: Changes) => Promise<T>): Promise<StoreResult<T>> {
		const { database } = this.#parts;
		// Before the transaction: one that waits for anything but the database ends by itself.
		const changes = await loadChanges().catch(() => undefined);
		if (!changes) return { ok: false, refusal: { kind: 'rules-not-loaded' } };
		const write = () => asResult(() => inTransaction(database, () => work(changes)));
		const run = () => (this.#closed ? write() : withReopen(database, write));
		const result = await run();
		// New work goes before copies of what the server has.
		const isFull = !result.ok && result.refusal.kind === 'storage-full';
		return isFull && (await this.#makeRoom()) ? run() : result;
	}

	async #makeRoom(): Promise<boolean> {
		if ((await this.#dropCache()) > 0) return true;
		return (await this.#copies?.giveRoom()) ?? false;
	}

	async #dropCache(): Promise<number> {
		const { database } = this.#parts;
		const dropped = asResult(() => inTransaction(database, () => dropCache(this.#parts)));
		const result = await dropped;
		return result.ok ? result.value : 0;
	}
}

/** Apart from what shows records: the first screen does not wait for the rules of every command. */
async function loadChanges(): Promise<Changes> {
	return (await import('./changes.ts')).changes;
}

function loadSeals() {
	return import('./seal-snapshots.ts');
}

function isList<T>(value: T | readonly T[]): value is readonly T[] {
	return Array.isArray(value);
}

/** Cheap to ask of every change: most records have nothing to sign. */
function isFrozenSomewhere(record: AnyRecord): boolean {
	if (record.kind === 'repair' || record.kind === 'auditCampaign')
		return (record.signatures?.length ?? 0) > 0;
	if (record.kind !== 'workOrder') return false;
	return Boolean(record.snapshot ?? record.consents ?? record.interruptions);
}
