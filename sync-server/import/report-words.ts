import type { FileProblem, ImportReport, RowProblem } from '#domain/import/report.ts';

/** The report for a terminal, which has no language of its own: English, then Chinese where it matters. */
const refusedPrintedMax = 40;
const columnWidth = 12;

const fileProblems: Record<FileProblem['kind'], (problem: FileProblem) => string> = {
	empty: () => 'The file is empty. 文件为空。',
	'too-large': ({ max }) => `The file is larger than ${max} bytes. 文件超过 ${max} 字节。`,
	'too-many-rows': ({ max }) => `The file has more than ${max} rows. 文件超过 ${max} 行。`,
	encoding: () =>
		'The file is not text in UTF-8, UTF-16 or GB18030; save it as CSV UTF-8. 文件编码无法识别,请另存为 CSV UTF-8。',
	quotes: ({ line }) =>
		`A quotation mark in the row beginning on line ${line} is not closed. 从第 ${line} 行开始的记录引号不成对。`,
	'columns-missing': ({ columns = [] }) =>
		`Columns missing: ${columns.join(', ')}. 缺少列:${columns.join('、')}。`,
};

export function fileProblemText(problem: FileProblem): string {
	return fileProblems[problem.kind](problem);
}

export function reportText(report: Extract<ImportReport, { ok: true }>): string {
	const { rows, rowsWithoutEffect, refusedRows, encoding, records } = report;
	const head = ['', 'created', 'changed', 'unchanged', 'refused'];
	const lines = records.map(({ kind, created, changed, unchanged, refused }) =>
		tableLine([kind, created, changed, unchanged, refused]),
	);
	return [
		`${rows} rows read (${encoding}), ${rowsWithoutEffect} without effect, ${refusedRows} refused.`,
		`已读取 ${rows} 行,${rowsWithoutEffect} 行无变化,${refusedRows} 行未接受。`,
		...report.dates.map(
			({ columns, order, decidedBy }) =>
				`Dates are read as ${order} (${decidedBy === 'values' ? 'shown by the values' : 'assumed'}): ${columns.join(', ')}`,
		),
		'',
		tableLine(head),
		...lines,
		...refusedLines(report.refused),
	].join('\n');
}

function tableLine(cells: readonly (string | number)[]): string {
	const [first = '', ...others] = cells.map(String);
	return first.padEnd(columnWidth + 4) + others.map((cell) => cell.padStart(columnWidth)).join('');
}

function refusedLines(refused: readonly RowProblem[]): string[] {
	if (refused.length === 0) return [];
	const shown = refused.slice(0, refusedPrintedMax).map(refusedLine);
	const more = refused.length - shown.length;
	return ['', 'Refused rows 未接受的行:', ...shown, ...(more > 0 ? [`  … ${more} more 另有`] : [])];
}

function refusedLine({ line, column, reason, fields, detail }: RowProblem): string {
	const facts = Object.entries(detail ?? {}).map(([name, value]) => `${name} ${value}`);
	const where = [column, ...(fields ?? [])].filter(Boolean).join(', ');
	return `  line ${line}: ${[reason, where, ...facts].filter(Boolean).join(' · ')}`;
}
