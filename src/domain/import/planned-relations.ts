/** What the rows of a file say their assets depend on: those there are, and those the file brings. */
import type { ImportedRelation } from '../asset/imported-lists.ts';
import { openRelations } from '../asset/relations.ts';
import type { KnownAsset, RegisterView } from './register-view.ts';
import type { ToldRelation } from './row-lists.ts';
import { keyOf } from './source-id.ts';

type Found =
	| {
			relations: ImportedRelation[];
			/** Of those the ones only the file brings. */
			needs: string[];
	  }
	| { missing: ToldRelation };

export class PlannedRelations {
	readonly #register: RegisterView;
	/** Of every tag in the file the record it means. */
	readonly #byTag: ReadonlyMap<string, string>;
	readonly #records: ReadonlySet<string>;

	constructor(register: RegisterView, recordsByTag: Iterable<readonly [string, string]>) {
		this.#register = register;
		this.#byTag = new Map([...recordsByTag].map(([tag, record]) => [keyOf(tag), record]));
		this.#records = new Set(this.#byTag.values());
	}

	/** Nothing depends on itself, or on what is told of nowhere. */
	of(told: readonly ToldRelation[], own: string, known: KnownAsset | undefined): Found {
		const relations: ImportedRelation[] = [];
		for (const one of told) {
			const to = this.#targetOf(one, known);
			if (to === undefined || to === own) return { missing: one };
			relations.push({ type: one.type, to });
		}
		const targets = relations.map(({ to }) => to);
		const needs = targets.filter((id) => this.#records.has(id) && !this.#register.asset(id));
		return { relations, needs };
	}

	/** Of several with one tag that which it depends on already. */
	#targetOf({ type, tag, id }: ToldRelation, known: KnownAsset | undefined): string | undefined {
		const related = openRelations(known ?? {}).filter((one) => one.type === type);
		const isRelated = (other: string) => related.some(({ to }) => to === other);
		if (id) {
			const isThere = this.#register.asset(id) !== undefined || this.#records.has(id);
			return isThere || isRelated(id) ? id : undefined;
		}
		const there = this.#register.withTag(tag).map((one) => one.id);
		const inFile = this.#byTag.get(keyOf(tag));
		const [only, ...others] = new Set([...there, ...(inFile ? [inFile] : [])]);
		return there.find(isRelated) ?? (others.length === 0 ? only : undefined);
	}
}
