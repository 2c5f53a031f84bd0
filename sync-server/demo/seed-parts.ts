import { partIdOf } from '#domain/stock/part.ts';
import { stockIdOf, vanOf, warehouseId } from '#domain/stock/stock.ts';
import { addMinutes, type Instant } from '#domain/time/instant.ts';
import type { AdministrationCommand } from '#server/administration.ts';
import { demoActor } from './people.ts';
import { demoParts, type DemoPart } from './parts.ts';

/** Commands of one part at most; they are numbered by part and step, so that a second run adds nothing. */
const stepsPerPartMax = 50;
const storekeeper = 'user-store';
const minutesPerDay = 24 * 60;
const stockedDaysAgo = 20;

type Step = Pick<AdministrationCommand, 'type' | 'kind' | 'record' | 'args'> & {
	at: Instant;
	by: string;
};

/** Parts, what was received, what went into the vans, and what of it was used, each at its time. */
export function partCommands(now: Instant): AdministrationCommand[] {
	return demoParts.flatMap((part, n) =>
		stepsOf(part, now).map(({ by, ...step }, at) => ({
			...step,
			actor: demoActor(by),
			as: { device: 'demo-seed-parts', seq: n * stepsPerPartMax + at + 1 },
		})),
	);
}

function stepsOf(part: DemoPart, now: Instant): Step[] {
	const { code, name, unit, models, aliases, usedOn, usedDaysAgo = 1 } = part;
	const daysAgo = (days: number) => addMinutes(now, -days * minutesPerDay);
	const set = { name, unit, ...(models && { models }), ...(aliases && { aliases }) };
	const vans = Object.entries(part.vans ?? {}).flatMap(([number, level]) =>
		level
			? vanSteps(
					code,
					number,
					level,
					daysAgo,
					number === '07' && usedOn ? { on: usedOn, ago: usedDaysAgo } : undefined,
				)
			: [],
	);
	const given = vans.reduce((sum, { args }) => sum + givenBy(args), 0);
	const [balance, minimum] = part.warehouse;
	const received = { type: 'in', quantity: balance + given, note: '季度到货' };
	return [
		{
			...{ type: 'part.register@1', kind: 'part', record: partIdOf(code) },
			...{ args: { set }, at: daysAgo(stockedDaysAgo + 1), by: storekeeper },
		},
		...(balance + given > 0
			? [move(code, warehouseId, received, daysAgo(stockedDaysAgo), storekeeper)]
			: []),
		lowest(code, warehouseId, minimum, daysAgo(stockedDaysAgo)),
		...vans,
	];
}

/** One more than is left now went in: used since, on an order of the demo or before its time. */
function vanSteps(
	code: string,
	number: string,
	[balance, minimum]: [number, number],
	daysAgo: (days: number) => Instant,
	used: { on: string; ago: number } | undefined,
): Step[] {
	const userId = `user-eng${number}`;
	const van = vanOf(userId);
	const quantity = balance + 1;
	const out = { type: 'transfer', quantity: -quantity, other: van };
	const on = used ? { orderId: used.on } : { note: '旧台账结转' };
	const into = { type: 'transfer', quantity, other: warehouseId };
	return [
		...(quantity > 0
			? [
					move(code, warehouseId, out, daysAgo(stockedDaysAgo - 1), userId),
					move(code, van, into, daysAgo(stockedDaysAgo - 1), userId),
				]
			: []),
		move(code, van, { type: 'use', quantity: -1, ...on }, daysAgo(used?.ago ?? 3), userId),
		lowest(code, van, minimum, daysAgo(stockedDaysAgo - 1)),
	];
}

/** What a step took out of the warehouse. */
function givenBy({ storeId, quantity }: Record<string, unknown>): number {
	return storeId === warehouseId && typeof quantity === 'number' ? -quantity : 0;
}

function move(
	code: string,
	storeId: string,
	said: Record<string, unknown>,
	at: Instant,
	by: string,
): Step {
	return { ...stockStep('stock.move@1', code, storeId, said), at, by };
}

function lowest(code: string, storeId: string, minimum: number, at: Instant): Step {
	return { ...stockStep('stock.setMinimum@1', code, storeId, { minimum }), at, by: storekeeper };
}

function stockStep(type: string, code: string, storeId: string, said: Record<string, unknown>) {
	const partId = partIdOf(code);
	const record = stockIdOf(storeId, partId);
	return { type, kind: 'stock' as const, record, args: { storeId, partId, ...said } };
}
