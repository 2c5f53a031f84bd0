import { inflateRawSync } from 'node:zlib';
import { readXlsx } from 'hucre/xlsx';
import {
	importColumnsMax,
	importRowsMax,
	importUnpackedBytesMax,
	type FileProblem,
} from '#domain/import/report.ts';
import type { TableRow } from '#domain/import/table.ts';

const midnight = 'T00:00:00.000Z';
/** A number of more digits was made by binary arithmetic: 0.1 + 0.2. */
const digitsMax = 15;

/** The rows of a workbook's first sheet that holds something, each cell as text. */
export async function readWorkbook(bytes: Uint8Array): Promise<TableRow[] | FileProblem> {
	const unpacked = unpackedBytes(bytes, importUnpackedBytesMax);
	if (unpacked === undefined) return { kind: 'damaged' };
	if (unpacked > importUnpackedBytesMax)
		return { kind: 'unpacks-too-large', max: importUnpackedBytesMax };
	try {
		const { sheets } = await readXlsx(bytes, {
			maxRows: importRowsMax + 2,
			sheets: ({ hidden, veryHidden }) => !hidden && !veryHidden,
		});
		const sheet = sheets.find(({ rows }) => rows.some((row) => row.some(isFilled)));
		return tableOf(sheet?.rows ?? []);
	} catch {
		return { kind: 'damaged' };
	}
}

function isFilled(cell: unknown): boolean {
	return cell !== null && cell !== undefined && cell !== '';
}

function tableOf(sheet: readonly unknown[][]): TableRow[] | FileProblem {
	const first = sheet.findIndex((row) => row.some(isFilled));
	const width = (sheet[first] ?? []).findLastIndex(isFilled) + 1;
	if (width > importColumnsMax) return { kind: 'too-many-columns', max: importColumnsMax };
	if (sheet.length > importRowsMax + 1) return { kind: 'too-many-rows', max: importRowsMax };
	return sheet.flatMap((row, n) => {
		if (!row.some(isFilled)) return [];
		const length = Math.max(width, row.findLastIndex(isFilled) + 1);
		return [{ line: n + 1, cells: Array.from({ length }, (_, at) => cellText(row[at])) }];
	});
}

function cellText(cell: unknown): string {
	if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? '' : dateCell(cell);
	if (typeof cell === 'number') return String(Number(cell.toPrecision(digitsMax)));
	if (typeof cell === 'boolean') return String(cell);
	return typeof cell === 'string' ? cell : '';
}

function dateCell(cell: Date): string {
	const text = cell.toISOString();
	return text.endsWith(midnight) ? text.slice(0, 10) : text.slice(0, 16).replace('T', ' ');
}

const endSign = 0x06054b50;
const entrySign = 0x02014b50;
const endBytes = 22;
const entryBytes = 46;
const localBytes = 30;
const deflated = 8;

/**
 * What an archive becomes, unpacked part by part with `max` for all: what it says of itself may be a lie.
 * More than `max` where it goes on; undefined for one that is damaged.
 */
function unpackedBytes(bytes: Uint8Array, max: number): number | undefined {
	const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	try {
		let at = startOfDirectory(all);
		let sum = 0;
		for (; all.readUInt32LE(at) === entrySign && sum <= max; at = nextEntry(all, at))
			sum += entrySize(all, at, max - sum);
		return sum;
	} catch {
		return undefined;
	}
}

function startOfDirectory(all: Buffer): number {
	for (let at = all.length - endBytes; at >= 0; at--)
		if (all.readUInt32LE(at) === endSign) return all.readUInt32LE(at + 16);
	throw new Error('no directory');
}

function nextEntry(all: Buffer, at: number): number {
	const extras = [28, 30, 32].map((place) => all.readUInt16LE(at + place));
	return at + entryBytes + extras.reduce((sum, length) => sum + length, 0);
}

function entrySize(all: Buffer, at: number, room: number): number {
	const [method, packed, start] = [
		all.readUInt16LE(at + 10),
		all.readUInt32LE(at + 20),
		all.readUInt32LE(at + 42),
	];
	if (method !== deflated) return packed;
	const from = start + localBytes + all.readUInt16LE(start + 26) + all.readUInt16LE(start + 28);
	try {
		const maxOutputLength = room + 1;
		return inflateRawSync(all.subarray(from, from + packed), { maxOutputLength }).length;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') return room + 1;
		throw error;
	}
}
