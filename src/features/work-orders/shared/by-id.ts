/** Records for look-up by id; made anew whenever the list changes, never changed itself. */
export function byId<T extends { id: string }>(list: readonly T[]): ReadonlyMap<string, T> {
	return new Map(list.map((item) => [item.id, item]));
}

const none: ReadonlyMap<string, never> = new Map<string, never>();

/** Nothing loaded yet. */
export function noRecords<T>(): ReadonlyMap<string, T> {
	return none;
}
