import { untrack } from 'svelte';
import { assetStates, type AssetState } from '#domain/asset/asset.ts';
import type { LocalDate } from '#domain/time/local-date.ts';
import type { AccountStore } from '#store/account-store.ts';
import type { Live } from '#store/live.svelte.ts';
import { isPlain, type AssetFilter } from './asset-filter.ts';
import type { Found } from './asset-index.ts';
import { useAssetSearch, type AssetSearch } from './asset-search.ts';

/** A key pressed so soon after another belongs to the same question. */
const typingPauseMs = 120;

/**
 * The assets held on this device that fit a filter, as ids in order: the rows read what they show. All
 * of them by tag come straight from the store's index, everything else from the Worker. Make it in a
 * component's script.
 */
export class AssetList {
	#filter = $state.raw<AssetFilter>() as AssetFilter;
	#found = $state.raw<Found>();
	#complete = $state(false);
	#failed = $state(false);
	#asking = $state(false);
	readonly #all: Live<string[]>;
	readonly #search: AssetSearch;
	readonly #today: () => LocalDate;
	#turn = 0;
	#typing: ReturnType<typeof setTimeout> | undefined;

	constructor(store: AccountStore, filter: AssetFilter, today: () => LocalDate) {
		this.#filter = filter;
		this.#today = today;
		this.#all = store.liveIds('asset');
		const { search, release } = useAssetSearch(store.account.userId);
		this.#search = search;
		this.#note();
		const unwatch = search.watch(() => {
			this.#note();
			void this.#ask();
		});
		untrack(() => void this.#ask());
		$effect(() => () => {
			clearTimeout(this.#typing);
			unwatch();
			release();
		});
	}

	get filter(): AssetFilter {
		return this.#filter;
	}
	set filter(filter: AssetFilter) {
		const typed = filter.text !== this.#filter.text;
		this.#filter = filter;
		clearTimeout(this.#typing);
		this.#asking = true;
		this.#typing = setTimeout(() => void this.#ask(), typed ? typingPauseMs : 0);
	}
	set(change: Partial<AssetFilter>): void {
		this.filter = { ...this.#filter, ...change };
	}

	/** Undefined until the first answer. */
	get ids(): string[] | undefined {
		if (isPlain(this.#filter)) return this.#all.current;
		return this.#complete ? this.#found?.ids : undefined;
	}
	get busy(): boolean {
		if (isPlain(this.#filter)) return !this.#all.ready;
		return !this.#failed && (this.#asking || !this.#complete);
	}
	/** The filter could not be started; the whole list is still there. */
	get failed(): boolean {
		return this.#failed;
	}
	get total(): number | undefined {
		return this.#all.current?.length;
	}
	/** The states there are under the other conditions, with how many in each. */
	get states(): { state: AssetState; count: number }[] {
		const counts = this.#complete ? this.#found?.states : undefined;
		return assetStates
			.map((state) => ({ state, count: counts?.[state] ?? 0 }))
			.filter(({ state, count }) => count > 0 || state === this.#filter.state);
	}

	#note(): void {
		this.#complete = this.#search.isComplete;
		this.#failed = this.#search.failed;
	}

	/** What was asked last wins, however late earlier answers come. */
	async #ask(): Promise<void> {
		const turn = ++this.#turn;
		const found = await this.#search.find({ filter: this.#filter, today: this.#today() });
		if (turn !== this.#turn) return;
		this.#found = found;
		this.#asking = false;
	}
}
