import { Script, createContext } from 'node:vm';
import type { Leaf } from './couch-copy.ts';

export interface Row {
	id: string;
	key: unknown;
	value: unknown;
	doc?: unknown;
}

type MakeMap = (emit: (key: unknown, value: unknown) => void) => (doc: unknown) => void;

const compiled = new Map<string, (doc: unknown) => { key: unknown; value: unknown }[]>();

/** A design document's map function, run as CouchDB would: on its own, with `emit`. */
export function mapper(source: string): (doc: unknown) => { key: unknown; value: unknown }[] {
	const known = compiled.get(source);
	if (known) return known;
	let rows: { key: unknown; value: unknown }[] = [];
	// Handed in, not a global of the context: looking one up there for every document is slow.
	const make = new Script(`(emit) => (${source})`).runInContext(createContext({})) as MakeMap;
	const map = make((key, value) => rows.push({ key, value }));
	const run = (doc: unknown) => {
		rows = [];
		map(doc);
		return rows;
	};
	compiled.set(source, run);
	return run;
}

/** The document as views and changes see it: the winner, and what conflicts with it. */
export function seen(id: string, leaves: readonly Leaf[]): Record<string, unknown> | undefined {
	const [winner, ...others] = leaves.filter(({ deleted }) => !deleted);
	if (!winner) return undefined;
	const conflicts = others.map(({ rev }) => rev);
	return {
		...winner.body,
		...{ _id: id, _rev: winner.rev },
		...(conflicts.length > 0 && { _conflicts: conflicts }),
	};
}

/** Null, booleans, numbers, text, lists, objects: CouchDB's order of kinds. */
function rankOf(value: unknown): number {
	if (value === null || value === undefined) return 0;
	if (typeof value === 'boolean') return 1;
	if (typeof value === 'number') return 2;
	if (typeof value === 'string') return 3;
	return Array.isArray(value) ? 4 : 5;
}

function compareKeys(a: unknown, b: unknown): number {
	const byRank = rankOf(a) - rankOf(b);
	if (byRank !== 0) return byRank;
	if (Array.isArray(a) && Array.isArray(b)) return compareLists(a, b);
	if (typeof a === 'number' && typeof b === 'number') return a - b;
	if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
	return 0;
}

function compareLists(a: readonly unknown[], b: readonly unknown[]): number {
	for (let at = 0; at < Math.min(a.length, b.length); at++) {
		const order = compareKeys(a[at], b[at]);
		if (order !== 0) return order;
	}
	return a.length - b.length;
}

export interface RangeQuery {
	startkey?: unknown;
	endkey?: unknown;
	descending?: boolean;
	limit?: number;
	skip?: number;
}

export function inRange(rows: readonly Row[], query: RangeQuery): Row[] {
	const { startkey, endkey, descending, limit = Infinity, skip = 0 } = query;
	const sign = descending ? -1 : 1;
	const isIn = ({ key }: Row) =>
		(startkey === undefined || sign * compareKeys(key, startkey) >= 0) &&
		(endkey === undefined || sign * compareKeys(key, endkey) <= 0);
	return rows
		.filter(isIn)
		.sort((a, b) => sign * (compareKeys(a.key, b.key) || compareKeys(a.id, b.id)))
		.slice(skip, skip + limit);
}
