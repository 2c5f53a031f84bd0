import type { Stock, StockMove, StockMoveType } from '#domain/stock/stock.ts';
import { m } from '#i18n/generated/messages.js';

/** A move in the store it belongs to. */
export interface PartMove {
	storeId: string;
	move: StockMove;
}

/** Of one part in all its stores, the latest first. */
export function movesOf(stocks: readonly Stock[]): PartMove[] {
	const all = stocks.flatMap(({ storeId, moves }) => moves.map((move) => ({ storeId, move })));
	return all.sort((a, b) => (a.move.at > b.move.at ? -1 : Number(a.move.at < b.move.at)));
}

const words: Record<Exclude<StockMoveType, 'transfer' | 'count'>, () => string> = {
	in: m.stock_did_in,
	out: m.stock_did_out,
	use: m.stock_did_use,
	return: m.stock_did_return,
};

/** What was done; of a transfer also with whom. */
export function moveText(move: StockMove, storeName: (id: string) => string): string {
	if (move.type === 'count') return m.stock_did_count({ n: move.counted ?? 0 });
	if (move.type !== 'transfer') return words[move.type]();
	const store = storeName(move.other ?? '');
	return move.quantity < 0 ? m.stock_did_give({ store }) : m.stock_did_take({ store });
}

/** With its sign. */
export function signed(quantity: number): string {
	return quantity > 0 ? `+${quantity}` : String(quantity);
}
