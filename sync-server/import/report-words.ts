import type { AssetCheck, FileProblem, ImportReport, RowProblem } from '#domain/import/report.ts';

/** The report for a terminal, which has no language of its own: English, then Chinese where it matters. */
const refusedPrintedMax = 40;
const columnWidth = 12;

const fileProblems: Record<FileProblem['kind'], (problem: FileProblem) => string> = {
	empty: () => 'The file is empty. 文件为空。',
	'header-only': () => 'The file has titles but no rows. 文件只有表头，没有数据。',
	'too-large': ({ max }) => `The file is larger than ${max} bytes. 文件超过 ${max} 字节。`,
	'too-many-rows': ({ max }) => `The file has more than ${max} rows. 文件超过 ${max} 行。`,
	'too-many-columns': ({ max }) => `The file has more than ${max} columns. 文件超过 ${max} 列。`,
	'unpacks-too-large': () => 'The workbook is too large unpacked. 工作簿解压后过大。',
	encoding: () =>
		'The file is not text in UTF-8, UTF-16 or GB18030; save it as CSV UTF-8. 文件编码无法识别,请另存为 CSV UTF-8。',
	'mixed-encodings': ({ line }) =>
		`Two encodings are mixed; line ${line} is not like the others. 文件混用两种编码，第 ${line} 行不一致。`,
	quotes: ({ line }) =>
		`A quotation mark in the row beginning on line ${line} is not closed. 从第 ${line} 行开始的记录引号不成对。`,
	'columns-missing': ({ columns = [] }) =>
		`Columns missing: ${columns.join(', ')}. 缺少列:${columns.join('、')}。`,
	pdf: () => 'This is a PDF, no table. 这是 PDF，不是表格。',
	picture: () => 'This is a picture, no table. 这是图片，不是表格。',
	'web-page': () => 'This is a web page; save it as XLSX or CSV. 这是网页，请另存为 XLSX 或 CSV。',
	'other-document': () => 'This is no table. 这不是表格文件。',
	'old-workbook': () => 'This is an old .xls; save it as .xlsx. 这是旧版 .xls，请另存为 .xlsx。',
	encrypted: () => 'The workbook has a password; save it without. 工作簿有密码，请去掉密码再存。',
	damaged: () => 'The workbook is damaged or cut off. 工作簿已损坏或不完整。',
	'ask-dates': ({ columns = [], samples = [] }) =>
		`Say --dates day-month or month-day: ${columns.join(', ')} (${samples.join(', ')}). 请用 --dates 说明日期顺序。`,
	'ask-numbers': ({ columns = [], samples = [] }) =>
		`Say --decimal point or comma: ${columns.join(', ')} (${samples.join(', ')}). 请用 --decimal 说明小数符号。`,
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

/** What an import of assets did, for a terminal. */
export function checkText(check: Extract<AssetCheck, { ok: true }>): string {
	const { rows, counts, refused, warned } = check;
	return [
		`${rows} rows: ${counts.new} new, ${counts.changed} changed, ${counts.same} same, ${counts.refused} refused.`,
		`${rows} 行：新增 ${counts.new}，变更 ${counts.changed}，相同 ${counts.same}，未接受 ${counts.refused}。`,
		...refusedLines(refused),
		...(warned.length > 0 ? ['', 'Worth a look 请留意:', ...warned.map(refusedLine)] : []),
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
