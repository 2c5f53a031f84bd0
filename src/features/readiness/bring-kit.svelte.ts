import * as v from 'valibot';
import type { Article } from '#domain/knowledge/article.ts';
import type { Part } from '#domain/stock/part.ts';
import { balanceOf, stockIdOf, vanOf, warehouseId } from '#domain/stock/stock.ts';
import type { BringItem } from '#domain/library/bring-library.ts';
import type { LibraryItem } from '#domain/library/library-item.ts';
import { bringList, type BringPart } from '#domain/work-order/bring-list.ts';
import type { WorkOrder } from '#domain/work-order/work-order.ts';
import type { AccountScope } from '#store/account-context.ts';
import type { AccountStore } from '#store/account-store.ts';
import type { Live } from '#store/live.svelte.ts';

/** Older ones than these are asked for by asset only. */
const recentMax = 200;
const ownItemsMax = 30;

/** What is ticked and what was added by hand, kept on this device. */
const KeptSchema = v.object({ ticked: v.array(v.string()), own: v.array(v.string()) });
type Kept = v.InferOutput<typeof KeptSchema>;
const nothingKept: Kept = { ticked: [], own: [] };

export interface KitPart extends BringPart {
	part: Part;
	/** Pieces in the engineer's own van, and in the warehouse. */
	inVan: number;
	inStore: number;
}

export interface KitItem extends BringItem {
	item: LibraryItem;
}

interface Found {
	parts: KitPart[];
	items: KitItem[];
	articles: { article: Article; times: number }[];
}

/** What one order's list proposes, how much of it is in the van, and what is packed already. */
export class BringKit {
	readonly #store: AccountStore;
	readonly #key: string;
	readonly #found: Live<Found>;
	readonly #kept: Live<Kept>;
	#keeping = Promise.resolve();

	constructor({ store, actor }: AccountScope, order: WorkOrder) {
		this.#store = store;
		this.#key = `bring/${order.id}`;
		this.#found = store.live(() => kitOf(store, vanOf(actor.userId), order));
		this.#kept = store.live(() => keptAt(store, this.#key));
	}

	get ready(): boolean {
		return [this.#found.ready, this.#kept.ready].every(Boolean);
	}
	get parts(): KitPart[] {
		return this.#found.current?.parts ?? [];
	}
	/** Of the library: drivers, software, tools, media. */
	get items(): KitItem[] {
		return this.#found.current?.items ?? [];
	}
	get articles(): Found['articles'] {
		return this.#found.current?.articles ?? [];
	}
	/** Tools, drivers and whatever else, in his own words. */
	get own(): string[] {
		return this.#kept.current?.own ?? [];
	}
	/** How many things are to be packed, and how many of them are. */
	get total(): number {
		return this.#keys().length;
	}
	get packed(): number {
		return this.#keys().filter((key) => this.isPacked(key)).length;
	}
	/** Parts the van has too few of that nobody has packed yet. */
	get short(): KitPart[] {
		return this.parts.filter((one) => isShort(one) && !this.isPacked(one.partId));
	}

	isPacked(key: string): boolean {
		return this.#kept.current?.ticked.includes(key) ?? false;
	}

	async pack(key: string, packed: boolean): Promise<void> {
		await this.#keep(({ ticked, own }) => {
			const others = ticked.filter((one) => one !== key);
			return { own, ticked: packed ? [...others, key] : others };
		});
	}

	async add(words: string): Promise<void> {
		const said = words.trim();
		if (!said) return;
		await this.#keep(({ ticked, own }) => ({
			ticked,
			own: [...new Set([...own, said])].slice(0, ownItemsMax),
		}));
	}

	async drop(words: string): Promise<void> {
		await this.#keep(({ ticked, own }) => ({
			ticked: ticked.filter((one) => one !== words),
			own: own.filter((one) => one !== words),
		}));
	}

	#keys(): string[] {
		const items = this.items.map(({ itemId }) => itemId);
		return [...this.parts.map(({ partId }) => partId), ...items, ...this.own];
	}

	/** One after the other: two quick ticks are two. */
	#keep(change: (kept: Kept) => Kept): Promise<void> {
		this.#keeping = this.#keeping.then(async () => {
			await this.#store.drafts.set(this.#key, change(await keptAt(this.#store, this.#key)));
		});
		return this.#keeping;
	}
}

export function isShort({ inVan, quantity }: KitPart): boolean {
	return inVan < quantity;
}

async function keptAt(store: AccountStore, key: string): Promise<Kept> {
	const kept = v.safeParse(KeptSchema, await store.drafts.get(key));
	return kept.success ? kept.output : nothingKept;
}

async function kitOf(store: AccountStore, van: string, order: WorkOrder): Promise<Found> {
	const { records } = store;
	const ids = [...new Set(order.lines.flatMap(({ asset }) => asset?.id ?? []))];
	const here = await Promise.all(ids.map((id) => records.about('workOrder', 'asset', id)));
	const lately = await records.recent('workOrder', recentMax);
	const others = new Map([...lately, ...here.flat()].map((other) => [other.id, other]));
	const parts = await records.list('part');
	const articles = await records.list('article');
	const items = await records.list('libraryItem');
	const list = bringList(order, [...others.values()], { parts, articles, items });
	const balance = await balances(store, van, list.parts);
	return {
		parts: list.parts.flatMap((one) => {
			const part = parts.find(({ id }) => id === one.partId);
			return part ? [{ ...one, part, ...balance(one.partId) }] : [];
		}),
		items: list.items.flatMap((one) => {
			const item = items.find(({ id }) => id === one.itemId);
			return item ? [{ ...one, item }] : [];
		}),
		articles: list.articles.flatMap(({ articleId, times }) => {
			const article = articles.find(({ id }) => id === articleId);
			return article ? [{ article, times }] : [];
		}),
	};
}

async function balances(store: AccountStore, van: string, parts: readonly BringPart[]) {
	const ids = parts.flatMap(({ partId }) => [
		stockIdOf(van, partId),
		stockIdOf(warehouseId, partId),
	]);
	const stocks = await store.records.getMany('stock', ids);
	const byId = new Map(stocks.map((stock) => [stock.id, balanceOf(stock)]));
	const at = (storeId: string, partId: string) => byId.get(stockIdOf(storeId, partId)) ?? 0;
	return (partId: string) => ({ inVan: at(van, partId), inStore: at(warehouseId, partId) });
}
