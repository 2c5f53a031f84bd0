import { vendorOf } from '#domain/repair/commands.ts';
import { repairMovesFor } from '#domain/repair/repair-command.ts';
import type { Repair } from '#domain/repair/repair.ts';
import { isRepairOpen, type RepairMove } from '#domain/repair/states.ts';
import type { Actor } from '#domain/command.ts';

/** The one move that comes next, of those this person may make; the others stand in the menu. */
export function nextMove(repair: Repair, actor: Actor): RepairMove | undefined {
	const may = offeredMoves(repair, actor);
	return order(repair).find((name) => may.includes(name));
}

/** What he may do now and can: a choice needs quotes, a hand-over somebody to hand to. */
export function offeredMoves(repair: Repair, actor: Actor): RepairMove[] {
	return repairMovesFor(repair, actor).filter((name) => {
		if (name === 'addQuote' || name === 'chooseQuote')
			return repair.type === 'third_party' && (name === 'addQuote' || repair.quotes.length > 0);
		return name !== 'handOver' || vendorOf(repair) !== undefined;
	});
}

function order(repair: Repair): readonly RepairMove[] {
	if (repair.state === 'approved') {
		if (vendorOf(repair)) return ['handOver'];
		return repair.quotes.length > 0 ? ['chooseQuote'] : ['addQuote'];
	}
	return isRepairOpen(repair.state)
		? ['resubmit', 'approve', 'report', 'sign', 'pass']
		: ['takeLoanBack'];
}
