import { getContext, setContext } from 'svelte';

const key = Symbol('heading level of a list');

/** Beside an open record the list's own title is the lesser one: a page has one first heading. */
export function provideListLevel(level: () => 1 | 2): void {
	setContext(key, level);
}

/** During a component's initialisation; the answer follows what is open. */
export function listLevelHere(): () => 1 | 2 {
	return getContext<(() => 1 | 2) | undefined>(key) ?? (() => 1);
}
