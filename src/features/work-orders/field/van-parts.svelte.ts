import type { Part } from '#domain/stock/part.ts';
import { partCodeOf, partMatches } from '#domain/stock/part.ts';
import { balanceOf, stockIdOf, vanOf, type Stock } from '#domain/stock/stock.ts';
import type { UsedPart, WorkOrder } from '#domain/work-order/work-order.ts';
import type { AccountScope } from '#store/account-context.ts';
import type { CommandDraft } from '#store/execute.ts';
import type { Live } from '#store/live.svelte.ts';
import { m } from '#i18n/generated/messages.js';
import type { ComboOption } from '#ui/combo-option.ts';
import { byId } from '../shared/by-id.ts';

/** Rows a search offers at once. */
const offeredMax = 30;
/** Parts times stores; more than any organisation has on one device. */
const stocksMax = 20_000;

/** The parts an engineer knows, and how many of each are in his van. */
export class VanParts {
	readonly van: string;
	readonly #parts: Live<Part[]>;
	readonly #stocks: Live<ReadonlyMap<string, Stock>>;

	constructor({ store, actor }: AccountScope) {
		this.van = vanOf(actor.userId);
		this.#parts = store.live(() => store.records.list('part'));
		this.#stocks = store.live(async () => byId(await store.records.list('stock', stocksMax)));
	}

	/** How many are in the van; none where nothing was ever put in. */
	balance(partId: string): number {
		const stock = this.#stocks.current?.get(stockIdOf(this.van, partId));
		return stock ? balanceOf(stock) : 0;
	}

	part(partId: string): Part | undefined {
		return this.#parts.current?.find(({ id }) => id === partId);
	}

	option(part: Part): ComboOption {
		const balance = this.balance(part.id);
		return {
			...{ id: part.id, label: part.name, detail: partCodeOf(part.id) },
			end: m.stock_pieces({ n: balance, unit: part.unit }),
			...(balance <= 0 && { tone: 'warn' as const }),
		};
	}

	/** What is in the van comes first. */
	search(text: string): ComboOption[] {
		const found = (this.#parts.current ?? []).filter((part) => partMatches(part, text));
		const [here, elsewhere] = [true, false].map((inVan) =>
			found.filter(({ id }) => this.balance(id) > 0 === inVan),
		);
		return [...(here ?? []), ...(elsewhere ?? [])]
			.slice(0, offeredMax)
			.map((part) => this.option(part));
	}

	/** The stock's side of using a part on an order, or of giving it back: a companion of the order's. */
	move(order: WorkOrder, partId: string, quantity: number, note?: string): CommandDraft {
		const orderNumber = order.number ?? order.offlineNumber;
		const args = {
			...{ storeId: this.van, partId, type: quantity < 0 ? 'use' : 'return', quantity },
			...{ orderId: order.id, ...(orderNumber && { orderNumber }), ...(note && { note }) },
		};
		const record = stockIdOf(this.van, partId);
		return { type: 'stock.move@1', kind: 'stock', record, args, causedBy: 0 };
	}

	/** Back into the van it came from, where the order says so. */
	back(order: WorkOrder, { partId, quantity, storeId }: UsedPart, reason: string): CommandDraft[] {
		return partId && storeId === this.van ? [this.move(order, partId, quantity, reason)] : [];
	}
}
