/**
 * A reader of the store for a Worker: it looks at records and never writes one, so that thousands of them
 * are gone through without holding up a screen.
 */
import { Dexie, liveQuery } from 'dexie';
import type { RecordKind } from '#domain/record.ts';
import { plainCodec } from './codec.ts';
import { deviceClock } from './clock.ts';
import { openDatabase, type Database } from './database.ts';
import { RecordQueries } from './record-queries.ts';

export interface RecordReader {
	records: RecordQueries;
	/** Calls back now and after every change to a record of that kind, by whatever tab or Worker. */
	follow(kind: RecordKind, changed: () => void): void;
}

export async function openRecordReader(userId: string): Promise<RecordReader> {
	const database = await openDatabase(userId, 'relaxed');
	const records = new RecordQueries({ database, codec: plainCodec, clock: deviceClock });
	return { records, follow: (kind, changed) => follow(database, kind, changed) };
}

/** Counting is cheap and tells of every change to the index of change times. */
function follow(database: Database, kind: RecordKind, changed: () => void): void {
	liveQuery(() =>
		database.records
			.where('[kind+updatedAt]')
			.between([kind, Dexie.minKey], [kind, Dexie.maxKey])
			.count(),
	).subscribe({ next: () => changed() });
}
