import { canonicalJson } from './canonical-json.ts';
import { accept, refuse, type Result } from './result.ts';

/**
 * Three-way merge of scalar fields: `set` is wanted, `base` is what its author saw. A field the other
 * side left alone, or set to the same value, is taken; one changed on both sides is a conflict and
 * nothing is dropped in silence: the whole command is answered with the fields that clash. A field
 * missing from `base` was empty for its author (JSON carries no undefined); no `base`, no comparison.
 */
export function mergeFields<R extends object>(
	current: R,
	set: Partial<R>,
	base: Readonly<Record<string, unknown>> | undefined,
): Result<R> {
	const now = Object.fromEntries(Object.entries(current));
	const wanted = Object.entries(set).filter(([field, value]) => !same(now[field], value));
	const clashes = wanted
		.map(([field]) => field)
		.filter((field) => base && !same(now[field], base[field]));
	if (clashes.length > 0) return refuse('conflict', { fields: clashes });
	if (wanted.length === 0) return accept(current);
	return accept({ ...current, ...Object.fromEntries(wanted) });
}

/** Absent and empty count as the same answer: nothing there. */
function same(a: unknown, b: unknown): boolean {
	return canonicalJson(a ?? '') === canonicalJson(b ?? '');
}
