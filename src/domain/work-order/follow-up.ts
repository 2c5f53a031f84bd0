/**
 * Lines split off an order go on in a follow-up order. Of both it holds:
 *
 * 1. A line is worked on in one place: here while it does not say where it `continues`, there from
 *    then on. Its facts go along as they stood; parts stay where they were used, and what the
 *    customer signed stays with the order he signed it for.
 * 2. An order keeps one line at least, so that there is something to complete.
 * 3. The follow-up takes just the lines that name it: `splitOff` marks them, `createFollowUp`, its
 *    companion, reads the marks. So no sequence loses a line or doubles it.
 */
import { lineSolved } from './line-solved.ts';
import type { Line, WorkOrder } from './work-order.ts';

export function isElsewhere(line: Line): boolean {
	return line.continues !== undefined;
}

/** The lines this order still answers for. */
export function linesHere(order: Pick<WorkOrder, 'lines'>): Line[] {
	return order.lines.filter((line) => !isElsewhere(line));
}

/** The lines that may go on elsewhere: open ones. */
export function openLines(order: Pick<WorkOrder, 'lines'>): Line[] {
	return linesHere(order).filter((line) => !lineSolved(line));
}
