import type { Actor } from '#domain/command.ts';
import { addMinutes, instantOf } from '#domain/time/instant.ts';
import { ratingDaysMax, reopenDaysMax } from '#domain/work-order/commands/desk.ts';
import { isRequester, movesFor } from '#domain/work-order/parties.ts';
import { isOpen, type MoveName } from '#domain/work-order/states.ts';
import type { WorkOrder } from '#domain/work-order/work-order.ts';

/** What the person who reported it may say now. */
export interface RequestOffers {
	/** "Solved": closes it. */
	confirm: boolean;
	/** "Still broken": within a week. */
	reopen: boolean;
	/** Once, within a fortnight. */
	rate: boolean;
	/** Takes it back while nobody was sent. */
	cancel: boolean;
	/** More about the fault, while it is being worked on. */
	note: boolean;
}

const dayMinutes = 24 * 60;

/** For anybody else all are off: he reads. */
export function offersOf(order: WorkOrder, actor: Actor, nowMs: number): RequestOffers {
	const mine = isRequester(order, actor);
	const moves: MoveName[] = mine ? movesFor(order, actor) : [];
	const within = (days: number) => withinDays(order, days, nowMs);
	return {
		confirm: moves.includes('close'),
		reopen: moves.includes('reopen') && within(reopenDaysMax),
		rate: moves.includes('rate') && !order.rating && within(ratingDaysMax),
		cancel: moves.includes('cancel'),
		note: mine && isOpen(order.state),
	};
}

function withinDays(order: WorkOrder, days: number, nowMs: number): boolean {
	const ended = order.closing?.at ?? order.completedAt ?? order.updatedAt;
	return instantOf(nowMs) <= addMinutes(ended, days * dayMinutes);
}
