import { createHash } from 'node:crypto';
import { recordKey } from '#server/store/port.ts';
import type { MoveSource } from '#server/store/move-port.ts';

const rowsAtOnce = 500;

/** Rows of one sort: how many, and a hash of them in whatever order they come. */
interface Tally {
	count: number;
	hash: string;
}

export type Summary = Record<
	| 'records'
	| 'journal'
	| 'devices'
	| 'numbers'
	| 'beginnings'
	| 'reserved'
	| 'credentials'
	| 'blobs',
	Tally
>;

/** All rows of a list that comes in pages, each page behind the last row of the one before. */
async function* allOf<T, A>(
	page: (after: A | undefined, limit: number) => Promise<T[]>,
	nameOf: (row: T) => A,
): AsyncGenerator<T[]> {
	for (let after: A | undefined; ;) {
		const rows = await page(after, rowsAtOnce);
		if (rows.length > 0) yield rows;
		const last = rows.at(-1);
		if (!last || rows.length < rowsAtOnce) return;
		after = nameOf(last);
	}
}

/** The lists of one end of a move. */
export function listsOf(end: MoveSource) {
	const { store } = end;
	return {
		records: () => allOf((after: string | undefined, n) => store.allRecords(after, n), recordKey),
		journal: () =>
			allOf(
				(after: { device: string; seq: number } | undefined, n) => store.allJournal(after, n),
				({ command }) => ({ device: command.device, seq: command.seq }),
			),
		devices: () =>
			allOf(
				(after: string | undefined, n) => store.allDevices(after, n),
				({ id }) => id,
			),
		reserved: () =>
			allOf(
				(after: string | undefined, n) => end.allReserved(after, n),
				({ number }) => number,
			),
		credentials: () =>
			allOf(
				(after: string | undefined, n) => end.allCredentials(after, n),
				({ userId }) => userId,
			),
		blobs: () => allOf(end.allBlobs.bind(end), (row) => row),
	};
}

/** What lies there, without telling it: two ends hold the same when their summaries do. */
export async function summaryOf(end: MoveSource): Promise<Summary> {
	const lists = listsOf(end);
	const counters = await end.store.numberCounters();
	return {
		records: await tallyOf(lists.records(), (row) => [
			...[row.kind, row.id, row.rev, row.json],
			...[[...row.channels].sort(), [...row.former].sort()],
		]),
		journal: await tallyOf(lists.journal(), (row) => row),
		devices: await tallyOf(lists.devices(), ({ id, userId, code, publicKey }) => [
			...[id, userId, code, publicKey ?? ''],
		]),
		numbers: await tallyOf([counters], ({ form, date, n }) => [form, date, n]),
		beginnings: await tallyOf([[await end.beginnings()]], (each) => each),
		reserved: await tallyOf(lists.reserved(), ({ number, record }) => [number, record]),
		credentials: await tallyOf(lists.credentials(), (row) => [row.userId, row.account, row.hash]),
		blobs: await tallyOf(lists.blobs(), ({ sha256, recordId, type, bytes, createdAt }) => [
			...[sha256, recordId, type, bytes, createdAt],
		]),
	};
}

const hashBits = 256n;

async function tallyOf<T>(
	pages: AsyncIterable<T[]> | Iterable<T[]>,
	contentOf: (row: T) => unknown,
): Promise<Tally> {
	let count = 0;
	let sum = 0n;
	for await (const page of pages)
		for (const row of page) {
			const digest = createHash('sha256')
				.update(JSON.stringify(contentOf(row)))
				.digest('hex');
			sum = BigInt.asUintN(Number(hashBits), sum + BigInt(`0x${digest}`));
			count++;
		}
	return { count, hash: sum.toString(16) };
}
