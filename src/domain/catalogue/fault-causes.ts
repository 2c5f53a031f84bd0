/**
 * The fault taxonomy 故障分类: what faults come from, as a tree of two levels. One record of the
 * organisation, held by every member of staff; orders keep the code only.
 *
 * 1. A code is for ever: what is not used any more is retired, never given to something else.
 * 2. A code that is not in the list (yet, or any more) is kept all the same: no work on site waits
 *    for a list.
 */
import * as v from 'valibot';
import { recordEntries } from '../record.ts';

const codeLengthMax = 40;
const causesMax = 300;

/** E.g. `hw-disk`; empty where a choice was taken back. */
export const CauseCodeSchema = v.pipe(
	v.string(),
	v.regex(/^[a-z0-9-]*$/),
	v.maxLength(codeLengthMax),
);

const name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(60));

const FaultCauseSchema = v.looseObject({
	code: v.pipe(CauseCodeSchema, v.minLength(1)),
	name,
	nameEn: v.optional(name),
	/** Code of the group it belongs to; absent for a group. */
	group: v.optional(CauseCodeSchema),
	/** Beginnings of the categories it is usual for; absent for those that fit anything. */
	categories: v.optional(v.array(v.string())),
	/** Offered no more, still named where it was recorded. */
	retired: v.optional(v.boolean()),
});
export type FaultCause = v.InferOutput<typeof FaultCauseSchema>;

export const taxonomyFields = {
	name,
	causes: v.pipe(v.array(FaultCauseSchema), v.maxLength(causesMax)),
};

export const TaxonomySchema = v.looseObject({
	...recordEntries,
	kind: v.literal('taxonomy'),
	...taxonomyFields,
});
export type Taxonomy = v.InferOutput<typeof TaxonomySchema>;
/** There is one per database. */
export const faultTaxonomyId = 'taxonomy-faults';

interface CauseGroup {
	group: FaultCause;
	causes: FaultCause[];
}

/** What is offered, by group; those usual for the category first within each. */
export function causeGroups(causes: readonly FaultCause[], category = ''): CauseGroup[] {
	const offered = causes.filter(({ retired }) => !retired);
	return offered
		.filter(({ group }) => !group)
		.map((group) => ({
			group,
			causes: offered
				.filter((cause) => cause.group === group.code)
				.toSorted((a, b) => Number(isUsual(b, category)) - Number(isUsual(a, category))),
		}))
		.filter(({ causes: inside }) => inside.length > 0);
}

/** Whether faults of that category usually come from it. */
function isUsual({ categories }: FaultCause, category: string): boolean {
	return categories?.some((beginning) => category.startsWith(beginning)) ?? false;
}

/** More chips than these are no choice for a thumb. */
export const causeChipsMax = 6;

/**
 * The first chips: what it was before, best first, then what is usual for the category. `before` are
 * codes ranked by what worked.
 */
export function firstCauses(
	causes: readonly FaultCause[],
	before: readonly string[],
	category = '',
): FaultCause[] {
	const gone = new Set(causes.flatMap(({ code, retired }) => (retired ? code : [])));
	const offered = causes.filter(({ code, group }) => group && !gone.has(group) && !gone.has(code));
	const known = before.flatMap((code) => offered.filter((cause) => cause.code === code));
	const usual = offered.filter((cause) => !known.includes(cause) && isUsual(cause, category));
	return [...known, ...usual].slice(0, causeChipsMax);
}
