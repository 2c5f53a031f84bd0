import type { Asset } from '#domain/asset/asset.ts';
import type { CustomField } from '#domain/asset/categories.ts';
import { customField, customValue } from '#domain/asset/custom-values.ts';
import { m } from '#i18n/generated/messages.js';
import { assetStateWords } from '#i18n/terms.ts';
import { customText, nameOf, type Categories } from '../categories/categories.svelte.ts';
import type { Places } from '../places.ts';
import type { SortField } from './asset-filter.ts';

export interface TableColumn {
	key: string;
	label: string;
	/** By what a press on its head sorts. */
	sort?: SortField;
	/** Share of the width. */
	width: number;
	text: (asset: Asset) => string;
}

/** Shown until somebody chose. */
export const firstColumns = ['name', 'category', 'state', 'place', 'user', 'warrantyUntil'];

/** All there are: what every asset has, and what the organisation added. The tag stands first always. */
export function tableColumns(categories: Categories, places: Places): TableColumn[] {
	const plain = (key: keyof Asset & string, label: string, width = 1): TableColumn => ({
		...{ key, label, width },
		text: (asset) => textOf(asset[key]),
	});
	const own = categories.all.flatMap(({ fields = [] }) => fields.filter((one) => !one.retired));
	return [
		{
			...{ key: 'name', label: m.assets_name_model(), sort: 'name', width: 2 },
			text: ({ name, model }) => [name, model].filter(Boolean).join('\u3000'),
		},
		{
			...{ key: 'category', label: m.assets_category(), sort: 'category', width: 1.4 },
			text: ({ category = '' }) => (category ? categories.nameOf(category) : ''),
		},
		{
			...{ key: 'state', label: m.assets_state(), width: 0.8 },
			text: ({ state }) => assetStateWords[state](),
		},
		{
			...{ key: 'place', label: m.assets_place(), sort: 'place', width: 2 },
			text: (asset) => places.placeOf(asset),
		},
		{
			...{ key: 'user', label: m.assets_user(), sort: 'user', width: 1 },
			text: ({ user }) => user?.name ?? '',
		},
		{
			...{ key: 'responsible', label: m.assets_responsible(), width: 1 },
			text: ({ responsible }) => responsible?.name ?? '',
		},
		plain('department', m.assets_department()),
		{
			...{ key: 'supplier', label: m.assets_supplier(), width: 1.2 },
			text: ({ supplier }) => supplier?.name ?? '',
		},
		{ ...plain('warrantyUntil', m.assets_warranty()), sort: 'warrantyUntil' },
		plain('serial', m.assets_serial(), 1.4),
		plain('manufacturer', m.assets_manufacturer()),
		plain('contractNumber', m.assets_contract()),
		plain('purchasedOn', m.assets_purchased()),
		plain('ip', m.assets_ip()),
		...own.map(columnOf),
	];
}

function columnOf(field: CustomField): TableColumn {
	return {
		...{ key: customField(field.key), label: nameOf(field), width: 1 },
		text: (asset) => customText(field, customValue(asset, field.key)),
	};
}

function textOf(value: unknown): string {
	return typeof value === 'string' ? value : '';
}
