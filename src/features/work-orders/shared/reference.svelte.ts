import type { Customer, Site } from '#domain/customer/records.ts';
import { defaultCalendarId } from '#domain/organisation/ids.ts';
import type { CalendarRecord, User } from '#domain/organisation/records.ts';
import type { AccountStore } from '#store/account-store.ts';
import type { Live } from '#store/live.svelte.ts';
import { byId, noRecords } from './by-id.ts';

/** The names and the calendar that lists of orders need, read once and kept current. */
export class Reference {
	readonly #customers: Live<ReadonlyMap<string, Customer>>;
	readonly #sites: Live<ReadonlyMap<string, Site>>;
	readonly #users: Live<ReadonlyMap<string, User>>;
	readonly #calendar: Live<CalendarRecord | undefined>;

	constructor(store: AccountStore) {
		this.#customers = store.live(async () => byId(await store.records.list('customer')));
		this.#sites = store.live(async () => byId(await store.records.list('site')));
		this.#users = store.live(async () => byId(await store.records.list('user')));
		this.#calendar = store.live(() => store.get('calendar', defaultCalendarId));
	}

	/** What a list of orders shows of it is there; asking starts the reading. */
	get ready(): boolean {
		const needed = [this.#customers, this.#sites, this.#calendar];
		return needed.map(({ ready }) => ready).every(Boolean);
	}

	get calendar(): CalendarRecord | undefined {
		return this.#calendar.current;
	}
	get customers(): ReadonlyMap<string, Customer> {
		return this.#customers.current ?? noRecords();
	}
	get sites(): ReadonlyMap<string, Site> {
		return this.#sites.current ?? noRecords();
	}
	get users(): ReadonlyMap<string, User> {
		return this.#users.current ?? noRecords();
	}

	/** Customer and place, as people speak of it; parts not on this device are left out. */
	placeOf(order: {
		customerId: string;
		siteId?: string | undefined;
		room?: string | undefined;
	}): string {
		const customer = this.customers.get(order.customerId)?.name;
		const site = order.siteId ? this.sites.get(order.siteId)?.name : undefined;
		return [customer, site === customer ? undefined : site, order.room].filter(Boolean).join('　');
	}

	nameOf(userId: string | undefined): string | undefined {
		return userId ? this.users.get(userId)?.name : undefined;
	}
}
