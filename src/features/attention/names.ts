import { faultTaxonomyId } from '#domain/catalogue/fault-causes.ts';
import { getLocale } from '#i18n/generated/runtime.js';
import type { AccountStore } from '#store/account-store.ts';
import type { Live } from '#store/live.svelte.ts';

type ById = ReadonlyMap<string, string>;

/** Names of people and places, for a value that is an id; those not on this device are left out. */
export class Names {
	readonly #people: Live<ById>;
	readonly #places: Live<ById>;
	readonly #causes: Live<ById>;
	readonly #device: Live<string | undefined>;

	constructor(store: AccountStore) {
		this.#people = store.live(async () => namesOf(await store.records.list('user')));
		this.#places = store.live(async () =>
			namesOf([...(await store.records.list('customer')), ...(await store.records.list('site'))]),
		);
		this.#causes = store.live(async () => {
			const causes = (await store.get('taxonomy', faultTaxonomyId))?.causes ?? [];
			const isEnglish = getLocale() === 'en';
			return new Map(
				causes.map(({ code, name, nameEn }) => [code, isEnglish ? (nameEn ?? name) : name]),
			);
		});
		this.#device = store.live(() => store.deviceId());
	}

	person(id: string | undefined): string | undefined {
		return id === undefined ? undefined : this.#people.current?.get(id);
	}
	place(id: string): string | undefined {
		return this.#places.current?.get(id);
	}
	/** Of the fault taxonomy. */
	cause(code: string): string | undefined {
		return this.#causes.current?.get(code);
	}
	isThisDevice(id: string | undefined): boolean {
		return id !== undefined && id === this.#device.current;
	}
}

function namesOf(records: readonly { id: string; name: string }[]): ById {
	return new Map(records.map(({ id, name }) => [id, name]));
}
