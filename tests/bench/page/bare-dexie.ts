/**
 * The same pages of the same server, written with Dexie's bulkPut and nothing else: one table, no
 * cursor kept, no schema checked, nothing queued.
 */
import { Dexie, type Table } from 'dexie';
import {
	nth,
	timed,
	type PullGiven,
	type Subject,
	type Worked,
	type WorkGiven,
} from './subject.ts';

interface ServerRecord {
	kind: string;
	id: string;
	rev: number;
	channels: string[];
	body: Record<string, unknown> & { tag?: string; serial?: string; number?: string };
}
interface ServerPage {
	records: ServerRecord[];
	cursor: string;
	more: boolean;
}
interface Row extends ServerRecord {
	tag?: string;
}

/** As in `store/database.ts`. */
const ourIndexes =
	'id, *channels, *codes, *links, [kind+sort], [kind+state], [kind+siteId+sort], [kind+assigneeId], [kind+updatedAt]';
const smallestIndexes = 'id, kind, tag';

export const sameIndexes = bareDexie('bare', ourIndexes, indexedRow);
export const fewIndexes = bareDexie('bare-few', smallestIndexes, (record) => ({
	...record,
	...(record.body.tag !== undefined && { tag: record.body.tag }),
}));

function bareDexie(name: string, indexes: string, rowOf: (record: ServerRecord) => Row): Subject {
	const relaxed = open(name, indexes, 'relaxed');
	const strict = open(name, indexes, 'strict');
	const records = (db: Dexie): Table<Row, string> => db.table('records');
	return {
		async pull({ pageRecords }: PullGiven): Promise<void> {
			const device = crypto.randomUUID();
			let cursor: string | undefined;
			for (let more = true; more;) {
				const page = await ask({ device, cursor, limit: pageRecords });
				await records(relaxed).bulkPut(page.records.map(rowOf));
				({ cursor, more } = page);
			}
		},
		count: () => records(relaxed).count(),
		async work({ orders, edits, tags, lookups }: WorkGiven): Promise<Worked> {
			const rows = await records(relaxed).bulkGet(orders);
			const put = (db: Dexie) => (n: number) => {
				const row = nth(rows, n);
				if (!row) throw new Error('an order is missing');
				return records(db).put({ ...row, rev: row.rev + n });
			};
			return {
				edits: await timed(edits, put(strict)),
				relaxedEdits: await timed(edits, put(relaxed)),
				lookups: await timed(lookups, (n) =>
					records(relaxed).where('codes').equals(nth(tags, n)).toArray(),
				),
			};
		},
	};
}

function open(name: string, indexes: string, durability: 'strict' | 'relaxed'): Dexie {
	const db = new Dexie(name, { chromeTransactionDurability: durability, cache: 'disabled' });
	db.version(1).stores({ records: indexes });
	return db;
}

async function ask(body: object): Promise<ServerPage> {
	const response = await fetch('/sync/v1/pull', {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
	if (!response.ok) throw new Error(`pull: ${response.status}`);
	return (await response.json()) as ServerPage;
}

/** What our own row carries beside its body, found the short way. */
function indexedRow(record: ServerRecord): Row {
	const { kind, id, body } = record;
	const text = (key: string) => (typeof body[key] === 'string' ? body[key] : '');
	const codes = [text('tag'), text('serial'), text('number')].filter(Boolean);
	const links = [`${kind}>customer:${text('customerId')}`, `${kind}>site:${text('siteId')}`];
	const sort = `${body.tag ?? text('receivedAt')}\u0000${id}`;
	return Object.assign({}, record, {
		...{ codes, links, sort, updatedAt: body['updatedAt'], siteId: body['siteId'] },
		...{ state: body['state'], ...(kind === 'workOrder' && { assigneeId: body['assigneeId'] }) },
	});
}
