/** The values of an asset's own fields in one row; empty cells say nothing. */
import type { CustomField } from '../asset/categories.ts';
import { customField, isValueOf } from '../asset/custom-values.ts';
import { centsOf, numberText } from './amounts.ts';
import { meantBy, sealTitles, stateTitles, type ColumnTarget } from './asset-columns.ts';
import { localDateOf } from './local-dates.ts';
import { holderOf } from './planned-places.ts';
import type { KnownAsset, RegisterView } from './register-view.ts';
import type { Readings, SheetRow, SheetRows } from './sheet-rows.ts';
import { decimalOf } from '../catalogue/decimal.ts';

interface ValueFault {
	target: ColumnTarget;
	reason: string;
}

interface RowValues<T> {
	values: Record<string, T>;
	faults: ValueFault[];
}

const plain = [
	...([
		'serial',
		'systemSerial',
		'manufacturer',
		'model',
		'modelNumber',
		'contractNumber',
	] as const),
	...(['department', 'room', 'locationCode', 'ip', 'mac', 'hostName', 'operatingSystem'] as const),
];
const dates = ['contractUntil', 'purchasedOn', 'warrantyUntil', 'endOfLifeOn'] as const;
/** Ours stand on lines of their own. */
const listSigns = /[\n;\uFF1B|]/u;

export function readFields(
	row: SheetRow,
	{ dates: { order }, decimal, isOurs }: Readings,
	register: RegisterView,
): RowValues<unknown> {
	const faults: ValueFault[] = [];
	const values: Record<string, unknown> = {};
	const put = (field: string, value: unknown) => {
		if (value !== undefined && value !== '') values[field] = value;
	};
	put('tag', row.text('tag').trim());
	put('name', row.text('name').trim());
	for (const field of plain) put(field, row.text(field));
	const category = row.text('category');
	put('category', isOurs ? category : category && register.category(category));
	for (const field of dates) {
		const text = row.text(field);
		const date = text ? localDateOf(text, order) : undefined;
		if (text && !date) faults.push({ target: field, reason: 'date' });
		put(field, date);
	}
	const bought = localDateOf(row.text('purchasedOn'), order);
	if (!values['warrantyUntil'] && bought)
		put('warrantyUntil', monthsAfter(bought, row.text('warrantyMonths')));
	const cents = row.text('cost') ? centsOf(row.text('cost'), decimal) : undefined;
	if (row.text('cost') && cents === undefined) faults.push({ target: 'cost', reason: 'money' });
	put('costCents', cents);
	put('supplier', supplierOf(row));
	put('aliases', aliasesOf(row, isOurs));
	put('notes', [row.text('notes'), row.text('modelNotes')].filter(Boolean).join('\n'));
	if (row.text('state') && !meantBy(stateTitles, row.text('state')))
		faults.push({ target: 'state', reason: 'word-unknown' });
	if (row.text('sealState') && !meantBy(sealTitles, row.text('sealState')))
		faults.push({ target: 'sealState', reason: 'word-unknown' });
	return { values, faults };
}

/** Of the fields its category asks for; a value of another one is left out. */
export function readCustom(
	row: SheetRow,
	sheet: SheetRows,
	readings: Readings,
	fields: readonly CustomField[],
): RowValues<string> {
	const faults: ValueFault[] = [];
	const values: Record<string, string> = {};
	for (const field of fields) {
		const target = customField(field.key);
		const text = sheet.has(target) ? row.text(target) : '';
		if (!text) continue;
		const value = customText(field, text, readings);
		if (value === undefined || !isValueOf(field, value)) faults.push({ target, reason: 'unfit' });
		else values[target] = value;
	}
	return { values, faults };
}

const yesNo = {
	yes: ['是', 'Yes', 'true', '1', 'oui', 'ja', '有'],
	no: ['否', 'No', 'false', '0', 'non', 'nein', '无'],
} as const;

function customText(
	{ type }: CustomField,
	text: string,
	{ dates: { order }, decimal }: Readings,
): string | undefined {
	if (type === 'date') return localDateOf(text, order);
	if (type === 'yesno') return meantBy(yesNo, text);
	if (type !== 'number') return text;
	const number = numberText(text, decimal);
	return number === undefined ? undefined : decimalOf(number);
}

function aliasesOf(row: SheetRow, isOurs: boolean): string[] | undefined {
	const aliases = row.text('aliases').split(isOurs ? '\n' : listSigns);
	const filled = isOurs ? aliases : aliases.map((one) => one.trim());
	return filled.some(Boolean) ? filled.filter(Boolean) : undefined;
}

function supplierOf(row: SheetRow): object | undefined {
	const name = row.text('supplier');
	const [contact, phone] = [row.text('supplierContact'), row.text('supplierPhone')];
	if (!name) return undefined;
	return { name, ...(contact && { contact }), ...(phone && { phone }) };
}

/** The same day so many months later, the last day of a shorter month. */
function monthsAfter(date: string, months: string): string | undefined {
	const [, count] = /^(\d{1,3})/u.exec(months) ?? [];
	if (!count) return undefined;
	const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
	const last = new Date(Date.UTC(year, month + Number(count), 0));
	last.setUTCDate(Math.min(day, last.getUTCDate()));
	return last.toISOString().slice(0, 10);
}

/** Handed out to a person or a place it is in use, else in stock; a column that says so counts. */
export function stateOf(row: SheetRow): string {
	const said = meantBy(stateTitles, row.text('state'));
	if (said) return said;
	const handedOut = row.text('checkoutType') || row.text('userSite') || holderOf(row);
	return handedOut ? 'in_use' : 'in_stock';
}

/** The same supplier keeps whom one calls there, where the file does not say. */
export function supplierOver(values: Record<string, unknown>, known: KnownAsset | undefined) {
	const said = values['supplier'] as KnownAsset['supplier'];
	if (!said || said.name !== known?.supplier?.name) return {};
	return { supplier: { ...known.supplier, ...said } };
}
