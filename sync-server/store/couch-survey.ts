import type { Command } from '#domain/command.ts';
import type { CouchDatabases } from './couch-setup.ts';
import {
	entryOf,
	journalId,
	storedOf,
	type JournalDocument,
	type RecordDocument,
} from './couch-documents.ts';
import { afterAll, range } from './couch-ids.ts';
import type { JournalEntry, StoredRecord } from './port.ts';

type Databases = Pick<CouchDatabases, 'records' | 'journal'>;

/** All records and all commands, in pages, and the highest numbers among them. */
export class CouchSurvey {
	readonly #databases: Databases;

	constructor(databases: Databases) {
		this.#databases = databases;
	}

	async allRecords(after: string | undefined, limit: number): Promise<StoredRecord[]> {
		const records: StoredRecord[] = [];
		for (let behind = after; records.length < limit;) {
			const rows = await this.#databases.records.list({
				...range('', behind),
				limit,
				include_docs: true,
			});
			for (const { doc } of rows) if (isRecord(doc)) records.push(storedOf(doc));
			if (rows.length < limit) break;
			behind = rows.at(-1)?.id;
		}
		return records.slice(0, limit);
	}

	/** Commands whose fate is still open are not in it: their devices were never answered. */
	async allJournal(
		after: Pick<Command, 'device' | 'seq'> | undefined,
		limit: number,
	): Promise<JournalEntry[]> {
		const entries: JournalEntry[] = [];
		for (let behind = after && journalId(after); entries.length < limit;) {
			const rows = await this.#databases.journal.list({
				...range('', behind),
				limit,
				include_docs: true,
			});
			for (const { doc } of rows) if (isDone(doc)) entries.push(entryOf(doc));
			if (rows.length < limit) break;
			behind = rows.at(-1)?.id;
		}
		return entries.slice(0, limit);
	}

	async lastSeqOf(device: string): Promise<number> {
		const [row] = await this.#databases.journal.list({
			startkey: `${device} ${afterAll}`,
			endkey: `${device} `,
			descending: true,
			limit: 1,
		});
		return row ? Number(row.id.slice(device.length + 1)) : 0;
	}

	/** The highest number of that name in any record. */
	async highestNumber(name: string): Promise<number> {
		const [row] = await this.#databases.records.view('mend/number', {
			startkey: [name, {}],
			endkey: [name],
			descending: true,
			limit: 1,
		});
		return row ? Number((row.key as unknown[])[1]) : 0;
	}
}

function isRecord(doc: unknown): doc is RecordDocument {
	const { type, rev } = (doc ?? {}) as Partial<RecordDocument>;
	return type === 'record' && rev !== undefined && rev > 0;
}

function isDone(doc: unknown): doc is JournalDocument {
	return ((doc ?? {}) as Partial<JournalDocument>).state === 'done';
}
