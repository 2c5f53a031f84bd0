import { importBytesMax, type FileProblem } from '#domain/import/report.ts';
import type { TableRow } from '#domain/import/table.ts';
import { decodeText } from './decode-text.ts';
import { readCsv } from './read-csv.ts';
import { readWorkbook } from './read-workbook.ts';
import { sniff } from './sniff.ts';

export interface FileTable {
	/** The head first; as many as a file may have at most. */
	rows: TableRow[];
	/** `XLSX` for a workbook. */
	encoding: string;
	/** Between the cells of a text. */
	separator?: string;
}

/** Any file somebody took for a table: its rows, or what it is instead. */
export async function readFileTable(bytes: Uint8Array): Promise<FileTable | FileProblem> {
	if (bytes.length > importBytesMax) return { kind: 'too-large', max: importBytesMax };
	if (bytes.length === 0) return { kind: 'empty' };
	const found = sniff(bytes);
	if (found.as === 'problem') return { kind: found.kind };
	const table = found.as === 'workbook' ? await workbookTable(bytes) : textTable(bytes);
	if ('kind' in table) return table;
	if (table.rows.length === 0) return { kind: 'empty' };
	return table.rows.length === 1 ? { kind: 'header-only' } : table;
}

async function workbookTable(bytes: Uint8Array): Promise<FileTable | FileProblem> {
	const rows = await readWorkbook(bytes);
	return 'kind' in rows ? rows : { rows, encoding: 'XLSX' };
}

function textTable(bytes: Uint8Array): FileTable | FileProblem {
	const decoded = decodeText(bytes);
	if ('kind' in decoded) return decoded;
	const read = readCsv(decoded.text);
	return 'kind' in read ? read : { ...read, encoding: decoded.encoding };
}
