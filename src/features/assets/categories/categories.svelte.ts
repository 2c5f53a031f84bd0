import {
	assetCategoriesId,
	fieldsFor,
	inTreeOrder,
	type AssetCategory,
	type CustomField,
} from '#domain/asset/categories.ts';
import { customKeyOf } from '#domain/asset/custom-values.ts';
import { categoryName } from '#i18n/category-name.ts';
import { m } from '#i18n/generated/messages.js';
import { getLocale } from '#i18n/generated/runtime.js';
import type { AccountStore } from '#store/account-store.ts';
import { assetFieldText } from '../asset/field-words.ts';

interface Named {
	name: string;
	nameEn?: string | undefined;
}

/** The tree of categories as this device knows it. Make it in a component's script. */
export class Categories {
	readonly #live;

	constructor(store: AccountStore) {
		this.#live = store.live(() => store.get('assetCategories', assetCategoriesId));
	}

	get ready(): boolean {
		return this.#live.ready;
	}
	/** Parents before their children. */
	get all(): AssetCategory[] {
		return inTreeOrder(this.#live.current?.categories ?? []);
	}
	find(path: string): AssetCategory | undefined {
		return this.all.find((one) => one.path === path);
	}
	fieldsFor(path: string | undefined): CustomField[] {
		return fieldsFor(this.all, path);
	}

	/** `计算机 / 笔记本`; a path that is not in the tree stays as it is. */
	nameOf(path: string): string {
		return categoryName(this.all, path);
	}

	/** What is offered; the one that is chosen already too, whatever became of it. */
	options(chosen = ''): { value: string; label: string }[] {
		const offered = this.all.filter(({ retired, path }) => !retired || path === chosen);
		const paths = offered.map(({ path }) => path);
		if (chosen && !paths.includes(chosen)) paths.unshift(chosen);
		return paths.map((path) => ({ value: path, label: this.nameOf(path) }));
	}

	/** What a field of an asset is called, one of the organisation's own too. */
	fieldText(field: string): string {
		const own = this.#fieldOf(field);
		return own ? nameOf(own) : assetFieldText(field);
	}

	/** What stands in it. */
	valueText(field: string, value: string): string {
		const own = this.#fieldOf(field);
		return own ? customText(own, value) : value;
	}

	#fieldOf(field: string): CustomField | undefined {
		const key = customKeyOf(field);
		const fields = this.all.flatMap((one) => one.fields ?? []);
		return key === undefined ? undefined : fields.find((one) => one.key === key);
	}
}

export function nameOf({ name, nameEn }: Named): string {
	return getLocale() === 'en' && nameEn ? nameEn : name;
}

export function customText({ type }: CustomField, value: string): string {
	if (type !== 'yesno' || value === '') return value;
	return value === 'yes' ? m.categories_yes() : m.categories_no();
}
