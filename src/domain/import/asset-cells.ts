/** The register as a sheet: one row for an asset, read back by `asset-plan.ts` as it was written. */
import type { CustomField } from '../asset/categories.ts';
import { openRelations } from '../asset/relations.ts';
import { customField, customKeyOf, customValue } from '../asset/custom-values.ts';
import type { LocalDate } from '../time/local-date.ts';
import {
	assetColumnNames,
	columnTitle,
	relationTitles,
	sealTitles,
	stateTitles,
	type AssetColumn,
	type ColumnTarget,
	type SheetLocale,
} from './asset-columns.ts';
import { guardFormula } from './formula-guard.ts';
import { listText } from './list-cells.ts';
import type { KnownAsset } from './register-view.ts';

/** Empty for nothing. */
export type SheetCell = string | number | { date: LocalDate };

export interface SheetWords {
	locale: SheetLocale;
	/** Of a customer or site. */
	nameOf: (id: string | undefined) => string;
	/** Of an asset in the register; undefined for one that is not, or not on this device. */
	tagOf: (id: string) => string | undefined;
	/** All the organisation added. */
	fields: readonly CustomField[];
}

/** Only files of others have them. */
const foreignColumns: readonly AssetColumn[] = [
	...(['modelNotes', 'userSite', 'userName', 'lastName', 'firstName', 'email'] as const),
	...(['checkoutType', 'warrantyMonths'] as const),
];
const centsPerUnit = 100;

/** Every column our files have; the record's own id stands first and makes a file ours. */
export function sheetColumns(fields: readonly CustomField[]): ColumnTarget[] {
	const own = assetColumnNames.filter((column) => !foreignColumns.includes(column));
	return [...own, ...fields.map(({ key }) => customField(key))];
}

export function sheetHead(columns: readonly ColumnTarget[], words: SheetWords): string[] {
	return columns.map((column) => columnTitle(column, words.fields, words.locale));
}

export function sheetRow(
	asset: KnownAsset,
	columns: readonly ColumnTarget[],
	words: SheetWords,
): SheetCell[] {
	return columns.map((column) => {
		const key = customKeyOf(column);
		return key === undefined
			? cellOf(asset, column as AssetColumn, words)
			: customCell(asset, key, words);
	});
}

function cellOf(asset: KnownAsset, column: AssetColumn, words: SheetWords): SheetCell {
	const inWords = words.locale === 'en' ? 1 : 0;
	switch (column) {
		case 'state':
			return stateTitles[asset.state][inWords];
		case 'sealState':
			return asset.seal ? sealTitles[asset.seal.state][inWords] : '';
		case 'sealNumber':
			return asset.seal?.number ?? '';
		case 'customer':
			return words.nameOf(asset.customerId);
		case 'site':
			return words.nameOf(asset.siteId);
		case 'user':
		case 'responsible':
			return asset[column]?.name ?? '';
		case 'supplier':
			return asset.supplier?.name ?? '';
		case 'supplierContact':
			return asset.supplier?.contact ?? '';
		case 'supplierPhone':
			return asset.supplier?.phone ?? '';
		case 'aliases':
			return asset.aliases?.join('\n') ?? '';
		case 'cost':
			return asset.costCents === undefined ? '' : asset.costCents / centsPerUnit;
		case 'sharers':
			return listText(asset.sharers?.map(({ name }) => [name]) ?? []);
		case 'accessories':
			return listText(
				asset.accessories?.map(({ sort, model = '', serial = '' }) => [sort, model, serial]) ?? [],
			);
		case 'relations':
			return listText(
				openRelations(asset).map(({ type, to }) => {
					const tag = words.tagOf(to);
					return [relationTitles[type][inWords], tag ?? '', tag === undefined ? to : ''];
				}),
			);
		case 'contractUntil':
		case 'purchasedOn':
		case 'warrantyUntil':
		case 'endOfLifeOn':
			return asset[column] ? { date: asset[column] } : '';
		default:
			return plainCell(asset, column);
	}
}

function plainCell(asset: KnownAsset, column: string): string {
	const value = (asset as Record<string, unknown>)[column];
	return typeof value === 'string' ? value : '';
}

/** A number stays one where the sheet would give it back as it was written: `12.60` is not `12.6`. */
function customCell(asset: KnownAsset, key: string, { fields, locale }: SheetWords): SheetCell {
	const type = fields.find((field) => field.key === key)?.type;
	const value = customValue(asset, key);
	if (value === '') return '';
	if (type === 'date') return { date: value };
	if (type === 'number' && String(Number(value)) === value) return Number(value);
	if (type !== 'yesno') return value;
	const [yes, no] = locale === 'en' ? ['Yes', 'No'] : ['是', '否'];
	return value === 'yes' ? yes : no;
}

/** One line of a CSV file, with its end; nothing in it is run as a formula. */
export function csvLine(cells: readonly SheetCell[]): string {
	return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(cell: SheetCell): string {
	if (typeof cell === 'object') return cell.date;
	const text = typeof cell === 'number' ? String(cell) : guardFormula(cell);
	return /[",\r\n;\t]|^\s|\s$/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
