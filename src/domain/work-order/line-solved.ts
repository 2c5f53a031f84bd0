import type { Line } from './work-order.ts';

export function lineSolved(line: Line): boolean {
	return line.result !== 'open' && Boolean(line.solution?.trim());
}

/** By the taxonomy, in words, or both. */
export function causeKnown({ causeCode, cause }: Line): boolean {
	return Boolean(causeCode ?? '') || Boolean(cause?.trim());
}
