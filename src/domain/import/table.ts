/** A table as its file had it: the first row names the columns, every row knows its line. */
import type { FileProblem, RowProblem } from './report.ts';

export interface TableRow {
	/** Line of the file the row begins on, from 1. */
	line: number;
	cells: readonly string[];
}

/** A column by our name and every name it goes by in files. */
export type ColumnNames<C extends string> = Readonly<Record<C, readonly string[]>>;

export interface NamedRow<C extends string> {
	line: number;
	/** Trimmed text of a column; empty where the file has none. */
	text(column: C): string;
}

export interface NamedTable<C extends string> {
	rows: NamedRow<C>[];
	refused: RowProblem[];
	/** The name a column has in this file. */
	titles: Partial<Record<C, string>>;
}

/** Values that say "unknown" in the logs we know. */
const unknownValues = ['?', '-', 'n/a', 'null', 'none', '无', '未知'];
const nameNoise = /[\s_.:/()()::*-]+/gu;

/**
 * Finds the columns by their names and takes the rows apart. A row with too many or too few cells is
 * reported, for its values would stand in the wrong columns.
 */
export function readTable<C extends string>(
	rows: readonly TableRow[],
	names: ColumnNames<C>,
	required: readonly C[],
): NamedTable<C> | FileProblem {
	const [header, ...body] = rows;
	if (!header) return { kind: 'empty' };
	const places = placesOf(header.cells, names);
	const missing = required.filter((column) => places[column] === undefined);
	if (missing.length > 0)
		return {
			kind: 'columns-missing',
			columns: missing.map((column) => names[column][0] ?? column),
		};
	const width = header.cells.length;
	const fits = (row: TableRow) => row.cells.length === width;
	return {
		rows: body.filter(fits).map((row) => namedRow(row, places)),
		refused: body.filter((row) => !fits(row)).map((row) => cellsProblem(row, width)),
		titles: Object.fromEntries(
			Object.entries<number>(places as Record<string, number>).map(([column, at]) => [
				column,
				header.cells[at]?.trim() ?? '',
			]),
		) as Partial<Record<C, string>>,
	};
}

type Places<C extends string> = Partial<Record<C, number>>;

function placesOf<C extends string>(header: readonly string[], names: ColumnNames<C>): Places<C> {
	const titles = header.map(plainName);
	const found = (Object.keys(names) as C[]).flatMap((column) => {
		const at = titles.findIndex((title) => names[column].some((name) => plainName(name) === title));
		return at < 0 ? [] : [[column, at] as const];
	});
	return Object.fromEntries(found) as Places<C>;
}

function plainName(name: string): string {
	return name.normalize('NFKC').toLowerCase().replace(nameNoise, '');
}

function namedRow<C extends string>({ line, cells }: TableRow, places: Places<C>): NamedRow<C> {
	return {
		line,
		text(column) {
			const at = places[column];
			const value = at === undefined ? '' : (cells[at] ?? '').trim().replace(/\s+/gu, ' ');
			return unknownValues.includes(value.toLowerCase()) ? '' : value;
		},
	};
}

function cellsProblem({ line, cells }: TableRow, width: number): RowProblem {
	return { line, reason: 'cells', detail: { found: cells.length, expected: width } };
}
