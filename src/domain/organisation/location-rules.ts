/**
 * Location codes 位置编码 as data: a rule is a row of segments, each of a fixed length, of capitals and
 * digits only, with or without a dash before it. The organisation's record has them, so that every
 * device of staff checks and builds codes without signal.
 *
 * 1. What a code is made of stays for ever: codes by it stand on machines. Another form is another
 *    rule; one that is not used any more is retired, offered no more and still read.
 * 2. All segments but position, number and category together name the room: its own label says that.
 */
import * as v from 'valibot';

const nameLengthMax = 60;
const segmentLengthMax = 12;
export const segmentsMax = 8;
export const locationRulesMax = 20;

export const segmentMeanings = [
	...(['customer', 'building', 'room', 'category', 'position', 'number'] as const),
] as const;
export type SegmentMeaning = (typeof segmentMeanings)[number];
const roomMeanings: readonly SegmentMeaning[] = ['customer', 'building', 'room'];

export const segmentSigns = ['digits', 'letters', 'both'] as const;
export type SegmentSigns = (typeof segmentSigns)[number];
const signClasses: Record<SegmentSigns, string> = { digits: '0-9', letters: 'A-Z', both: 'A-Z0-9' };

const SegmentSchema = v.looseObject({
	means: v.picklist(segmentMeanings),
	length: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(segmentLengthMax)),
	signs: v.picklist(segmentSigns),
	/** A dash stands before it. */
	dash: v.optional(v.boolean()),
});
export type LocationSegment = v.InferOutput<typeof SegmentSchema>;

export const locationRuleEntries = {
	key: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,39}$/)),
	name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(nameLengthMax)),
	nameEn: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(nameLengthMax))),
	segments: v.pipe(v.array(SegmentSchema), v.minLength(1), v.maxLength(segmentsMax)),
	retired: v.optional(v.boolean()),
};

export const LocationRuleSchema = v.looseObject({
	...locationRuleEntries,
	/** Counts its changes, so that two administrators do not overwrite one another. */
	version: v.pipe(v.number(), v.integer(), v.minValue(1)),
});
export type LocationRule = v.InferOutput<typeof LocationRuleSchema>;

/** What an organisation begins with (domain.md): `D010210-009`, and unit, category, location, number. */
const firstRules: readonly LocationRule[] = [
	{
		...{ key: 'place', name: '楼宇房间机位', nameEn: 'Building, room, position', version: 1 },
		segments: [
			{ means: 'building', length: 3, signs: 'both' },
			{ means: 'room', length: 4, signs: 'both' },
			{ means: 'position', length: 3, signs: 'digits', dash: true },
		],
	},
	{
		...{ key: 'unit', name: '单位类别位置编号', version: 1 },
		nameEn: 'Unit, category, location, number',
		segments: [
			{ means: 'customer', length: 4, signs: 'both' },
			{ means: 'category', length: 2, signs: 'letters', dash: true },
			{ means: 'room', length: 4, signs: 'both', dash: true },
			{ means: 'number', length: 4, signs: 'digits', dash: true },
		],
	},
];

export function locationRulesOf(
	organisation: { locationRules?: readonly LocationRule[] | undefined } | undefined,
): readonly LocationRule[] {
	return organisation?.locationRules ?? firstRules;
}

/** What was typed or read, as codes are written: half-width capitals without blanks. */
export function toLocationCode(text: string): string {
	const plain = text.normalize('NFKC').toUpperCase().replace(/\s/gu, '');
	return plain.replace(/[\p{Pd}−]/gu, '-');
}

export function fitsSegment({ length, signs }: LocationSegment, value: string): boolean {
	return new RegExp(`^[${signClasses[signs]}]{${length}}$`).test(value);
}

/** The segments' values, one for each; undefined where the code is not of this rule. */
export function segmentsOf({ segments }: LocationRule, code: string): string[] | undefined {
	const groups = segments.map(
		({ dash, signs, length }) => `${dash ? '-' : ''}([${signClasses[signs]}]{${length}})`,
	);
	return new RegExp(`^${groups.join('')}$`).exec(code)?.slice(1);
}

/** The first rule it is of; retired ones count. */
export function ruleOfCode(rules: readonly LocationRule[], code: string): LocationRule | undefined {
	return rules.find((rule) => segmentsOf(rule, code) !== undefined);
}

/** Undefined where a value does not fit its segment. */
export function codeOfSegments(
	{ segments }: LocationRule,
	values: readonly string[],
): string | undefined {
	if (!segments.every((segment, n) => fitsSegment(segment, values[n] ?? ''))) return undefined;
	return segments.map(({ dash }, n) => `${dash ? '-' : ''}${values[n]}`).join('');
}

/** `D010602` of `D010602-003`: what the room's own label says. */
export function roomCodeOf(rules: readonly LocationRule[], code: string): string | undefined {
	const rule = ruleOfCode(rules, code);
	const values = rule && segmentsOf(rule, code);
	const kept = rule?.segments.flatMap(({ means, dash }, n) =>
		roomMeanings.includes(means) ? [{ dash, value: values?.[n] ?? '' }] : [],
	);
	if (!kept || kept.length === 0) return undefined;
	return kept.map(({ dash, value }, n) => `${dash && n > 0 ? '-' : ''}${value}`).join('');
}
