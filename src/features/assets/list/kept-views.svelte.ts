import * as v from 'valibot';
import type { AccountStore } from '#store/account-store.ts';
import type { Live } from '#store/live.svelte.ts';

const viewsKey = 'asset-views';
const columnsKey = 'asset-columns';
const viewsMax = 40;

const ViewsSchema = v.array(v.object({ name: v.string(), query: v.string() }));
const ColumnsSchema = v.array(v.string());
export type KeptView = v.InferOutput<typeof ViewsSchema>[number];

/** Filters kept under a name, and the columns of the table: of one user, on this device. */
export class KeptViews {
	readonly #store: AccountStore;
	readonly #views: Live<KeptView[]>;
	readonly #columns: Live<string[] | undefined>;

	constructor(store: AccountStore) {
		this.#store = store;
		this.#views = store.live(async () => read(ViewsSchema, await store.drafts.get(viewsKey)) ?? []);
		this.#columns = store.live(async () => read(ColumnsSchema, await store.drafts.get(columnsKey)));
	}

	get all(): KeptView[] {
		return this.#views.current ?? [];
	}
	/** Undefined until somebody chose. */
	get columns(): string[] | undefined {
		return this.#columns.current;
	}

	/** Under a name that is there already it takes the other's place. */
	keep(view: KeptView): void {
		const others = this.all.filter(({ name }) => name !== view.name);
		void this.#store.drafts.set(viewsKey, [...others, view].slice(-viewsMax));
	}
	drop(name: string): void {
		void this.#store.drafts.set(
			viewsKey,
			this.all.filter((view) => view.name !== name),
		);
	}
	keepColumns(columns: readonly string[]): void {
		void this.#store.drafts.set(columnsKey, [...columns]);
	}
}

function read<T>(schema: v.GenericSchema<unknown, T>, raw: unknown): T | undefined {
	const parsed = v.safeParse(schema, raw);
	return parsed.success ? parsed.output : undefined;
}
