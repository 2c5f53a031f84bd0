/**
 * Brings the index fields of records that came before a version of the app up to what it looks for: a
 * row is indexed when it is written, and most are never written again. A few at a time, beside the work.
 */
import { openRecord } from './codec.ts';
import { readMeta, writeMeta } from './meta.ts';
import { indexFieldsOf } from './record-index.ts';
import type { StoreParts } from './store-parts.ts';

/**
 * One more with every change of `indexFieldsOf`: 2 finds machines by MAC address and location code, 3
 * lists none of an import that was taken back.
 */
export const indexVersion = 3;
const rowsAtOnce = 500;

export async function reindex({ database, codec }: StoreParts): Promise<void> {
	if ((await readMeta(database, 'indexVersion')) === indexVersion) return;
	let after = '';
	for (;;) {
		const from = after;
		const ids = await database.transaction('rw', database.records, async () => {
			const rows = await database.records.where('id').above(from).limit(rowsAtOnce).toArray();
			const stale = rows.filter(({ kind }) => kind === 'asset');
			await database.records.bulkPut(
				stale.map((row) => ({ ...row, ...indexFieldsOf(openRecord(codec, row.body)) })),
			);
			return rows.map(({ id }) => id);
		});
		if (ids.length === 0) break;
		after = ids.at(-1) ?? '';
	}
	await writeMeta(database, 'indexVersion', indexVersion);
}
