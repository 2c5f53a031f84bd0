/** A file's rows by what their columns were assigned to, and how dates and numbers in them are read. */
import type { CustomField } from '../asset/categories.ts';
import { customKeyOf } from '../asset/custom-values.ts';
import { decimalSignOf, type DecimalSign } from './amounts.ts';
import type { ColumnTarget } from './asset-columns.ts';
import { hasUnclearDate, readingOf, dateOrderOf } from './local-dates.ts';
import {
	importCellCharsMax,
	importSamplesMax,
	type AssetImportOrder,
	type DateReading,
	type FileProblem,
	type RowProblem,
} from './report.ts';
import type { TableRow } from './table.ts';
import { unguardFormula } from './formula-guard.ts';

/** Values that say "unknown" in the files we know. */
const unknownValues = ['?', '-', 'n/a', 'null', 'none', '无', '未知'];

export interface SheetRow {
	line: number;
	/** Empty where the file has no such column. */
	text(target: ColumnTarget): string;
}

export interface Readings {
	dates: DateReading;
	decimal: DecimalSign;
	/** Written by us, so that nothing in it is open to reading. */
	isOurs: boolean;
}

export class SheetRows {
	readonly rows: readonly SheetRow[];
	readonly refused: readonly RowProblem[];
	readonly #titles: ReadonlyMap<ColumnTarget, string>;

	/** `rows` with their head. Rows of another width than it are refused: their values would be misplaced. */
	constructor([head, ...body]: readonly TableRow[], { columns, source }: AssetImportOrder) {
		const titles = head?.cells ?? [];
		const width = titles.length;
		const places = new Map(columns.flatMap((target, at) => (target ? [[target, at]] : [])));
		this.#titles = new Map([...places].map(([target, at]) => [target, titles[at]?.trim() ?? '']));
		const clean = source === 'ours' ? unguardFormula : foreignText;
		const fits = (row: TableRow) => row.cells.length === width && !tooLong(row);
		this.rows = body.filter(fits).map(({ line, cells }) => ({
			line,
			text: (target) => clean(cells[places.get(target) ?? -1] ?? '', target),
		}));
		this.refused = body.filter((row) => !fits(row)).map((row) => misfit(row, width));
	}

	has(target: ColumnTarget): boolean {
		return this.#titles.has(target);
	}
	titleOf(target: ColumnTarget): string {
		return this.#titles.get(target) ?? target;
	}

	/** How its dates and numbers are read; what could be read either way is asked, never guessed. */
	readings(order: AssetImportOrder, fields: readonly CustomField[]): Readings | FileProblem {
		if (order.source === 'ours')
			return { dates: readingOf([], [], 'day-month'), decimal: 'point', isOurs: true };
		const dateColumns = this.#present(
			['contractUntil', 'purchasedOn', 'warrantyUntil', 'endOfLifeOn'],
			fields,
			'date',
		);
		const dates = this.#values(dateColumns);
		const found = dateOrderOf(dates);
		if (!found && !order.dates && hasUnclearDate(dates))
			return this.#ask('ask-dates', dateColumns, hasUnclearDate);
		const numberColumns = this.#present(['cost'], fields, 'number');
		const { sign, isAmbiguous } = decimalSignOf(this.#values(numberColumns));
		if (!sign && !order.decimal && isAmbiguous)
			return this.#ask('ask-numbers', numberColumns, (one) => decimalSignOf(one).isAmbiguous);
		const titles = dateColumns.map((column) => this.titleOf(column));
		const reading = readingOf(titles, dates, order.dates ?? 'day-month');
		return {
			dates: order.dates ? { ...reading, order: order.dates } : reading,
			decimal: order.decimal ?? sign ?? 'point',
			isOurs: false,
		};
	}

	#present(columns: string[], fields: readonly CustomField[], type: CustomField['type']): string[] {
		const own = [...this.#titles.keys()].filter((target) => {
			const key = customKeyOf(target);
			return fields.some((field) => field.key === key && field.type === type);
		});
		return [...columns.filter((column) => this.has(column)), ...own];
	}

	#values(columns: readonly string[]): string[] {
		return columns.flatMap((column) => this.rows.map((row) => row.text(column))).filter(Boolean);
	}

	#ask(
		kind: 'ask-dates' | 'ask-numbers',
		columns: readonly string[],
		isUnclear: (values: string[]) => boolean,
	): FileProblem {
		const unclear = columns.filter((column) => isUnclear(this.#values([column])));
		const values = this.#values(unclear).filter((value) => isUnclear([value]));
		return {
			...{ kind, columns: unclear.map((column) => this.titleOf(column)) },
			samples: [...new Set(values)].slice(0, importSamplesMax),
		};
	}
}

/** Their lines are kept, elsewhere spaces are one. */
const ofLines: readonly ColumnTarget[] = ['notes', 'accessories', 'relations', 'sharers'];

function foreignText(raw: string, target: ColumnTarget): string {
	const text = unguardFormula(raw).trim();
	const plain = ofLines.includes(target) ? text : text.replace(/\s+/gu, ' ');
	return unknownValues.includes(plain.toLowerCase()) ? '' : plain;
}

function tooLong({ cells }: TableRow): boolean {
	return cells.some(({ length }) => length > importCellCharsMax);
}

function misfit(row: TableRow, width: number): RowProblem {
	const { line, cells } = row;
	if (cells.length === width)
		return { line, reason: 'cell-too-long', detail: { max: importCellCharsMax } };
	return { line, reason: 'cells', detail: { found: cells.length, expected: width } };
}
