import { organisationId } from '#domain/organisation/ids.ts';
import { locationRulesOf, type LocationRule } from '#domain/organisation/location-rules.ts';
import type { Organisation } from '#domain/organisation/records.ts';
import { getLocale } from '#i18n/generated/runtime.js';
import type { AccountStore } from '#store/account-store.ts';
import type { Live } from '#store/live.svelte.ts';

/** The rules as this device knows them. Make it in a component's script. */
export class LocationRules {
	readonly #live: Live<Organisation | undefined>;

	constructor(store: AccountStore) {
		this.#live = store.live(() => store.get('organisation', organisationId));
	}

	get ready(): boolean {
		return this.#live.ready;
	}
	get all(): readonly LocationRule[] {
		return locationRulesOf(this.#live.current);
	}
	/** What new codes are made by. */
	get offered(): LocationRule[] {
		return this.all.filter(({ retired }) => !retired);
	}
}

export function ruleName({ name, nameEn }: LocationRule): string {
	return getLocale() === 'en' && nameEn ? nameEn : name;
}
