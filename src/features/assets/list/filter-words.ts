import { m } from '#i18n/generated/messages.js';
import { customKeyOf } from '#domain/asset/custom-values.ts';
import type { Categories } from '../categories/categories.svelte.ts';
import type { Places } from '../places.ts';
import {
	noFilter,
	type AssetFilter,
	type Condition,
	type EndAsk,
	type SortField,
} from './asset-filter.ts';

export const endWords: Record<EndAsk, () => string> = {
	expired: m.register_warranty_expired,
	soon: m.register_warranty_soon,
	d60: m.life_within_60,
	d90: m.life_within_90,
	none: m.register_warranty_none,
};
export const conditionWords: Record<Condition, () => string> = {
	seal: m.register_condition_seal,
	found: m.register_condition_found,
	correction: m.register_condition_correction,
	conflict: m.register_condition_conflict,
	swap: m.register_condition_swap,
	overdue: m.life_condition_overdue,
	retiring: m.life_condition_retiring,
	label: m.register_condition_label,
	withdrawn: m.register_condition_withdrawn,
};
export const sortWords: Record<SortField, () => string> = {
	tag: m.assets_tag,
	name: m.assets_name,
	category: m.assets_category,
	place: m.assets_place,
	user: m.assets_user,
	warrantyUntil: m.assets_warranty,
};

/** One condition of a filter, in words, and the filter without it. The state has chips of its own. */
export interface FilterChip {
	key: string;
	text: string;
	without: AssetFilter;
}

export function chipsOf(filter: AssetFilter, categories: Categories, places: Places): FilterChip[] {
	const site = places.sites.find(({ id }) => id === filter.siteId)?.name ?? filter.siteId;
	const all: [keyof AssetFilter, string, string][] = [
		['category', m.assets_category(), filter.category && categories.nameOf(filter.category)],
		['siteId', m.assets_site(), filter.siteId && site],
		['room', m.assets_room(), filter.room],
		['user', m.register_holder(), filter.user],
		['department', m.assets_department(), filter.department],
		['supplier', m.assets_supplier(), filter.supplier],
		['warranty', m.register_warranty(), filter.warranty && endWords[filter.warranty]()],
		['contract', m.life_contract(), filter.contract && endWords[filter.contract]()],
		['condition', m.register_condition(), filter.condition && conditionWords[filter.condition]()],
	];
	const own = Object.entries(filter.custom).map(([field, value]) => {
		const { [field]: _, ...custom } = filter.custom;
		const text = `${categories.fieldText(field)}：${categories.valueText(field, value)}`;
		return { key: field, text, without: { ...filter, custom } };
	});
	const fixed = all.filter(([, , value]) => value !== '');
	return [
		...fixed.map(([field, name, value]) => ({
			...{ key: field, text: `${name}：${value}` },
			without: { ...filter, [field]: noFilter[field] },
		})),
		...own.filter(({ key }) => customKeyOf(key) !== undefined),
	];
}
