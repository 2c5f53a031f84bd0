import { faultTaxonomyId, type FaultCause } from '#domain/catalogue/fault-causes.ts';
import type { AccountStore } from '#store/account-store.ts';
import type { Live } from '#store/live.svelte.ts';
import { getLocale } from '#i18n/generated/runtime.js';

export function causeWords({ name, nameEn }: FaultCause): string {
	return getLocale() === 'en' ? (nameEn ?? name) : name;
}

/** The organisation's fault taxonomy as this device holds it. */
export class Causes {
	readonly #list: Live<readonly FaultCause[]>;

	constructor(store: AccountStore) {
		this.#list = store.live(
			async () => (await store.get('taxonomy', faultTaxonomyId))?.causes ?? [],
		);
	}

	get list(): readonly FaultCause[] {
		return this.#list.current ?? [];
	}

	/** In words; a code that is not in the list by itself, none for none. */
	nameOf(code: string | undefined): string {
		if (!code) return '';
		const known = this.list.find((cause) => cause.code === code);
		return known ? causeWords(known) : code;
	}

	/** By the taxonomy, then what was written beside it. */
	textOf({
		causeCode,
		cause,
	}: {
		causeCode?: string | undefined;
		cause?: string | undefined;
	}): string {
		return [this.nameOf(causeCode), cause?.trim()].filter(Boolean).join('　');
	}
}
