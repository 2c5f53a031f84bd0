import * as v from 'valibot';
import type { Asset, assetFields } from '#domain/asset/asset.ts';
import type { CustomField } from '#domain/asset/categories.ts';
import {
	customEntries,
	customFaults,
	customField,
	customKeyOf,
} from '#domain/asset/custom-values.ts';
import {
	ruleOfCode,
	toLocationCode,
	type LocationRule,
} from '#domain/organisation/location-rules.ts';
import { LocalDateSchema } from '#domain/time/local-date.ts';

type Fields = Readonly<Record<string, string>>;

/** Fields that are plain text in the record. */
const textFields = [
	...['name', 'category', 'model', 'modelNumber', 'manufacturer', 'serial', 'systemSerial'],
	...['contractNumber', 'ip', 'mac', 'hostName', 'operatingSystem', 'department', 'room'],
	...['locationCode', 'notes'],
] as (keyof typeof assetFields)[];
const dateFields = ['purchasedOn', 'warrantyUntil', 'contractUntil', 'endOfLifeOn'] as const;
const idFields = ['customerId', 'siteId'] as const;

/** An asset as text fields (the shape an EditForm works with). */
export const assetForm = {
	fieldsOf(asset: Partial<Asset>): Record<string, string> {
		const texts = [...textFields, ...dateFields, ...idFields].map((field) => {
			const value = asset[field];
			return [field, typeof value === 'string' ? value : ''];
		});
		return {
			...(Object.fromEntries(texts) as Record<string, string>),
			...Object.fromEntries(customEntries(asset)),
			tag: asset.tag ?? '',
			aliases: (asset.aliases ?? []).join('，'),
			costCents: asset.costCents === undefined ? '' : (asset.costCents / 100).toFixed(2),
			user: asset.user?.name ?? '',
			sharers: (asset.sharers ?? []).map(({ name }) => name).join('，'),
			responsible: asset.responsible?.name ?? '',
			'supplier.name': asset.supplier?.name ?? '',
			'supplier.contact': asset.supplier?.contact ?? '',
			'supplier.phone': asset.supplier?.phone ?? '',
		};
	},

	valuesOf(fields: Fields): Record<string, unknown> {
		const of = (name: string) => fields[name]?.trim() ?? '';
		const texts = textFields.map((field) => [field, of(field)]);
		// A date and a place cannot be emptied: their schemas take no empty text.
		const filled = [...dateFields, ...idFields].filter((field) => of(field) !== '');
		const cents = centsOf(of('costCents'));
		const customNames = Object.keys(fields).filter((name) => customKeyOf(name) !== undefined);
		return {
			...(Object.fromEntries(texts) as Record<string, string>),
			...(Object.fromEntries(filled.map((field) => [field, of(field)])) as Record<string, string>),
			...Object.fromEntries(customNames.map((field) => [field, of(field)])),
			tag: of('tag'),
			aliases: listOf(of('aliases')),
			user: { name: of('user') },
			sharers: listOf(of('sharers')).map((name) => ({ name })),
			responsible: { name: of('responsible') },
			supplier: {
				name: of('supplier.name'),
				contact: of('supplier.contact'),
				phone: of('supplier.phone'),
			},
			...(cents !== undefined && { costCents: cents }),
		};
	},
};

/** What a new asset is registered with: only what was filled in. */
export function registration(fields: Fields): Record<string, unknown> {
	const values = Object.entries(assetForm.valuesOf(fields));
	return Object.fromEntries(values.filter(([, value]) => isFilled(value)));
}

/** What cannot be saved yet, by form field. */
export type FormFault = 'missing' | 'bad-date' | 'bad-cost' | 'unfit';

/** What a form is judged by besides its own fields. */
interface FormRules {
	/** What its category asks for. */
	custom?: readonly CustomField[];
	/** How location codes are made. */
	rules?: readonly LocationRule[];
}

/** `seen`: the asset before, undefined for a new one. */
export function formFaults(
	fields: Fields,
	{ custom = [], rules = [] }: FormRules = {},
	seen?: Asset,
): Partial<Record<string, FormFault>> {
	const faults: Partial<Record<string, FormFault>> = {};
	for (const field of ['tag', 'name']) if (!fields[field]?.trim()) faults[field] = 'missing';
	for (const field of dateFields) {
		const text = fields[field]?.trim();
		if (text && !v.is(LocalDateSchema, text)) faults[field] = 'bad-date';
	}
	const cost = fields['costCents']?.trim();
	if (cost && centsOf(cost) === undefined) faults['costCents'] = 'bad-cost';
	if (isOddLocation(fields['locationCode'] ?? '', rules, seen)) faults['locationCode'] = 'unfit';
	const trimmed = Object.fromEntries(
		Object.entries(fields).map(([name, text]) => [name, text.trim()]),
	);
	for (const { key, why } of customFaults(custom, seen, trimmed)) faults[customField(key)] = why;
	return faults;
}

/** One that was there before may stay: what an import brought is nobody's fault who edits a name. */
function isOddLocation(text: string, rules: readonly LocationRule[], seen?: Asset): boolean {
	const code = toLocationCode(text);
	if (!code || rules.length === 0 || text === seen?.locationCode) return false;
	return ruleOfCode(rules, code) === undefined;
}

/** "6,480.5" -> 648050. Undefined where it is no amount of money. */
function centsOf(text: string): number | undefined {
	const plain = text.normalize('NFKC').replace(/[,\s]/g, '');
	if (!/^\d{1,10}(\.\d{1,2})?$/.test(plain)) return undefined;
	const [whole = '0', part = ''] = plain.split('.');
	return Number(whole) * 100 + Number(part.padEnd(2, '0'));
}

function listOf(text: string): string[] {
	const parts = text.split(/[,，、;；\n]/).map((part) => part.trim());
	return [...new Set(parts)].filter(Boolean);
}

function isFilled(value: unknown): boolean {
	if (Array.isArray(value)) return value.length > 0;
	if (typeof value === 'object' && value !== null) return Object.values(value).some(isFilled);
	return value !== '' && value !== undefined;
}
