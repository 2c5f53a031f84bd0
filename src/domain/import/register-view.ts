import { isTagFree, type Asset, type assetFields } from '../asset/asset.ts';
import type { AssetCategory, CustomField } from '../asset/categories.ts';
import type { Contact, Customer, Site } from '../customer/records.ts';
import { keyOf } from './source-id.ts';

/** An asset without its history: all that a row of a file is compared with. */
export type KnownAsset = Pick<
	Asset,
	| keyof typeof assetFields
	| ('id' | 'state' | 'seal' | 'found' | 'withdrawn' | 'imported' | 'accessories' | 'relations')
>;

export interface RegisterParts {
	assets: readonly KnownAsset[];
	customers: readonly Pick<Customer, 'id' | 'name'>[];
	sites: readonly Pick<Site, 'id' | 'name' | 'customerId'>[];
	contacts: readonly Pick<Contact, 'id' | 'name' | 'customerId' | 'email'>[];
	categories: readonly AssetCategory[];
}

/** The register as rows of a file are matched with it: by id, tag, serial and the names people use. */
export class RegisterView {
	readonly categories: readonly AssetCategory[];
	/** Fields the organisation added, those in use, each key once. */
	readonly fields: readonly CustomField[];
	readonly #assets: ReadonlyMap<string, KnownAsset>;
	readonly #byTag: ReadonlyMap<string, KnownAsset[]>;
	readonly #bySerial: ReadonlyMap<string, KnownAsset[]>;
	readonly #customers: ReadonlyMap<string, string>;
	readonly #sites: ReadonlyMap<string, string>;
	readonly #contacts: ReadonlyMap<string, string>;
	readonly #categoryByName: ReadonlyMap<string, string[]>;
	readonly #names: ReadonlyMap<string, string>;

	constructor({ assets, customers, sites, contacts, categories }: RegisterParts) {
		this.categories = categories;
		this.fields = ownFields(categories);
		this.#assets = new Map(assets.map((asset) => [asset.id, asset]));
		const listed = assets.filter((asset) => !isTagFree(asset));
		this.#byTag = grouped(listed, ({ tag }) => tag);
		this.#bySerial = grouped(listed, ({ serial }) => serial);
		this.#customers = new Map(customers.map(({ id, name }) => [keyOf(name), id]));
		this.#sites = new Map(
			sites.map(({ id, name, customerId }) => [placeKey(customerId, name), id]),
		);
		this.#contacts = new Map(
			contacts.map(({ id, name, customerId }) => [placeKey(customerId, name), id]),
		);
		this.#names = new Map([...customers, ...sites].map(({ id, name }) => [id, name]));
		this.#categoryByName = grouped(
			categories.flatMap(({ path, name, nameEn }) =>
				[path, name, nameEn].map((word) => ({ path, word })),
			),
			({ word }) => word,
			({ path }) => path,
		);
	}

	asset(id: string): KnownAsset | undefined {
		return this.#assets.get(id);
	}
	withTag(tag: string): readonly KnownAsset[] {
		return this.#byTag.get(keyOf(tag)) ?? [];
	}
	withSerial(serial: string): readonly KnownAsset[] {
		return this.#bySerial.get(keyOf(serial)) ?? [];
	}
	customer(name: string): string | undefined {
		return this.#customers.get(keyOf(name));
	}
	site(customerId: string, name: string): string | undefined {
		return this.#sites.get(placeKey(customerId, name));
	}
	contact(customerId: string, name: string): string | undefined {
		return this.#contacts.get(placeKey(customerId, name));
	}
	/** Of a customer or site. */
	nameOf(id: string | undefined): string {
		return (id && this.#names.get(id)) ?? '';
	}
	/** The path a word means, by path or by a name only one category has; else the word itself. */
	category(word: string): string {
		const paths = new Set(this.#categoryByName.get(keyOf(word)));
		const [only] = paths;
		return paths.size === 1 && only !== undefined ? only : word;
	}
}

export function ownFields(categories: readonly AssetCategory[]): CustomField[] {
	const all = categories.flatMap(({ fields = [] }) => fields).filter(({ retired }) => !retired);
	return [...new Map(all.map((field) => [field.key, field])).values()];
}

function placeKey(customerId: string, name: string): string {
	return `${customerId}\u001f${keyOf(name)}`;
}

function grouped<T, V = T>(
	all: readonly T[],
	wordOf: (one: T) => string | undefined,
	valueOf: (one: T) => V = (one) => one as unknown as V,
): Map<string, V[]> {
	const groups = new Map<string, V[]>();
	for (const one of all) {
		const key = keyOf(wordOf(one) ?? '');
		if (key === '') continue;
		const group = groups.get(key);
		if (group) group.push(valueOf(one));
		else groups.set(key, [valueOf(one)]);
	}
	return groups;
}
