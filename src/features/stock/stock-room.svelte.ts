import { deskRoles, hasRole } from '#domain/access/roles.ts';
import type { Actor } from '#domain/command.ts';
import type { User } from '#domain/organisation/records.ts';
import { partMatches, type Part } from '#domain/stock/part.ts';
import {
	balanceOf,
	ownerOf,
	shortOf,
	stockIdOf,
	vanOf,
	warehouseId,
	type Stock,
} from '#domain/stock/stock.ts';
import type { AccountScope } from '#store/account-context.ts';
import type { Live } from '#store/live.svelte.ts';
import { m } from '#i18n/generated/messages.js';

/** Parts times stores; more than any organisation has on one device. */
const stocksMax = 20_000;

/** Who keeps the parts: receives, moves and counts anything, and says how low it may go. */
export function keepsStock(actor: Actor): boolean {
	return hasRole(actor, ['storekeeper', 'admin']);
}

/** Who looks after all stores; others have a van of their own. */
export function seesAllStores(actor: Actor): boolean {
	return hasRole(actor, ['storekeeper', ...deskRoles]);
}

/** How a number of pieces stands to what there should be. */
export type Level = 'negative' | 'low' | 'fine';

/** The parts and stores this device holds, read live. */
export class StockRoom {
	readonly actor: Actor;
	readonly #parts: Live<Part[]>;
	readonly #stocks: Live<Stock[]>;
	readonly #users: Live<User[]>;
	readonly #byId = $derived.by(() => new Map(this.stocks.map((stock) => [stock.id, stock])));

	constructor({ store, actor }: AccountScope) {
		this.actor = actor;
		this.#parts = store.live(() => store.records.list('part'));
		this.#stocks = store.live(() => store.records.list('stock', stocksMax));
		this.#users = store.live(() => store.records.list('user'));
	}

	get ready(): boolean {
		return [this.#parts.ready, this.#stocks.ready, this.#users.ready].every(Boolean);
	}
	get parts(): Part[] {
		return this.#parts.current ?? [];
	}
	get stocks(): Stock[] {
		return this.#stocks.current ?? [];
	}

	part(id: string): Part | undefined {
		return this.parts.find((part) => part.id === id);
	}
	/** All of them where nothing is asked for. */
	matching(text: string): Part[] {
		return text.trim() ? this.parts.filter((part) => partMatches(part, text)) : this.parts;
	}

	stock(storeId: string, partId: string): Stock | undefined {
		return this.#byId.get(stockIdOf(storeId, partId));
	}
	/** None where nothing was ever moved. */
	balance(storeId: string, partId: string): number {
		const stock = this.stock(storeId, partId);
		return stock ? balanceOf(stock) : 0;
	}
	level(storeId: string, partId: string): Level {
		const stock = this.stock(storeId, partId);
		if (!stock) return 'fine';
		if (balanceOf(stock) < 0) return 'negative';
		return shortOf(stock) > 0 ? 'low' : 'fine';
	}

	/** Stores with anything in them, the warehouse first. */
	readonly stores: string[] = $derived.by(() => {
		const ids = new Set(this.stocks.map(({ storeId }) => storeId));
		const vans = [...ids].filter((id) => ownerOf(id) !== undefined);
		return [warehouseId, ...vans.sort((a, b) => (this.storeName(a) < this.storeName(b) ? -1 : 1))];
	});
	/** Every van there may be. */
	readonly vans: string[] = $derived.by(() =>
		(this.#users.current ?? [])
			.filter((user) => !user.disabled && user.roles.includes('engineer'))
			.map((user) => vanOf(user.id)),
	);

	/** What is to be had again, by store; those with the most missing kinds are not first: the order stays. */
	readonly lacking: { storeId: string; stocks: Stock[] }[] = $derived.by(() =>
		this.stores
			.map((storeId) => ({
				storeId,
				stocks: this.stocks
					.filter((stock) => stock.storeId === storeId && shortOf(stock) > 0)
					.sort((a, b) => (this.nameOfPart(a.partId) < this.nameOfPart(b.partId) ? -1 : 1)),
			}))
			.filter(({ stocks }) => stocks.length > 0),
	);

	nameOfPart(partId: string): string {
		return this.part(partId)?.name ?? partId;
	}
	person(userId: string): string | undefined {
		return this.#users.current?.find(({ id }) => id === userId)?.name;
	}
	storeName(storeId: string): string {
		const owner = ownerOf(storeId);
		if (owner === undefined) return m.stock_warehouse();
		if (owner === this.actor.userId && !seesAllStores(this.actor)) return m.stock_van_mine();
		return m.stock_van_of({ name: this.person(owner) ?? owner });
	}
}
