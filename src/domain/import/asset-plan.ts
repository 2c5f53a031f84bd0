/**
 * An asset register as Snipe-IT's users import it, or any sheet with the same columns in English or
 * Chinese. Companies become customers, locations their sites, checked-out users contacts.
 */
import * as v from 'valibot';
import { assetFields, type AssetState } from '../asset/asset.ts';
import { defaultDeskId } from '../organisation/records.ts';
import { localDateOf, readingOf } from './local-dates.ts';
import { PlannedRegisters, type ImportPlan, type PlannedCommand } from './plan.ts';
import type { DateReading, FileProblem, RowProblem } from './report.ts';
import { keyOf, sourceId } from './source-id.ts';
import { readTable, type NamedRow, type NamedTable, type TableRow } from './table.ts';

const columns = {
	tag: ['Asset Tag', 'Tag', '资产编号', '资产编码', '资产条码', '条码', '编号'],
	name: ['Name', 'Asset Name', 'Item Name', '名称', '资产名称', '设备名称'],
	serial: ['Serial', 'Serial Number', 'Serial No', 'S/N', '序列号'],
	company: ['Company', 'Customer', '客户', '公司', '单位'],
	location: ['Location', 'Default Location', 'Site', '位置', '地点', '存放地点'],
	room: ['Room', '房间'],
	category: ['Category', '类别', '分类', '资产类别'],
	manufacturer: ['Manufacturer', '制造商', '厂商', '品牌'],
	model: ['Model', 'Model Name', '型号'],
	modelNumber: ['Model Number', 'Model No', '型号编号', '规格型号'],
	modelNotes: ['Model Notes', '型号备注'],
	supplier: ['Supplier', '供应商'],
	order: ['Order Number', 'Contract Number', '订单号', '合同号', '合同编号'],
	purchased: ['Purchase Date', 'Purchased', '购买日期', '采购日期'],
	cost: ['Purchase Cost', 'Cost', '价格', '采购价格', '金额'],
	warranty: ['Warranty', 'Warranty Months', '保修期月'],
	warrantyUntil: ['Warranty Expires', 'Warranty Until', '保修到期', '保修截止'],
	endOfLife: ['Asset EOL Date', 'EOL Date', 'End of Life', '报废日期'],
	notes: ['Asset Notes', 'Notes', '备注'],
	checkoutType: ['Checkout Type', '领用类型'],
	userName: ['Checked Out To: Username', 'Username', '用户名'],
	firstName: ['Checked Out To: First Name', 'First Name', '名'],
	lastName: ['Checked Out To: Last Name', 'Last Name', '姓'],
	fullName: ['Checked Out To: Full Name', 'Full Name', 'User', '使用人', '姓名'],
	email: ['Checked Out To: Email', 'Email', '邮箱', '电子邮件'],
	userLocation: ['Checked Out To: Location', 'Checkout Location', '领用地点'],
	department: ['Department', '部门'],
	ip: ['IP', 'IP Address', 'IP地址'],
	mac: ['MAC', 'MAC Address', 'MAC地址'],
	hostName: ['Host Name', 'Hostname', '主机名'],
	operatingSystem: ['Operating System', 'OS', '操作系统'],
} as const;
type Column = keyof typeof columns;
type Row = NamedRow<Column>;

const dateColumns = ['purchased', 'warrantyUntil', 'endOfLife'] as const;
/** Snipe-IT's own export writes American dates. */
const assumedOrder = 'month-day';
/** Customer of rows that name no company. */
const nobody = '未注明客户 / No company given';
const decimalsOfCent = 2;

/** The commands that bring the register in; a FileProblem where its columns are not those of one. */
export function planAssets(rows: readonly TableRow[]): ImportPlan | FileProblem {
	const table = readTable(rows, columns, ['tag', 'name']);
	if ('kind' in table) return table;
	const reading = readingOfTable(table);
	const registers = new PlannedRegisters();
	const assets: PlannedCommand[] = [];
	const refused = [...table.refused];
	const seen = new Set<string>();
	for (const row of table.rows) {
		const problems = problemsOf(row, table, reading, seen);
		if (problems.length > 0) refused.push(...problems);
		else assets.push(assetCommand(row, reading, registers));
	}
	return {
		commands: [...registers.commands, ...assets],
		refused,
		dates: reading.columns.length > 0 ? [reading] : [],
		rowsWithoutEffect: 0,
	};
}

function readingOfTable(table: NamedTable<Column>): DateReading {
	const present = dateColumns.filter((column) => table.titles[column] !== undefined);
	const values = present.flatMap((column) => table.rows.map((row) => row.text(column)));
	const titles = present.map((column) => table.titles[column] ?? column);
	return readingOf(titles, values, assumedOrder);
}

/** Everything wrong with a row at once, so that it is mended in one go. */
function problemsOf(
	row: Row,
	{ titles }: NamedTable<Column>,
	{ order }: DateReading,
	seen: Set<string>,
): RowProblem[] {
	const problem = (column: Column, reason: string): RowProblem => ({
		line: row.line,
		column: titles[column] ?? column,
		reason,
		...(row.text(column) && { detail: { value: row.text(column).slice(0, 60) } }),
	});
	const found = (['tag', 'name'] as const)
		.filter((column) => !row.text(column))
		.map((column) => problem(column, 'value-missing'));
	for (const column of dateColumns)
		if (row.text(column) && !localDateOf(row.text(column), order))
			found.push(problem(column, 'date'));
	if (row.text('cost') && centsOf(row.text('cost')) === undefined)
		found.push(problem('cost', 'money'));
	const tag = keyOf(row.text('tag'));
	if (tag && seen.has(tag)) found.push(problem('tag', 'twice'));
	seen.add(tag);
	return found.length > 0 ? found : schemaProblems(row, order, problem);
}

/** What the register's own schema would refuse, by column rather than by field. */
function schemaProblems(
	row: Row,
	order: DateReading['order'],
	problem: (column: Column, reason: string) => RowProblem,
): RowProblem[] {
	const parsed = v.safeParse(v.object(assetFields), ownFields(row, order));
	if (parsed.success) return [];
	const fields = parsed.issues.map((issue) => v.getDotPath(issue) ?? '');
	return fields.map((field) =>
		field in columns
			? problem(field as Column, 'too-long')
			: { line: row.line, reason: 'bad-input', fields: [field] },
	);
}

function assetCommand(row: Row, reading: DateReading, registers: PlannedRegisters): PlannedCommand {
	const company = row.text('company') || nobody;
	const customerId = registers.add('customer', sourceId('customer', company), row.line, {
		name: company,
		deskId: defaultDeskId,
	});
	const place = row.text('userLocation') || row.text('location');
	for (const name of [row.text('location'), row.text('userLocation')])
		if (name) registers.add('site', siteId(company, name), row.line, { customerId, name });
	const person = personOf(row, company, customerId, registers);
	const set = {
		...ownFields(row, reading.order),
		customerId,
		...(place && { siteId: siteId(company, place) }),
		...(person && { user: person, responsible: person }),
		state: stateOf(row),
	};
	const record = sourceId('asset', row.text('tag'));
	return { type: 'asset.import@1', kind: 'asset', record, args: { set }, line: row.line };
}

function siteId(company: string, name: string): string {
	return sourceId('site', company, name);
}

/** Handed out to a person or a place it is in use, else in stock. */
function stateOf(row: Row): AssetState {
	const handedOut = row.text('checkoutType') || row.text('userLocation') || nameOf(row);
	return handedOut ? 'in_use' : 'in_stock';
}

function personOf(row: Row, company: string, customerId: string, registers: PlannedRegisters) {
	const name = nameOf(row);
	if (!name) return undefined;
	const email = row.text('email');
	const key = row.text('userName') || email || name;
	const contactId = registers.add('contact', sourceId('contact', company, key), row.line, {
		customerId,
		name,
		...(email && { email }),
		...(row.text('department') && { department: row.text('department') }),
	});
	return { contactId, name };
}

function nameOf(row: Row): string {
	const parts = `${row.text('firstName')} ${row.text('lastName')}`.trim();
	return row.text('fullName') || parts || row.text('userName');
}

const sameName = [
	...(['tag', 'name', 'serial', 'room', 'category', 'manufacturer', 'model'] as const),
	...(['modelNumber', 'department', 'ip', 'mac', 'hostName', 'operatingSystem'] as const),
];

/** The fields of the asset itself; empty cells say nothing. */
function ownFields(row: Row, order: DateReading['order']): Record<string, unknown> {
	const purchasedOn = localDateOf(row.text('purchased'), order);
	const notes = [row.text('notes'), row.text('modelNotes')].filter(Boolean).join('\n');
	const fields = {
		...Object.fromEntries(sameName.map((column) => [column, row.text(column)])),
		contractNumber: row.text('order'),
		supplier: row.text('supplier') && { name: row.text('supplier') },
		purchasedOn,
		costCents: centsOf(row.text('cost')),
		warrantyUntil:
			localDateOf(row.text('warrantyUntil'), order) ??
			monthsAfter(purchasedOn, row.text('warranty')),
		endOfLifeOn: localDateOf(row.text('endOfLife'), order),
		notes,
	};
	return Object.fromEntries(
		Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''),
	);
}

/** `2266.13`, `$1,234.5`, `¥ 3,000`: in cents. Undefined for what is no amount. */
function centsOf(text: string): number | undefined {
	const plain = text.replace(/[\s,¥¥$€£]|CNY|RMB|USD|EUR|元/giu, '');
	const [, whole, part = ''] = /^(\d{1,12})(?:\.(\d{1,2})0*)?$/u.exec(plain) ?? [];
	return whole === undefined ? undefined : Number(whole + part.padEnd(decimalsOfCent, '0'));
}

/** The same day so many months later, the last day of a shorter month. */
function monthsAfter(date: string | undefined, months: string): string | undefined {
	const [, count] = /^(\d{1,3})/u.exec(months) ?? [];
	if (!date || !count) return undefined;
	const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
	const last = new Date(Date.UTC(year, month + Number(count), 0));
	last.setUTCDate(Math.min(day, last.getUTCDate()));
	return last.toISOString().slice(0, 10);
}
