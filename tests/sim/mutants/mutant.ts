import type { SourceChange } from '../loader-hooks.ts';
import type { Flavour } from '../world/backend.ts';

/** A fault on purpose, made to the source text as it is loaded. */
export interface Mutant {
	name: string;
	/** Of design.md section 5: whose own check has to find it. */
	statement: number;
	changes: readonly SourceChange[];
	/** The store it is played on first; without one, the small one. */
	flavour?: Flavour;
}

export const mutant = (
	statement: number,
	name: string,
	file: string,
	find: string,
	replace: string,
	...more: SourceChange[]
): Mutant => ({
	...{ statement, name, changes: [{ file, find, replace }, ...more] },
	...(file.startsWith('sync-server/store/couch') && { flavour: 'couch-cluster' }),
});
