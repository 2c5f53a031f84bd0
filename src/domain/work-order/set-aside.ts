import type { Instant } from '../time/instant.ts';
import type { Line, WorkOrder } from './work-order.ts';

type Earlier = NonNullable<WorkOrder['earlier']>[number];

type AsideField =
	| 'suspension'
	| 'returned'
	| 'sentBack'
	| 'restored'
	| 'cancelled'
	| 'closing'
	| 'completedAt'
	| 'snapshot';

/** Takes single values off the order because a later fact ends or replaces them; `earlier` keeps them. */
export function setAside(order: WorkOrder, fields: readonly AsideField[], at: Instant): WorkOrder {
	const present = fields.filter((field) => order[field] !== undefined);
	if (present.length === 0) return order;
	const kept = present.map((field) => ({ field, until: at, value: order[field] }));
	const rest = Object.entries(order).filter(([name]) => !(present as string[]).includes(name));
	return {
		...(Object.fromEntries(rest) as WorkOrder),
		earlier: [...(order.earlier ?? []), ...kept],
	};
}

/** The same for a line's seal check, comparison or reading that is recorded again. */
export function setLineAside(order: WorkOrder, was: Line, is: Line, at: Instant): WorkOrder {
	const whole = (['seal', 'comparison'] as const)
		.filter((field) => was[field] !== undefined && was[field] !== is[field])
		.map((field) => ({ field: `lines.${was.id}.${field}`, until: at, value: was[field] }));
	const kept = [...whole, ...readingsReplaced(was, is, at)];
	if (kept.length === 0) return order;
	return { ...order, earlier: [...(order.earlier ?? []), ...kept] };
}

/** What was read before and no longer stands. */
export function readingsReplaced(was: Line, is: Line, at: Instant): Earlier[] {
	return was.checklist
		.filter(({ value }) => value !== undefined)
		.filter(({ key, value }) => value !== is.checklist.find((now) => now.key === key)?.value)
		.map(({ key, value, doneAt, doneBy }) => ({
			field: `lines.${was.id}.checklist.${key}`,
			until: at,
			value: { value, doneAt, doneBy },
		}));
}
