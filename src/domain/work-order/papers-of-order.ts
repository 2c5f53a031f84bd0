import { formCodes } from '../numbering/number.ts';
import type { Paper, WorkOrder } from './work-order.ts';

export type OrderPaperKind = 'sheet' | 'tracking' | 'slip' | NonNullable<Paper['form']>;

/** Slip and tracking record are known by the form in front of their number. */
function paperKindOf({ form, number }: Pick<Paper, 'form' | 'number'>): OrderPaperKind {
	if (form) return form;
	if (number.startsWith(`${formCodes.partsSlip}-`)) return 'slip';
	return number.startsWith(`${formCodes.tracking}-`) ? 'tracking' : 'sheet';
}

/** Those that stand, the oldest first. */
export function papersOf(order: Pick<WorkOrder, 'papers'>, kind: OrderPaperKind): Paper[] {
	return order.papers.filter((paper) => !paper.retracted && paperKindOf(paper) === kind);
}
