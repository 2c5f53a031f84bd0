/**
 * The store as sync sees it: a second writer of the same database, in a Worker. What touches the
 * outbox is written with strict durability; pages of a pull can be asked for again and are not.
 */
import type { Command } from '#domain/command.ts';
import type { CommandResult } from '#domain/protocol/wire.ts';
import { instantOf, type Instant } from '#domain/time/instant.ts';
import { RoleSchema } from '#domain/access/roles.ts';
import * as v from 'valibot';
import { applyPage, type PageApplied, type PullPage } from './apply-page.ts';
import { applyResults, setAside } from './apply-results.ts';
import { BlobStore } from './blob-store.ts';
import { deviceClock, type Clock, type MeasuredOffset } from './clock.ts';
import { plainCodec, type Codec } from './codec.ts';
import { inTransaction, openDatabase, withReopen, type Engine } from './database.ts';
import { readMeta, writeMeta, type MetaValues } from './meta.ts';
import { OutboxQueries } from './outbox-queries.ts';
import type { BlobRole, BlobRow, Reason } from './rows.ts';
import { isRolledBack, renewDevice } from './renew-device.ts';
import { openCommand, type StoreParts } from './store-parts.ts';

export interface SyncStoreOptions {
	engine?: Engine;
	clock?: Clock;
	codec?: Codec;
}

/** What the server said at the beginning of a round. */
export interface HelloFacts {
	clock: MeasuredOffset;
	deviceCode: string;
	epoch: string;
	/** Highest sequence number the server has seen from this device. */
	lastSeq: number;
	user: { id: string; name: string; roles: readonly string[] };
}

export async function openSyncStore(
	userId: string,
	options: SyncStoreOptions = {},
): Promise<SyncStore> {
	const { clock = deviceClock, codec = plainCodec, engine } = options;
	const strict = await openDatabase(userId, 'strict', engine);
	const relaxed = await openDatabase(userId, 'relaxed', engine);
	return new SyncStore({ database: strict, codec, clock }, { database: relaxed, codec, clock });
}

export class SyncStore {
	readonly outbox: OutboxQueries;
	readonly blobs: BlobStore;
	readonly #strict: StoreParts;
	readonly #relaxed: StoreParts;

	constructor(strict: StoreParts, relaxed: StoreParts) {
		this.#strict = strict;
		this.#relaxed = relaxed;
		this.outbox = new OutboxQueries(strict);
		this.blobs = new BlobStore(strict);
	}

	/** This installation's id; the page's store made it before sync ever ran. */
	async device(): Promise<string> {
		const device = await readMeta(this.#strict.database, 'device');
		if (!device) throw new Error('sync before the store was opened');
		return device;
	}

	/**
	 * A server database of another epoch is pulled from scratch. Answers `renewed` when this device
	 * has taken a new id: say hello again under it before anything else.
	 */
	async noteHello(facts: HelloFacts): Promise<'same' | 'renewed'> {
		return this.#write(async () => {
			const { database } = this.#strict;
			if (await isRolledBack(this.#strict, facts.lastSeq)) {
				await renewDevice(this.#strict);
				return 'renewed';
			}
			await writeMeta(database, 'clock', facts.clock);
			await writeMeta(database, 'deviceCode', facts.deviceCode);
			await this.#noteUser(facts.user);
			const epoch = await readMeta(database, 'epoch');
			if (epoch !== undefined && epoch !== facts.epoch) await database.meta.delete('cursor');
			await writeMeta(database, 'epoch', facts.epoch);
			return 'same';
		});
	}

	/** The oldest queued commands, marked as tried: from here on nothing of them can be undone. */
	async takeBatch(commandsMax: number, bytesMax: number): Promise<Command[]> {
		return this.#write(async () => {
			const { database } = this.#strict;
			const rows = await database.outbox.where('status').equals('queued').sortBy('seq');
			const oldest = rows.slice(0, commandsMax).map((row) => openCommand(this.#strict, row));
			const batch = withinBytes(oldest, bytesMax);
			const last = batch.at(-1)?.seq ?? 0;
			const tried = (await readMeta(database, 'triedSeq')) ?? 0;
			if (last > tried) await writeMeta(database, 'triedSeq', last);
			return batch;
		});
	}

	/** How many queued commands were answered. */
	applyResults(results: readonly CommandResult[]): Promise<number> {
		return this.#write(() => applyResults(this.#strict, results, this.#now()));
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
			const cursor = await readMeta(database, 'cursor');
			if (cursor !== undefined) return cursor;
			const generation = (await readMeta(database, 'generation')) ?? 0;
			await writeMeta(database, 'generation', generation + 1);
			await writeMeta(database, 'sweeping', true);
			return undefined;
		});
	}

	applyPage(page: PullPage, acknowledged: readonly number[]): Promise<PageApplied> {
		const { database } = this.#relaxed;
		return withReopen(database, () =>
			inTransaction(database, () => applyPage(this.#relaxed, page, acknowledged)),
		);
	}

	/** The cursor is no longer understood: the next pull begins from scratch. */
	async forgetCursor(): Promise<void> {
		await this.#strict.database.meta.delete('cursor');
	}

	/** The next blob to upload: papers and signatures, then photos from small to large. */
	async nextBlob(): Promise<BlobRow | undefined> {
		const waiting = await this.#strict.database.blobs.where('status').equals('waiting').toArray();
		return waiting.sort(byUrgency)[0];
	}

	async noteUpload(
		sha256: string,
		change: { uploadUrl?: string; sentBytes?: number },
	): Promise<void> {
		await this.#strict.database.blobs.update(sha256, change);
	}

	/** The server has shown the hash: from here on the local bytes are only a cache. */
	async confirmBlob(sha256: string): Promise<void> {
		await this.#changeBlob(sha256, (row) => ({
			...row,
			status: 'confirmed',
			sentBytes: row.bytes,
		}));
	}

	async refuseBlob(sha256: string, reason: Reason): Promise<void> {
		await this.#changeBlob(sha256, (row) => ({ ...row, status: 'refused', reason }));
	}

	/** A whole round ended well. */
	async finishRound(): Promise<void> {
		await writeMeta(this.#strict.database, 'lastSyncedAt', this.#now());
	}

	close(): void {
		this.#strict.database.close();
		this.#relaxed.database.close();
	}

	async #noteUser(user: HelloFacts['user']): Promise<void> {
		const { database } = this.#strict;
		const actor = await readMeta(database, 'actor');
		const roles = user.roles.filter((role) => v.is(RoleSchema, role));
		if (actor?.userId !== user.id) return;
		await writeMeta(database, 'actor', {
			...actor,
			name: user.name,
			roles,
		} satisfies MetaValues['actor']);
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

const roleOrder: Record<BlobRole, number> = { paper: 0, signature: 0, photo: 1 };

function byUrgency(a: BlobRow, b: BlobRow): number {
	return roleOrder[a.role] - roleOrder[b.role] || a.bytes - b.bytes;
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
