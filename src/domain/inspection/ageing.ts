/** Which devices of a round the report advises to replace. */
import { addDays, type LocalDate } from '../time/local-date.ts';
import type { Checkpoint } from './inspection.ts';

/** A device of this age is advised to be replaced, in years since it was bought. */
export const replaceAfterYears = 5;
/** An end of life nearer than this is told, in days. */
const endOfLifeSoonDays = 180;

export type Ageing = 'end_of_life' | 'old' | 'warranty_over';

/** The weightiest reason there is on that day; undefined where none is. */
export function ageingOf(checkpoint: Checkpoint, today: LocalDate): Ageing | undefined {
	const { endOfLifeOn, purchasedOn, warrantyUntil } = checkpoint;
	if (endOfLifeOn && endOfLifeOn <= addDays(today, endOfLifeSoonDays)) return 'end_of_life';
	if (purchasedOn && yearsOn(purchasedOn) <= today) return 'old';
	return warrantyUntil && warrantyUntil < today ? 'warranty_over' : undefined;
}

function yearsOn(date: LocalDate): string {
	return `${Number(date.slice(0, 4)) + replaceAfterYears}${date.slice(4)}`;
}
