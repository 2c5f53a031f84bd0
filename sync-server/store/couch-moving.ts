import { instantMsMax, instantOf } from '#domain/time/instant.ts';
import { PlainError } from '#server/plain-error.ts';
import { deviceCounter } from './couch-accounts.ts';
import type { CouchDatabase, CouchDocument } from './couch-database.ts';
import { journalDocument, type JournalDocument, type RecordDocument } from './couch-documents.ts';
import { CouchRegister } from './couch-register.ts';
import { useSecret } from './couch-setup.ts';
import type { CouchStore } from './couch-store.ts';
import type { Beginnings, MovedRecord, MoveTarget, ReservedNumber } from './move-port.ts';
import {
	recordKey,
	type BlobRow,
	type Credential,
	type DeviceRow,
	type JournalEntry,
	type NumberCounter,
} from './port.ts';

type MarkerDocument = CouchDocument & { source: string };
const markerId = 'moving';
/** More than servers leave behind in all their lives. */
const intentsMax = 100_000;
const endOfTime = instantOf(instantMsMax);

/** One end of a move: an organisation on CouchDB. */
export class CouchMoving implements MoveTarget {
	readonly store: CouchStore;
	readonly #marker: CouchRegister<MarkerDocument>;

	constructor(store: CouchStore) {
		this.store = store;
		this.#marker = new CouchRegister(store.databases.meta, false);
	}

	allCredentials(after: string | undefined, limit: number): Promise<Credential[]> {
		return this.store.accounts.allCredentials(after, limit);
	}

	allBlobs(after: BlobRow | undefined, limit: number): Promise<BlobRow[]> {
		return this.store.accounts.allBlobs(after, limit);
	}

	allReserved(after: string | undefined, limit: number): Promise<ReservedNumber[]> {
		return this.store.counters.allReserved(after, limit);
	}

	async bytesOf(sha256: string): Promise<AsyncIterable<Uint8Array> | undefined> {
		return (await this.store.bytes.has(sha256)) ? this.store.bytes.read(sha256) : undefined;
	}

	async begin({ epoch, secret }: { epoch: string; secret: Uint8Array }): Promise<void> {
		const marker = await this.#marker.read(markerId);
		if (marker ? marker.source !== epoch : await this.#isFilled()) throw notEmpty();
		await this.#marker.change(markerId, (current) =>
			current ? undefined : { _id: markerId, source: epoch },
		);
		await useSecret(this.store.databases, Buffer.from(secret).toString('base64'));
	}

	async #isFilled(): Promise<boolean> {
		const records = await this.store.allRecords(undefined, 1);
		const devices = await this.store.allDevices(undefined, 1);
		return records.length > 0 || devices.length > 0;
	}

	async putRecords(records: readonly MovedRecord[]): Promise<void> {
		await putAll<RecordDocument>(
			this.store.databases.records,
			records.map(documentOf),
			(a, b) => a.rev === b.rev && a.json === b.json && a.reviewAt === b.reviewAt,
		);
	}

	async putJournal(entries: readonly JournalEntry[]): Promise<void> {
		const documents = entries.map((entry) => {
			const { kind, record } = entry.command;
			const fate = { state: 'done', hasEffect: entry.result.rev !== undefined } as const;
			return journalDocument(entry, recordKey({ kind, id: record }), fate);
		});
		await putAll<JournalDocument>(
			this.store.databases.journal,
			documents,
			(a, b) => a.result === b.result && a.command === b.command,
		);
	}

	putDevice(device: DeviceRow, n: number): Promise<void> {
		return this.store.accounts.restoreDevice(device, n);
	}

	putCounter({ form, date, n }: NumberCounter): Promise<void> {
		return this.store.counters.raise(`number ${form} ${date}`, n);
	}

	async settle(): Promise<boolean> {
		return (await this.store.peers.unsettled(endOfTime, intentsMax)).length === 0;
	}

	async beginnings(): Promise<Beginnings> {
		const { counters } = this.store;
		return { codes: await counters.valueOf(deviceCounter), floor: await counters.floor() };
	}

	async putBeginnings({ codes, floor }: Beginnings): Promise<void> {
		await this.store.counters.raise(deviceCounter, codes);
		await this.store.counters.putFloor(floor);
	}

	async putReserved({ number, record }: ReservedNumber): Promise<void> {
		await this.store.counters.reserve(number, record);
	}

	putCredential(credential: Credential): Promise<void> {
		return this.store.setCredential(credential);
	}

	putBlob(blob: BlobRow): Promise<void> {
		return this.store.putBlob(blob);
	}

	putBytes(sha256: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
		return this.store.bytes.keep(sha256, bytes);
	}

	async end(): Promise<void> {
		const leaves = await this.#marker.leaves(markerId);
		await this.store.databases.meta.write(
			leaves.map(({ _id, _rev }) => ({ _id, _rev, _deleted: true })),
		);
	}

	close(): Promise<void> {
		return this.store.close();
	}
}

/** Whether a move into it was begun and not ended. */
export async function isHalfMoved({ databases }: CouchStore): Promise<boolean> {
	return (await databases.meta.read(markerId)) !== undefined;
}

/** Most are new: what is not is looked at one by one. */
async function putAll<T extends CouchDocument>(
	database: CouchDatabase,
	documents: readonly T[],
	isSame: (a: T, b: T) => boolean,
): Promise<void> {
	const register = new CouchRegister<T>(database, false);
	const rows = await database.write(documents);
	for (const [at, document] of documents.entries())
		if (rows[at]?.status !== 'certain')
			await register.change(document._id, (current) =>
				current && isSame(current, document) ? undefined : document,
			);
}

function documentOf({ stored, search, reviewAt }: MovedRecord): RecordDocument {
	const { kind, id, rev, channels, former, json } = stored;
	return {
		_id: recordKey(stored),
		...{ type: 'record', kind, id, rev, channels, json },
		// In which revision it left them nobody needs to know: cursors begin anew.
		former: Object.fromEntries(former.map((channel) => [channel, 0])),
		...{ marks: {}, results: [], terms: search?.terms ?? [], text: search?.text ?? '' },
		...(reviewAt !== undefined && { reviewAt }),
	};
}

function notEmpty(): PlainError {
	return new PlainError(
		'There is an organisation in the target already. Choose another prefix, or delete its databases first.',
		'目标中已有数据。请换一个前缀,或先删除其数据库。',
	);
}
