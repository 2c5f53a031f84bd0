/**
 * The only file that opens IndexedDB. One database per account on a device (shared tablets).
 *
 * No auto-increment keys and no Blob values: WebKit has lost both. Whatever writes the outbox
 * asks for strict durability, so "saved" survives a power cut; pulls can be repeated and use a
 * second, relaxed connection. A lost connection is reopened once.
 *
 * A change of the tables is one more version that only adds: a table, an index, a field that may be
 * absent. None has an upgrade function that reads or writes outbox, blobs, blobBytes or drafts, none
 * removes or renames anything, and a released version never changes. Tabs of an older app work on
 * beside a newer one. `database.test.ts` opens the first version's rows by today's code.
 */
import { Dexie, type Table } from 'dexie';
import type {
	BlobBytesRow,
	BlobRow,
	DraftRow,
	KeptRow,
	MetaRow,
	OutboxRow,
	RecordRow,
	SentRow,
	SnapshotRow,
} from './rows.ts';
import { causesOf } from './store-result.ts';

/** The browser's own, or a twin in tests. */
export interface Engine {
	indexedDB: IDBFactory;
	IDBKeyRange: typeof IDBKeyRange;
}

export type Durability = 'strict' | 'relaxed';

export class Database extends Dexie {
	declare records: Table<RecordRow, string>;
	declare outbox: Table<OutboxRow, number>;
	declare sent: Table<SentRow, number>;
	declare kept: Table<KeptRow, number>;
	declare blobs: Table<BlobRow, string>;
	declare blobBytes: Table<BlobBytesRow, string>;
	declare meta: Table<MetaRow, string>;
	declare drafts: Table<DraftRow, string>;
	declare search: Table<SnapshotRow, string>;

	constructor(userId: string, durability: Durability, engine: Engine | undefined) {
		super(databaseName(userId), {
			chromeTransactionDurability: durability,
			cache: 'disabled',
			...engine,
		});
		this.version(1).stores({
			records:
				'id, *channels, *codes, *links, [kind+sort], [kind+state], [kind+siteId+sort], [kind+assigneeId], [kind+updatedAt]',
			outbox: 'seq, record, status',
			sent: 'seq',
			blobs: 'sha256, status, *records',
			blobBytes: 'sha256',
			meta: 'key',
			drafts: 'key',
			search: 'name, kind',
		});
		this.version(2).stores({ kept: 'seq, record, takenAt' });
	}
}

export function databaseName(userId: string): string {
	return `outpost-${userId}`;
}

export async function openDatabase(
	userId: string,
	durability: Durability,
	engine?: Engine,
): Promise<Database> {
	const database = new Database(userId, durability, engine);
	await database.open();
	return database;
}

/**
 * All of the work or none of it, over every table. The scope must be an async function itself, or
 * Dexie loses the transaction at the first native await inside.
 */
export function inTransaction<T>(database: Dexie, work: () => Promise<T>): PromiseLike<T> {
	return database.transaction('rw', database.tables, async () => work());
}

const lostNames = ['UnknownError', 'InvalidStateError', 'DatabaseClosedError'];

/**
 * Runs the work, once more on a fresh connection if the browser dropped it under us. Work that
 * writes must be able to tell that its first run had been written after all.
 */
export async function withReopen<T>(database: Dexie, work: () => PromiseLike<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		if (!causesOf(error).some((cause) => lostNames.includes(cause.name))) throw error;
		database.close({ disableAutoOpen: false });
		await database.open();
		return await work();
	}
}
