import Papa from 'papaparse';
import { importColumnsMax, importRowsMax, type FileProblem } from '#domain/import/report.ts';
import type { TableRow } from '#domain/import/table.ts';

const delimiters = [',', ';', '\t', '|'];

/** The rows of a CSV text with the line each begins on; blank ones left out. Quotes must balance. */
export function readCsv(text: string): { rows: TableRow[]; separator: string } | FileProblem {
	const rows: TableRow[] = [];
	let problem: FileProblem | undefined;
	let line = 1;
	let before = 0;
	let separator = '';
	Papa.parse<string[]>(text, {
		delimitersToGuess: delimiters,
		step({ data, errors, meta }, parser) {
			separator = meta.delimiter;
			if (errors.some(({ type }) => type === 'Quotes')) problem = { kind: 'quotes', line };
			else if (rows.length > importRowsMax) problem = { kind: 'too-many-rows', max: importRowsMax };
			else if (data.length > importColumnsMax)
				problem = { kind: 'too-many-columns', max: importColumnsMax, line };
			else if (data.some((cell) => cell.trim() !== '')) rows.push({ line, cells: data });
			if (problem) parser.abort();
			line += linesIn(text, before, meta.cursor);
			before = meta.cursor;
		},
	});
	return problem ?? { rows, separator };
}

function linesIn(text: string, from: number, to: number): number {
	const found = text.slice(from, to).match(/\r\n|\n|\r/gu);
	return found?.length ?? 0;
}
