/**
 * What engineers handed in who had lost the order meanwhile, as the desk decides about it: moves and
 * facts of one engineer together. A move is held, a fact stands on the order flagged late; both wait
 * until the desk takes the work over, keeps it as facts only, or discards it with a reason.
 */
import type { Instant } from '../time/instant.ts';
import { withHeldFacts } from './held-facts.ts';
import { lineSolved } from './line-solved.ts';
import type { Held, Signature, WorkOrder } from './work-order.ts';

/** The lists of an order whose entries may have come late. */
export const lateLists = [
	'notes',
	'photos',
	'voices',
	'times',
	'consulted',
	'signatures',
	'papers',
	'delays',
	'escalations',
	'consents',
	'interruptions',
	'found',
] as const satisfies (keyof WorkOrder)[];
export type LateList = (typeof lateLists)[number];

export interface LateFact {
	list: LateList;
	id: string;
	at: Instant;
	by: string;
}

/** The undecided work of one engineer. */
export interface LateWork {
	engineerId: string;
	/** When he did the first of it. */
	since: Instant;
	held: Held[];
	facts: LateFact[];
	/** The completion the desk may take over as the order's result. */
	completion?: Held;
}

interface Flags {
	late?: boolean | undefined;
	accepted?: boolean | undefined;
	retracted?: object | undefined;
	noted?: object | undefined;
}

/** Nobody has decided about it yet. */
export function isUndecided({ accepted, retracted, noted }: Flags): boolean {
	return !accepted && !retracted && !noted;
}

export function undecidedFacts(order: WorkOrder): LateFact[] {
	return lateLists.flatMap((list) =>
		((order[list] ?? []) as ({ id: string; at: Instant; by: string } & Flags)[])
			.filter((fact) => fact.late && isUndecided(fact))
			.map(({ id, at, by }) => ({ list, id, at, by })),
	);
}

/** By engineer, who waits longest first. */
export function lateWorkOf(order: WorkOrder): LateWork[] {
	const held = order.held.filter(isUndecided);
	const facts = undecidedFacts(order);
	const names = new Set([
		...held.map(({ engineerId }) => engineerId),
		...facts.map(({ by }) => by),
	]);
	return [...names]
		.map((engineerId) => workOf(order, engineerId, held, facts))
		.sort((a, b) => (a.since < b.since ? -1 : 1));
}

function workOf(
	order: WorkOrder,
	engineerId: string,
	allHeld: readonly Held[],
	allFacts: readonly LateFact[],
): LateWork {
	const held = allHeld.filter((entry) => entry.engineerId === engineerId);
	const facts = allFacts.filter(({ by }) => by === engineerId);
	const since = [...held, ...facts].map(({ at }) => at).sort()[0] ?? order.updatedAt;
	const completion = held.find((entry) => mayTakeOver(order, entry));
	return { engineerId, since, held, facts, ...(completion && { completion }) };
}

/** Whether `acceptLate` can make it the order's result: signed, and every line solved with what he says. */
export function mayTakeOver(order: WorkOrder, entry: Held): boolean {
	if (entry.command !== 'workOrder.complete@1' || !isUndecided(entry)) return false;
	const done = withHeldFacts(order, heldBefore(order, entry)).order;
	return done.lines.every(lineSolved) && lateSignature(done, entry) !== undefined;
}

/** Undecided work of the engineer who completed it, up to then and with it. */
export function heldBefore(order: WorkOrder, done: Held): Held[] {
	return order.held.filter(
		(entry) => isUndecided(entry) && entry.engineerId === done.engineerId && entry.at <= done.at,
	);
}

export function lateSignature(order: WorkOrder, entry: Held): Signature | undefined {
	return order.signatures.findLast(({ by, retracted }) => by === entry.engineerId && !retracted);
}
