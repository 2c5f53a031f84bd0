import type { Asset } from '#domain/asset/asset.ts';
import {
	roomCodeOf,
	toLocationCode,
	type LocationRule,
} from '#domain/organisation/location-rules.ts';
import { fieldText } from '#i18n/field-words.ts';
import { m } from '#i18n/generated/messages.js';
import type { LabelContent, LabelFact } from './label-sheet.ts';

/** What a label may carry besides the tag (domain.md, asset), in the order it is printed. */
export const labelFields = [
	...(['name', 'contractNumber', 'serial', 'systemSerial', 'warrantyUntil', 'ip'] as const),
	...(['supplier.name', 'supplier.contact', 'supplier.phone'] as const),
] as const;
export type LabelField = (typeof labelFields)[number];

/** Names are shortened where they are long; a number is printed whole or not at all. */
const names: readonly LabelField[] = ['name', 'supplier.name', 'supplier.contact'];

/** Short where it can be: it stands in front of every value. */
export function labelFieldText(field: string): string {
	if (field === 'supplier.contact') return m.labels_contact();
	return field === 'supplier.phone' ? m.labels_phone() : fieldText('asset', field);
}

function valueOf(asset: Asset, field: LabelField): string {
	const { supplier } = asset;
	if (field === 'supplier.name') return supplier?.name ?? '';
	if (field === 'supplier.contact') return supplier?.contact ?? '';
	if (field === 'supplier.phone') return supplier?.phone ?? '';
	return asset[field] ?? '';
}

export function labelOfAsset(asset: Asset, fields: readonly LabelField[]): LabelContent {
	const facts = labelFields
		.filter((field) => field !== 'name' && fields.includes(field))
		.map((field): LabelFact => {
			const [label, value] = [labelFieldText(field), valueOf(asset, field)];
			return { field, label, value, isWhole: !names.includes(field) };
		})
		.filter(({ value }) => value !== '');
	const name = fields.includes('name') ? asset.name : '';
	return { id: asset.id, code: asset.tag, name, facts };
}

/** One label for each room these machines stand in: its code, or its name where none is known. */
export function labelsOfRooms(
	assets: readonly Asset[],
	rules: readonly LocationRule[],
	siteName: (asset: Asset) => string,
): LabelContent[] {
	const rooms = new Map<string, Asset[]>();
	for (const asset of assets) {
		if (!asset.room) continue;
		const id = `${asset.siteId ?? ''}|${asset.room}`;
		rooms.set(id, [...(rooms.get(id) ?? []), asset]);
	}
	return [...rooms]
		.map(([id, [first, ...others]]) => {
			const codes = [first, ...others].flatMap((asset) => {
				const code = asset && roomCodeOf(rules, toLocationCode(asset.locationCode ?? ''));
				return code ? [code] : [];
			});
			const name = first?.room ?? '';
			// Two codes in one room: neither is printed on its door.
			const code = new Set(codes).size === 1 ? (codes[0] ?? name) : name;
			const site = first ? siteName(first) : '';
			const facts = [{ field: 'siteId', label: m.assets_site(), value: site, isWhole: false }];
			return { id, code, name, facts: facts.filter(({ value }) => value !== '') };
		})
		.sort((a, b) => (a.code < b.code ? -1 : 1));
}
