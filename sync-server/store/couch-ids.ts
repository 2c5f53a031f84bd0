/** Ids of documents in the order of `_all_docs`. */
/** Sorts behind an id and before every longer one: no id has it or a sign before it, but for blanks between two parts. */
const rightBehind = '!';
/** Behind every id; CouchDB's own advice. */
export const afterAll = '\ufff0';

/** Ids with that prefix, behind one of them. */
export function range(prefix: string, after: string | undefined) {
	return {
		startkey: after === undefined ? prefix : `${prefix}${after}${rightBehind}`,
		endkey: `${prefix}${afterAll}`,
	};
}
