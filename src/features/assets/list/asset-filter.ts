/** What is asked of the register, and how an address carries it. */
import { assetStates, type AssetState } from '#domain/asset/asset.ts';
import { customField, customKeyOf } from '#domain/asset/custom-values.ts';

/** Of a last day: past, within so many days (`soon` is the first of them), or not on record. */
export const endAsks = ['expired', 'soon', 'd60', 'd90', 'none'] as const;
export type EndAsk = (typeof endAsks)[number];
export const endAskDays: Partial<Record<EndAsk, number>> = { soon: 30, d60: 60, d90: 90 };
/** What is out of order with an asset. */
export const conditions = [
	...(['seal', 'found', 'correction', 'conflict', 'swap', 'overdue', 'retiring', 'label'] as const),
	/** Of an import that was taken back: listed only where asked for. */
	'withdrawn',
] as const;
export type Condition = (typeof conditions)[number];
export const sortFields = ['tag', 'name', 'category', 'place', 'user', 'warrantyUntil'] as const;
export type SortField = (typeof sortFields)[number];

export interface AssetFilter {
	text: string;
	/** With all below it. */
	category: string;
	state: AssetState | '';
	siteId: string;
	/** Parts of what stands there. */
	room: string;
	user: string;
	department: string;
	supplier: string;
	warranty: EndAsk | '';
	contract: EndAsk | '';
	condition: Condition | '';
	/** By field of the record, `custom:KEY`. */
	custom: Record<string, string>;
	sort: SortField;
	isDescending: boolean;
}

export const noFilter: AssetFilter = {
	...{ text: '', category: '', state: '', siteId: '', room: '', user: '', department: '' },
	...{
		supplier: '',
		warranty: '',
		contract: '',
		condition: '',
		custom: {},
		sort: 'tag',
		isDescending: false,
	},
};

const texts = ['category', 'siteId', 'room', 'user', 'department', 'supplier'] as const;
const names: Record<(typeof texts)[number], string> = {
	...{ category: 'category', siteId: 'site', room: 'room', user: 'user' },
	...{ department: 'department', supplier: 'supplier' },
};

export function queryOf(filter: AssetFilter): URLSearchParams {
	const query = new URLSearchParams();
	const put = (name: string, value: string) => value && query.set(name, value);
	put('q', filter.text.trim());
	for (const field of texts) put(names[field], filter[field]);
	put('state', filter.state);
	put('warranty', filter.warranty);
	put('contract', filter.contract);
	put('condition', filter.condition);
	for (const [field, value] of Object.entries(filter.custom)) put(field, value);
	const order = filter.isDescending ? `-${filter.sort}` : filter.sort;
	put('sort', order === 'tag' ? '' : order);
	return query;
}

/** Whatever stands in the address; what is not understood is left out. */
export function filterOf(query: URLSearchParams): AssetFilter {
	const of = (name: string) => query.get(name) ?? '';
	const own = [...query].flatMap(([name, value]): [string, string][] => {
		const key = customKeyOf(name);
		return key === undefined ? [] : [[customField(key), value]];
	});
	const order = of('sort');
	const [category, siteId, room] = [of(names.category), of(names.siteId), of(names.room)];
	return {
		...{ text: of('q'), category, siteId, room, user: of(names.user) },
		...{ department: of(names.department), supplier: of(names.supplier) },
		state: known(assetStates, of('state')),
		warranty: known(endAsks, of('warranty')),
		contract: known(endAsks, of('contract')),
		condition: known(conditions, of('condition')),
		custom: Object.fromEntries(own),
		sort: known(sortFields, order.replace(/^-/, '')) || 'tag',
		isDescending: order.startsWith('-'),
	};
}

function known<T extends string>(all: readonly T[], value: string): T | '' {
	return all.find((one) => one === value) ?? '';
}

/** Whether it asks for anything but all, by tag: then no index is needed. */
export function isPlain(filter: AssetFilter): boolean {
	return queryOf(filter).size === 0;
}

/** How many conditions it has, the words typed aside. */
export function conditionsOf(filter: AssetFilter): number {
	const query = queryOf({ ...filter, text: '', sort: 'tag', isDescending: false });
	return query.size;
}
