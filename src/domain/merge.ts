import { canonicalJson } from './canonical-json.ts';

/** A field both sides changed, to different values. */
export interface FieldClash {
	field: string;
	/** What the author of the command had seen; null for nothing. */
	base: unknown;
	mine: unknown;
	/** What stands in the record. */
	theirs: unknown;
}

export interface Merged<R> {
	/** With every wanted field that does not clash; `current` itself where nothing moves. */
	value: R;
	clashes: FieldClash[];
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Three-way merge, field by field: `set` is wanted, `base` is what its author saw. A field the other
 * side left alone, or set to the same value, is taken; one changed on both sides keeps the other
 * side's value and is named as a clash, so that nothing is dropped in silence. A field missing from
 * `base` was empty for its author (JSON carries no undefined); no `base`, no comparison.
 */
export function mergeFields<R extends object>(
	current: R,
	set: Partial<R>,
	base: Fields | undefined,
): Merged<R> {
	const clashes = clashesOf(current, set, base);
	const parked = new Set(clashes.map(({ field }) => field));
	const taken = wantedOf(current, set).filter(([field]) => !parked.has(field));
	const value = taken.length > 0 ? { ...current, ...Object.fromEntries(taken) } : current;
	return { value, clashes };
}

/** The fields of `set` that both sides changed. */
export function clashesOf(current: object, set: object, base: Fields | undefined): FieldClash[] {
	if (!base) return [];
	const now = Object.fromEntries<unknown>(Object.entries(current));
	return wantedOf(current, set)
		.filter(([field]) => !isSameValue(now[field], base[field]))
		.map(([field, mine]) => ({
			...{ field, base: base[field] ?? null },
			...{ mine, theirs: now[field] ?? null },
		}));
}

function wantedOf(current: object, set: object): [string, unknown][] {
	const now = Object.fromEntries<unknown>(Object.entries(current));
	return Object.entries(set).filter(
		([field, value]) => value !== undefined && !isSameValue(now[field], value),
	);
}

/** Absent and empty count as the same answer: nothing there. */
export function isSameValue(a: unknown, b: unknown): boolean {
	return canonicalJson(a ?? '') === canonicalJson(b ?? '');
}
