import type { Asset } from '#domain/asset/asset.ts';
import type { Customer, Site } from '#domain/customer/records.ts';
import type { User } from '#domain/organisation/records.ts';
import type { AccountStore } from '#store/account-store.ts';
import type { Live } from '#store/live.svelte.ts';

/** Names of sites, customers and colleagues; those not on this device are left out. */
export class Places {
	readonly #sites: Live<Map<string, Site>>;
	readonly #customers: Live<Map<string, Customer>>;
	readonly #users: Live<Map<string, User>>;

	constructor(store: AccountStore) {
		this.#sites = store.live(async () => byId(await store.records.list('site')));
		this.#customers = store.live(async () => byId(await store.records.list('customer')));
		this.#users = store.live(async () => byId(await store.records.list('user')));
	}

	get sites(): Site[] {
		return [...(this.#sites.current?.values() ?? [])];
	}
	get customers(): Customer[] {
		return [...(this.#customers.current?.values() ?? [])];
	}

	siteOf(asset: Asset): string | undefined {
		return asset.siteId && this.#sites.current?.get(asset.siteId)?.name;
	}
	customerOf(asset: Asset): string | undefined {
		return asset.customerId && this.#customers.current?.get(asset.customerId)?.name;
	}
	/** A colleague's name; imports and the server itself have none. */
	userOf(id: string): string | undefined {
		return this.#users.current?.get(id)?.name;
	}

	/** Site and room as people speak of them. */
	placeOf(asset: Asset): string {
		return [this.siteOf(asset), asset.room].filter(Boolean).join('\u3000');
	}
}

function byId<T extends { id: string }>(records: readonly T[]): Map<string, T> {
	return new Map(records.map((record) => [record.id, record]));
}
