import { stockIdOf, vanOf, ownerOf, warehouseId } from '#domain/stock/stock.ts';
import type { Actor } from '#domain/command.ts';
import type { CommandDraft } from '#store/execute.ts';
import { keepsStock } from './stock-room.svelte.ts';

/**
 * receive   goods into the warehouse        fill    from the warehouse into a van
 * back      from a van into the warehouse   count   what is really there
 * writeOff  broken or lost                  minimum below which it is to be replenished
 */
export type StockAction = 'receive' | 'fill' | 'back' | 'count' | 'writeOff' | 'minimum';

/** What a person may do with a part in a store; the likely thing first. */
export function actionsFor(storeId: string, actor: Actor): StockAction[] {
	const isVan = ownerOf(storeId) !== undefined;
	if (keepsStock(actor))
		return isVan
			? ['fill', 'back', 'count', 'writeOff', 'minimum']
			: ['receive', 'fill', 'count', 'writeOff', 'minimum'];
	if (!actor.roles.includes('engineer')) return [];
	if (storeId === vanOf(actor.userId)) return ['fill', 'back', 'count', 'writeOff'];
	return storeId === warehouseId ? ['fill'] : [];
}

export interface StockRequest {
	action: StockAction;
	partId: string;
	storeId: string;
	/** Of what goes into or out of a van: which. */
	van: string;
	/** Pieces; of a count or a minimum the number itself. */
	n: number;
	/** The balance its author sees. */
	seen: number;
	note: string;
}

/** The commands of one action: what goes from one store to another is two moves. */
export function draftsOf(request: StockRequest): CommandDraft[] {
	const { action, storeId, van, n, seen } = request;
	switch (action) {
		case 'receive':
			return [move(request, storeId, { type: 'in', quantity: n })];
		case 'fill':
			return transfer(request, warehouseId, van);
		case 'back':
			return transfer(request, van, warehouseId);
		case 'count':
			return [move(request, storeId, { type: 'count', counted: n, quantity: n - seen })];
		case 'writeOff':
			return [move(request, storeId, { type: 'out', quantity: -n })];
		case 'minimum':
			return [draft('stock.setMinimum@1', request, storeId, { minimum: n })];
	}
}

function transfer(request: StockRequest, from: string, to: string): CommandDraft[] {
	const { n } = request;
	return [
		move(request, from, { type: 'transfer', quantity: -n, other: to }),
		{ ...move(request, to, { type: 'transfer', quantity: n, other: from }), causedBy: 0 },
	];
}

function move(request: StockRequest, storeId: string, said: Record<string, unknown>): CommandDraft {
	const note = request.note.trim();
	return draft('stock.move@1', request, storeId, { ...said, ...(note && { note }) });
}

function draft(
	type: string,
	{ partId }: StockRequest,
	storeId: string,
	said: Record<string, unknown>,
): CommandDraft {
	const record = stockIdOf(storeId, partId);
	return { type, kind: 'stock', record, args: { storeId, partId, ...said } };
}
