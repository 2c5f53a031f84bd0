import { repairMovesFor, vendorOf } from '#domain/repair/commands.ts';
import type { Repair } from '#domain/repair/repair.ts';
import type { RepairMove } from '#domain/repair/states.ts';
import type { Actor } from '#domain/command.ts';

/** The one move that comes next, of those this person may make; the others stand in the menu. */
export function nextMove(repair: Repair, actor: Actor): RepairMove | undefined {
	const may = repairMovesFor(repair, actor);
	return order(repair).find((name) => may.includes(name));
}

function order(repair: Repair): readonly RepairMove[] {
	if (repair.state === 'approved') {
		if (vendorOf(repair)) return ['handOver'];
		return repair.quotes.length > 0 ? ['chooseQuote'] : ['addQuote'];
	}
	return ['resubmit', 'approve', 'report', 'sign', 'pass'];
}
