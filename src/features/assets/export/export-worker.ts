/**
 * Makes a file of the register off the main thread; reads the store itself, so it works without signal.
 * What was rejected or taken back with its import is in no register any more, and not in the file.
 */
import { writeXlsx } from 'hucre/xlsx';
import { isTagFree, type Asset } from '#domain/asset/asset.ts';
import type { CustomField } from '#domain/asset/categories.ts';
import { openRelations } from '#domain/asset/relations.ts';
import {
	csvLine,
	sheetHead,
	sheetRow,
	type SheetCell,
	type SheetWords,
} from '#domain/import/asset-cells.ts';
import type { SheetLocale } from '#domain/import/asset-columns.ts';
import { openRecordReader, type RecordReader } from '#store/record-reader.ts';

export interface ExportOrder {
	userId: string;
	/** Which, in their order; all by tag where absent. */
	ids?: readonly string[] | undefined;
	columns: readonly string[];
	fields: readonly CustomField[];
	locale: SheetLocale;
	format: 'xlsx' | 'csv';
	/** Of the sheet in a workbook. */
	sheetName: string;
}
export type ExportAnswer =
	| { kind: 'progress'; done: number; all: number }
	| { kind: 'file'; bytes: Uint8Array<ArrayBuffer> }
	| { kind: 'failed'; why: string };

/** Assets read at once. */
const batchMax = 500;
const byteOrderMark = '\uFEFF';
const columnWidth = 18;
const dateFormat = 'yyyy-mm-dd';

addEventListener('message', ({ data }: MessageEvent<ExportOrder>) => {
	void make(data).catch((error: unknown) => postMessage({ kind: 'failed', why: String(error) }));
});

async function make(order: ExportOrder): Promise<void> {
	const reader = await openRecordReader(order.userId);
	const tags = new Map<string, string | undefined>();
	const words = await wordsOf(reader, order, tags);
	const ids = order.ids ?? (await reader.records.ids('asset'));
	const rows: SheetCell[][] = [];
	for (let at = 0; at < ids.length; at += batchMax) {
		const batch = ids.slice(at, at + batchMax);
		const found = await assetsOf(reader, batch);
		await noteTags(tags, reader, [...found.values()]);
		for (const id of batch) {
			const asset = found.get(id);
			if (asset && !isTagFree(asset)) rows.push(sheetRow(asset, order.columns, words));
		}
		postMessage({ kind: 'progress', done: at + batch.length, all: ids.length });
	}
	const head = sheetHead(order.columns, words);
	const bytes = order.format === 'csv' ? csvOf(head, rows) : await workbookOf(head, rows, order);
	postMessage({ kind: 'file', bytes });
}

async function assetsOf({ records }: RecordReader, ids: readonly string[]) {
	const found = await records.getMany('asset', [...ids]);
	return new Map(found.map((asset): [string, Asset] => [asset.id, asset]));
}

/** Of what they depend on; a number that is free again means nobody. */
async function noteTags(
	tags: Map<string, string | undefined>,
	reader: RecordReader,
	assets: readonly Asset[],
): Promise<void> {
	const targets = new Set(assets.flatMap(openRelations).map(({ to }) => to));
	const unknown = [...targets].filter((id) => !tags.has(id));
	const found = await assetsOf(reader, unknown);
	for (const id of unknown) {
		const asset = found.get(id);
		tags.set(id, asset && !isTagFree(asset) ? asset.tag : undefined);
	}
}

async function wordsOf(
	{ records }: RecordReader,
	order: ExportOrder,
	tags: ReadonlyMap<string, string | undefined>,
): Promise<SheetWords> {
	const named = [...(await records.list('customer')), ...(await records.list('site'))];
	const names = new Map(named.map(({ id, name }) => [id, name]));
	const { locale, fields } = order;
	const nameOf = (id: string | undefined) => names.get(id ?? '') ?? '';
	return { locale, fields, nameOf, tagOf: (id) => tags.get(id) };
}

/** The mark at its head tells Excel that it is UTF-8. */
function csvOf(head: string[], rows: readonly SheetCell[][]): Uint8Array<ArrayBuffer> {
	const text = [head, ...rows].map(csvLine).join('');
	return new TextEncoder().encode(byteOrderMark + text);
}

async function workbookOf(
	head: string[],
	rows: readonly SheetCell[][],
	{ sheetName }: ExportOrder,
): Promise<Uint8Array<ArrayBuffer>> {
	const isDate = head.map((_, at) => rows.some((row) => typeof row[at] === 'object'));
	const columns = isDate.map((is) => ({ width: columnWidth, ...(is && { numFmt: dateFormat }) }));
	const values = rows.map((row) => row.map(valueOf));
	const sheet = { name: sheetName, columns, rows: [head, ...values], freezePane: { rows: 1 } };
	return new Uint8Array(await writeXlsx({ sheets: [sheet] }));
}

function valueOf(cell: SheetCell): string | number | Date | null {
	if (typeof cell === 'object') return new Date(`${cell.date}T00:00:00.000Z`);
	return cell === '' ? null : cell;
}
