/** A step of a checklist: a tick, or a reading with its unit and limits; a photo may be asked for. */
import * as v from 'valibot';
import { compareDecimals, DecimalSchema } from './decimal.ts';

const WordSchema = v.pipe(v.string(), v.maxLength(40));

const ReadingSpecSchema = v.looseObject({
	unit: WordSchema,
	unitEn: v.optional(WordSchema),
	/** Limits count as inside. */
	lower: v.optional(DecimalSchema),
	upper: v.optional(DecimalSchema),
});
export type ReadingSpec = v.InferOutput<typeof ReadingSpecSchema>;

/** What the catalogue says of a step, and the order's line after it. */
export const checkEntries = {
	key: v.string(),
	text: v.string(),
	textEn: v.optional(v.string()),
	/** Absent for a plain tick. */
	reading: v.optional(ReadingSpecSchema),
	/** The order is not completed, and a device of a round not inspected, before a photo of it is there. */
	photoRequired: v.optional(v.boolean()),
};

type ReadingState = 'within' | 'below' | 'above';

/** A value out of its limits is told, never refused: it is what was found. */
export function readingState({ lower, upper }: ReadingSpec, value: string): ReadingState {
	if (lower !== undefined && compareDecimals(value, lower) < 0) return 'below';
	if (upper !== undefined && compareDecimals(value, upper) > 0) return 'above';
	return 'within';
}

/** Its limits as they are written on a form: `≤ 4 Ω`, `12–14.4 V`; empty where there are none. */
export function limitsText({ lower, upper }: ReadingSpec, unit: string): string {
	if (lower === undefined && upper === undefined) return '';
	const range = lower === upper ? `= ${lower}` : `${lower}–${upper}`;
	const limits = lower === undefined ? `≤ ${upper}` : upper === undefined ? `≥ ${lower}` : range;
	return `${limits} ${unit}`;
}
