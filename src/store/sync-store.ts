/**
 * The store as sync sees it: a second writer of the same database, in a Worker. What touches the
 * outbox is written with strict durability; pages of a pull can be asked for again and are not.
 */
import type { PhotoChoice } from '#domain/protocol/photo-rule.ts';
import type { Command } from '#domain/command.ts';
import type { RowsAnswer } from '#domain/digest/digest-wire.ts';
import type { CommandResult, Decided, Resent, Undecided } from '#domain/protocol/wire.ts';
import type { ServerKeys } from '#domain/seal/keys.ts';
import { instantOf, msOf, type Instant } from '#domain/time/instant.ts';
import { RoleSchema } from '#domain/access/roles.ts';
import * as v from 'valibot';
import { applyPage, type Asked, type PageApplied, type PullPage } from './apply-page.ts';
import { applyResults, setAside } from './apply-results.ts';
import { keepCacheWithin } from './blob-cache.ts';
import { BlobStore } from './blob-store.ts';
import { deviceClock, type Clock, type MeasuredOffset } from './clock.ts';
import { foldHeld, heldIn, takeComparison, type HeldRows } from './compare-held.ts';
import { plainCodec, type Codec } from './codec.ts';
import { inTransaction, openDatabase, withReopen, type Engine } from './database.ts';
import { takeDecided, undecidedCommands } from './decided.ts';
import { deviceKey } from './device-key.ts';
import { byUrgency, confirmedFor } from './keep-blob.ts';
import { reindex } from './reindex.ts';
import {
	metaOf,
	readMeta,
	retireCursor,
	writeChanged,
	writeMeta,
	type MetaValues,
} from './meta.ts';
import { OutboxQueries } from './outbox-queries.ts';
import type { BlobRow, Reason } from './rows.ts';
import type { OpenFiles } from './private-files.ts';
import { proofOfBatch, withOneProof } from './proof.ts';
import { purgeAccount } from './purge-account.ts';
import { dropOrphanBlob } from './remove-record.ts';
import { leaveName, renewDevice, suspectName } from './renew-device.ts';
import {
	keptNames,
	offerAllAgain,
	queueAgain,
	recordsPutOff,
	resentFacts,
	sendableRows,
	type NamedSeqs,
} from './resend.ts';
import { openCommand, type StoreParts } from './store-parts.ts';
import { isStorageFull } from './store-result.ts';
import { UnsentCopies } from './unsent-copies.ts';

export interface SyncStoreOptions {
	engine?: Engine;
	clock?: Clock;
	codec?: Codec;
	/** Where unsent work is copied to, beside the database. */
	files?: OpenFiles | undefined;
}

/** What the server said at the beginning of a round. */
export interface HelloFacts {
	clock: MeasuredOffset;
	deviceCode: string;
	epoch: string;
	/** Highest sequence number the server has seen from this device. */
	lastSeq: number;
	user: { id: string; name: string; roles: readonly string[] };
	/** Absent from older servers. */
	keys?: ServerKeys | undefined;
}

/** What the round that a hello began goes by. */
export interface RoundFacts {
	/** The server was restored and has not been asked yet what it lacks. */
	isResending: boolean;
	/** Which line photos may use, as chosen on this device. */
	photoChoice: PhotoChoice;
	/** Device time, ms, of the last comparison with the server that came to its end. */
	comparedAtMs: number | undefined;
}

export async function openSyncStore(
	userId: string,
	options: SyncStoreOptions = {},
): Promise<SyncStore> {
	const { clock = deviceClock, codec = plainCodec, engine } = options;
	const strict = await openDatabase(userId, 'strict', engine);
	const relaxed = await openDatabase(userId, 'relaxed', engine);
	const parts = { database: strict, codec, clock };
	const files = await options.files?.(userId);
	const copies = files && new UnsentCopies(parts, files);
	return new SyncStore(parts, { database: relaxed, codec, clock }, copies);
}

export class SyncStore {
	readonly outbox: OutboxQueries;
	readonly blobs: BlobStore;
	readonly #strict: StoreParts;
	readonly #relaxed: StoreParts;
	readonly #copies: UnsentCopies | undefined;

	constructor(strict: StoreParts, relaxed: StoreParts, copies?: UnsentCopies) {
		this.#strict = strict;
		this.#relaxed = relaxed;
		this.#copies = copies;
		this.outbox = new OutboxQueries(strict);
		this.blobs = new BlobStore(strict);
	}

	/** This installation's id; the page's store made it before sync ever ran. */
	async device(): Promise<string> {
		const device = await readMeta(this.#strict.database, 'device');
		if (!device) throw new Error('sync before the store was opened');
		return device;
	}

	/** Once after a new version of the app: records that lie here are found by what it looks for. */
	async reindex(): Promise<void> {
		return withReopen(this.#relaxed.database, () => reindex(this.#relaxed));
	}

	/** What this installation's signatures are checked by; undefined where the browser can make no key. */
	async publicKey(): Promise<string | undefined> {
		const { database } = this.#strict;
		return (await withReopen(database, () => deviceKey(database)))?.publicKey;
	}

	/**
	 * A server database of another epoch is asked what it lacks, then pulled from scratch. A server that
	 * knows more of this device than itself makes it take a new name, see `renewIfDue`.
	 */
	async noteHello(facts: HelloFacts): Promise<RoundFacts> {
		return this.#write(async () => {
			const { database } = this.#strict;
			const known = await metaOf(database, ...metaOfHello);
			const { lastSeq = 0, renewing, epoch } = known;
			const isRolledBack = facts.lastSeq > lastSeq;
			if (isRolledBack) await suspectName(this.#strict);
			const isOther = epoch !== undefined && epoch !== facts.epoch;
			if (isOther) {
				await retireCursor(database);
				await database.meta.delete('comparedAt');
			}
			await writeChanged(database, known, {
				...{ clock: facts.clock, epoch: facts.epoch },
				...(!isRolledBack && !renewing && { deviceCode: facts.deviceCode }),
				...actorAfter(known, facts.user),
				...(facts.keys && keysAfter(known, facts.keys)),
				...(isOther && { resending: true }),
			});
			const { resending, photoChoice = 'always', comparedAt } = known;
			return {
				...{ isResending: isOther || resending === true, photoChoice },
				comparedAtMs: isOther || !comparedAt ? undefined : msOf(comparedAt),
			};
		});
	}

	/** The oldest queued commands, marked as tried: from here on nothing of them can be undone. */
	async takeBatch(commandsMax: number, bytesMax: number): Promise<Command[]> {
		return this.#write(async () => {
			const { database } = this.#strict;
			const rows = await sendableRows(this.#strict);
			const alike = await withOneProof(this.#strict, rows.slice(0, commandsMax));
			const oldest = alike.map((row) => openCommand(this.#strict, row));
			const batch = withinBytes(withOneName(oldest), bytesMax);
			const last = batch.at(-1)?.seq;
			if (last === undefined) return batch;
			const tried = (await readMeta(database, 'triedSeq')) ?? 0;
			if (last > tried) await writeMeta(database, 'triedSeq', last);
			return batch;
		});
	}

	/** What the server is to know of those commands that it had taken before it was restored. */
	async resentOf(batch: readonly Command[]): Promise<Resent[]> {
		const rows = await this.#strict.database.outbox.bulkGet(batch.map(({ seq }) => seq));
		const there = rows.filter((row) => row !== undefined);
		return resentFacts(there, this.#strict.clock.wallMs());
	}

	/**
	 * Takes a new name where the old one is in doubt, once nothing sent under it waits for an answer.
	 * True if it did: say hello under the new one before anything else.
	 */
	renewIfDue(): Promise<boolean> {
		return this.#write(async () => {
			if (!(await readMeta(this.#strict.database, 'renewing'))) return false;
			if ((await sendableRows(this.#strict)).length > 0) return false;
			await renewDevice(this.#strict);
			return true;
		});
	}

	/** Under that name another user is known to a restored server: all goes on under `device`. */
	leaveName(old: string, device: string): Promise<void> {
		return this.#write(() => leaveName(this.#strict, { old, device }, this.#now()));
	}

	/** Commands the server once took and should still know. */
	keptNames(): Promise<NamedSeqs[]> {
		return keptNames(this.#strict);
	}

	/** Queues again what the server lacks of them; gives how many. */
	queueAgain(device: string, lacking: readonly number[]): Promise<number> {
		return this.#write(() => queueAgain(this.#strict, device, lacking, this.#now()));
	}

	/** The restored server has been asked about everything; what it lacks is copied again. */
	async finishResending(): Promise<void> {
		await this.#write(async () => {
			await offerAllAgain(this.#strict);
			await this.#strict.database.meta.delete('resending');
		});
		await this.#copies?.tidy();
	}

	foldHeld(): Promise<string[]> {
		return foldHeld(this.#relaxed);
	}

	heldIn(buckets: readonly number[], rowsMax: number): Promise<HeldRows> {
		return heldIn(this.#relaxed, buckets, rowsMax);
	}

	takeComparison(asked: HeldRows, answer: RowsAnswer): Promise<number> {
		const { database } = this.#relaxed;
		return withReopen(database, () =>
			inTransaction(database, () => takeComparison(this.#relaxed, asked, answer)),
		);
	}

	async finishComparison(): Promise<void> {
		await writeMeta(this.#strict.database, 'comparedAt', this.#now());
	}

	/** The cursor that shows the server that a batch's records were here when its author worked on them. */
	proofOf(batch: readonly Command[]): Promise<string | undefined> {
		const { database } = this.#strict;
		return withReopen(database, () => proofOfBatch(this.#strict, batch));
	}

	async isQueued(seq: number): Promise<boolean> {
		return (await this.#strict.database.outbox.get(seq))?.status === 'queued';
	}

	/** How many queued commands were answered. On a full disk what is kept for a restore makes room. */
	async applyResults(results: readonly CommandResult[]): Promise<number> {
		const apply = () => this.#write(() => applyResults(this.#strict, results, this.#now()));
		try {
			return await apply();
		} catch (error) {
			if (!isStorageFull(error)) throw error;
			await this.#strict.database.kept.clear();
			return apply();
		}
	}

	/** Commands a person still has to decide: asked about with every hello. */
	undecided(): Promise<Undecided[]> {
		return undecidedCommands(this.#strict);
	}

	/** What became of some of them. */
	takeDecided(decided: readonly Decided[]): Promise<void> {
		return this.#write(() => takeDecided(this.#strict, decided));
	}

	/** Marks one command as refused that the server could not even read. */
	setAside(seq: number, reason: Reason): Promise<void> {
		return this.#write(() => setAside(this.#strict, seq, reason, this.#now()));
	}

	/** Commands taken by the server whose effect no pull has brought yet. */
	async acknowledged(): Promise<number[]> {
		const { outbox } = this.#strict.database;
		return outbox.where('status').equals('acknowledged').primaryKeys();
	}

	/** Where to pull from. None is a pull from scratch: its end sweeps what it did not bring. */
	async beginPull(): Promise<string | undefined> {
		return this.#write(async () => {
			const { database } = this.#strict;
			const { cursor, generation = 0 } = await metaOf(database, 'cursor', 'generation');
			if (cursor !== undefined) return cursor;
			await writeMeta(database, 'generation', generation + 1);
			// Where nothing was, nothing can be left over.
			await writeMeta(database, 'sweeping', (await database.records.count()) > 0);
			return undefined;
		});
	}

	applyPage(page: PullPage, asked: Asked): Promise<PageApplied | undefined> {
		const { database } = this.#relaxed;
		return withReopen(database, () =>
			inTransaction(database, () => applyPage(this.#relaxed, page, asked)),
		);
	}

	/** The cursor is no longer understood: the next pull begins from scratch. */
	async forgetCursor(): Promise<void> {
		await this.#write(() => retireCursor(this.#strict.database));
	}

	/** The next blob to upload: signatures, papers, then photos from small to large, if they may go. */
	async nextBlob({ photos = true } = {}): Promise<BlobRow | undefined> {
		const waiting = await this.#strict.database.blobs.where('status').equals('waiting').toArray();
		if (waiting.length === 0) return undefined;
		const early = await recordsPutOff(this.#strict);
		return waiting
			.filter(({ records }) => !records.some((id) => early.has(id)))
			.filter(({ role }) => photos || role !== 'photo')
			.sort(byUrgency)[0];
	}

	async noteUpload(
		sha256: string,
		change: { uploadUrl?: string; sentBytes?: number },
	): Promise<void> {
		await this.#strict.database.blobs.update(sha256, change);
	}

	/** What was sent of it counts no more: the next try begins again. */
	async forgetUpload(sha256: string): Promise<void> {
		await this.#changeBlob(sha256, ({ uploadUrl: _, ...row }) => ({ ...row, sentBytes: 0 }));
	}

	/**
	 * The server has shown the hash for that record. Once it has for all of them, the local bytes are
	 * only a cache.
	 */
	async confirmBlob(sha256: string, recordId: string): Promise<void> {
		await this.#changeBlob(sha256, ({ uploadUrl: _, ...row }) => {
			const confirmed = [...new Set([...confirmedFor(row), recordId])];
			const isWhole = row.records.every((id) => confirmed.includes(id));
			return {
				...row,
				confirmedFor: confirmed,
				status: isWhole ? 'confirmed' : 'waiting',
				sentBytes: isWhole ? row.bytes : 0,
			};
		});
		await this.#write(() => dropOrphanBlob(this.#strict, sha256));
		await this.#write(() => keepCacheWithin(this.#strict));
	}

	async refuseBlob(sha256: string, reason: Reason): Promise<void> {
		await this.#changeBlob(sha256, (row) => ({ ...row, status: 'refused', reason }));
	}

	/** Of an account that was disabled: all but what is unsent leaves this device. */
	async purge(): Promise<void> {
		await this.#write(() => purgeAccount(this.#strict));
		await this.#copies?.tidy();
	}

	/** A whole round ended well. */
	async finishRound(): Promise<void> {
		await writeMeta(this.#strict.database, 'lastSyncedAt', this.#now());
		await this.#copies?.tidy();
	}

	close(): void {
		this.#strict.database.close();
		this.#relaxed.database.close();
	}

	async #changeBlob(sha256: string, change: (row: BlobRow) => BlobRow): Promise<void> {
		await this.#write(async () => {
			const { blobs } = this.#strict.database;
			const row = await blobs.get(sha256);
			if (row) await blobs.put(change(row));
		});
	}

	#now(): Instant {
		return instantOf(this.#strict.clock.wallMs());
	}

	#write<T>(work: () => Promise<T>): Promise<T> {
		const { database } = this.#strict;
		return withReopen(database, () => inTransaction(database, work));
	}
}

const metaOfHello = [
	...(['clock', 'lastSeq', 'renewing', 'deviceCode', 'epoch', 'actor', 'device'] as const),
	...(['serverKeys', 'resending', 'photoChoice', 'comparedAt'] as const),
];
type Meta = Partial<MetaValues>;

/** Who is signed in here, as the server knows him now. */
function actorAfter({ actor }: Meta, { id, name, roles }: HelloFacts['user']): Meta {
	if (actor?.userId !== id) return {};
	return { actor: { ...actor, name, roles: roles.filter((role) => v.is(RoleSchema, role)) } };
}

/** Every key a receipt was ever signed with stays known. */
function keysAfter({ device, serverKeys }: Meta, { receipt, rescue }: ServerKeys): Meta {
	if (!device) return {};
	const receipts = { ...serverKeys?.receipts, [receipt.id]: receipt.publicKey };
	return {
		serverKeys: { device, receipts, rescue: { id: rescue.id, publicKey: rescue.publicKey } },
	};
}

/** Commands of one batch carry one name; those of a former name are older. */
function withOneName(commands: Command[]): Command[] {
	const other = commands.findIndex(({ device }) => device !== commands[0]?.device);
	return other === -1 ? commands : commands.slice(0, other);
}

/** At least one, or a command larger than the limit would wait for ever. */
function withinBytes(commands: Command[], bytesMax: number): Command[] {
	let bytes = 0;
	const fitting = commands.findIndex((command) => {
		bytes += encoder.encode(JSON.stringify(command)).length + separatorBytes;
		return bytes > bytesMax;
	});
	return fitting === -1 ? commands : commands.slice(0, Math.max(1, fitting));
}

const encoder = new TextEncoder();
const separatorBytes = 1;
