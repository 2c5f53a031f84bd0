/** Spare parts: what engineers take, use and give back, and what the storekeeper does. */
import type { RecordOf } from '#domain/record-schemas.ts';
import { balanceOf, stockIdOf, vanOf, warehouseId } from '#domain/stock/stock.ts';
import type { CommandDraft } from '#store/execute.ts';
import type { Seeded } from '../fixtures/seeded.ts';
import { order, type Doing } from './draft.ts';
import { engineers } from './people.ts';
import { parts } from './setting.ts';
import type { Device } from './world/device.ts';

type Order = RecordOf<'workOrder'>;

/** Pieces moved at once. */
const piecesMax = 5;

/** A part used on a line of the order, given back, or moved between the van and the warehouse. */
export function withParts(picked: Order, device: Device, chance: Seeded): Doing {
	const van = vanOf(device.person.id);
	const partId = chance.pick(parts);
	const { id: orderId } = picked;
	const line = chance.pick(picked.lines);
	const used = line.parts.find(({ by, retracted }) => by === device.person.id && !retracted);
	if (used?.partId && chance.chance(0.5)) {
		const back = { type: 'return', quantity: used.quantity, orderId };
		const args = { lineId: line.id, factId: used.id, reason: 'not needed' };
		return together(order('returnPart', orderId, args), move(van, used.partId, back));
	}
	if (chance.chance(0.5)) return between(warehouseId, van, chance);
	const quantity = 1 + chance.below(piecesMax);
	const use = { type: 'use', quantity: -quantity, orderId };
	const taken = order('usePart', orderId, { lineId: line.id, partId, quantity });
	return together(taken, move(van, partId, use));
}

/** At the shelves: goods come in, go to vans and back, and are counted. */
export function inStore(device: Device, chance: Seeded): Doing {
	const van = vanOf(chance.pick(engineers).id);
	const partId = chance.pick(parts);
	const storeId = chance.pick([van, warehouseId]);
	const stock = device.seen('stock').find(({ id }) => id === stockIdOf(storeId, partId));
	const counted = chance.below(piecesMax);
	const quantity = counted - (stock ? balanceOf(stock) : 0);
	return chance.pick([
		() => between(warehouseId, van, chance),
		() => between(van, warehouseId, chance),
		() => ({ drafts: [move(warehouseId, partId, { type: 'in', quantity: 1 + counted })] }),
		() => ({ drafts: [move(storeId, partId, { type: 'count', counted, quantity })] }),
		() => ({ drafts: [move(storeId, partId, { type: 'out', quantity: -1, note: 'broken' })] }),
	])();
}

/** What goes from one store to another is two moves. */
function between(from: string, to: string, chance: Seeded): Doing {
	const partId = chance.pick(parts);
	const n = 1 + chance.below(piecesMax);
	return together(
		move(from, partId, { type: 'transfer', quantity: -n, other: to }),
		move(to, partId, { type: 'transfer', quantity: n, other: from }),
	);
}

function move(storeId: string, partId: string, said: Record<string, unknown>): CommandDraft {
	const record = stockIdOf(storeId, partId);
	return { type: 'stock.move@1', kind: 'stock', record, args: { storeId, partId, ...said } };
}

/** A command and its companions, in one act. */
export function together(first: CommandDraft, ...companions: CommandDraft[]): Doing {
	return { drafts: [first, ...companions.map((each) => ({ ...each, causedBy: 0 }))] };
}
