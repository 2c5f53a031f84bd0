/** A step of a checklist while it is typed: all text, with what is wrong with it. */
import * as v from 'valibot';
import { decimalOf } from '#domain/catalogue/decimal.ts';
import type { CatalogueStep } from '#domain/catalogue/service-item.ts';
import { isUpsideDown } from '#domain/catalogue/steps-kept.ts';

const StepDraftSchema = v.object({
	key: v.string(),
	/** Key of the step it was before it asked for something else. */
	was: v.optional(v.string()),
	text: v.string(),
	textEn: v.string(),
	asks: v.picklist(['tick', 'reading']),
	unit: v.string(),
	unitEn: v.string(),
	lower: v.string(),
	upper: v.string(),
	photo: v.boolean(),
	retired: v.boolean(),
});
export type StepDraft = v.InferOutput<typeof StepDraftSchema>;

export type StepFault = 'text' | 'unit' | 'lower' | 'upper' | 'limits';

export function newStep(key: string): StepDraft {
	const empty = { text: '', textEn: '', unit: '', unitEn: '', lower: '', upper: '' };
	return { key, ...empty, asks: 'tick', photo: false, retired: false };
}

export function draftOf(step: CatalogueStep): StepDraft {
	const { key, text, textEn = '', reading, photoRequired = false, retired = false } = step;
	const { unit = '', unitEn = '', lower = '', upper = '' } = reading ?? {};
	const asks = reading ? ('reading' as const) : ('tick' as const);
	return { key, text, textEn, asks, unit, unitEn, lower, upper, photo: photoRequired, retired };
}

/** As the record has it; a limit that is no number is left out (`faultOf` tells of it). */
export function stepOf(draft: StepDraft): CatalogueStep {
	const { key, text, textEn, asks, photo, retired } = draft;
	return {
		...{ key, text: text.trim() },
		...(textEn.trim() && { textEn: textEn.trim() }),
		...(asks === 'reading' && { reading: readingOf(draft) }),
		...(photo && { photoRequired: true }),
		...(retired && { retired: true }),
	};
}

function readingOf({ unit, unitEn, lower, upper }: StepDraft) {
	const from = decimalOf(lower);
	const to = decimalOf(upper);
	return {
		unit: unit.trim(),
		...(unitEn.trim() && { unitEn: unitEn.trim() }),
		...(from !== undefined && { lower: from }),
		...(to !== undefined && { upper: to }),
	};
}

export function faultOf(draft: StepDraft): StepFault | undefined {
	if (draft.retired) return undefined;
	if (!draft.text.trim()) return 'text';
	if (draft.asks === 'tick') return undefined;
	if (!draft.unit.trim()) return 'unit';
	if (draft.lower.trim() && decimalOf(draft.lower) === undefined) return 'lower';
	if (draft.upper.trim() && decimalOf(draft.upper) === undefined) return 'upper';
	return isUpsideDown(readingOf(draft)) ? 'limits' : undefined;
}

/**
 * The step with that change. What asks for something else than the record's step of its key is
 * another step: it takes a key of its own, and the one before is retired by its absence.
 */
export function changedStep(
	draft: StepDraft,
	change: Partial<StepDraft>,
	known: readonly CatalogueStep[],
	freshKey: () => string,
): StepDraft {
	const { was, ...next } = { ...draft, ...change };
	const before = known.find(({ key }) => key === (was ?? next.key));
	if (!before) return next;
	const isSame = stepOf(next).reading?.unit === before.reading?.unit;
	if (isSame) return { ...next, key: before.key };
	return was ? { ...next, was } : { ...next, key: freshKey(), was: next.key };
}

/** One place up or down; itself at either end. */
export function moved(
	steps: readonly StepDraft[],
	key: string,
	by: -1 | 1,
): { steps: StepDraft[]; place: number } {
	const from = steps.findIndex((step) => step.key === key);
	const place = Math.min(Math.max(from + by, 0), steps.length - 1);
	const rest = steps.filter((step) => step.key !== key);
	const step = steps[from];
	return { steps: step ? rest.toSpliced(place, 0, step) : rest, place };
}

/** Kept with the unsaved text of the form. */
export function stepsFrom(text: string | undefined): StepDraft[] {
	try {
		const parsed = v.safeParse(v.array(StepDraftSchema), JSON.parse(text || '[]'));
		return parsed.success ? parsed.output : [];
	} catch {
		return [];
	}
}
