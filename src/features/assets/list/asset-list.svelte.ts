import { assetStates, type Asset, type AssetState } from '#domain/asset/asset.ts';
import type { AccountStore } from '#store/account-store.ts';
import type { Live } from '#store/live.svelte.ts';
import { AssetNames } from './asset-names.ts';

const pageSize = 200;
/** More hits than this help nobody. */
export const hitsMax = 100;

interface Filter {
	text: string;
	siteId: string;
	state: string;
	shown: number;
}

interface Listed {
	assets: Asset[];
	hasMore: boolean;
}

/** The assets held on this device, by tag; filtered by site and state, searched by code and name. */
export class AssetList {
	text = $state('');
	readonly #store: AccountStore;
	readonly #names = new AssetNames();
	/** A new object after every change, so that searches ask again. */
	readonly #following: Live<{ names: AssetNames }>;
	readonly #counts: Live<Map<string, number>>;
	readonly #live: Live<Listed>;
	#siteId = $state('');
	#state = $state('');
	#shown = $state(pageSize);
	/** What stood there last stays until the next answer. */
	readonly #listed;

	constructor(store: AccountStore) {
		this.#store = store;
		this.#counts = store.live(() => store.records.stateCounts('asset'));
		this.#following = store.live(() => this.#follow());
		this.#live = $derived(this.#liveFor(this.#filter));
		let last: Listed | undefined;
		this.#listed = $derived.by(() => (last = this.#live.current ?? last));
	}

	/** '' for all. */
	get siteId(): string {
		return this.#siteId;
	}
	set siteId(siteId: string) {
		this.#siteId = siteId;
		this.#shown = pageSize;
	}

	/** '' for all. */
	get state(): string {
		return this.#state;
	}
	set state(state: string) {
		this.#state = state;
		this.#shown = pageSize;
	}

	/** Undefined until the first answer. */
	get assets(): Asset[] | undefined {
		return this.#listed?.assets;
	}
	get hasMore(): boolean {
		return this.#listed?.hasMore ?? false;
	}
	get busy(): boolean {
		return !this.#live.ready;
	}
	get total(): number | undefined {
		const counts = this.#counts.current;
		return counts && [...counts.values()].reduce((sum, n) => sum + n, 0);
	}
	/** The states there are, with how many in each. */
	get states(): { state: AssetState; count: number }[] {
		const counts = this.#counts.current;
		return assetStates
			.map((state) => ({ state, count: counts?.get(state) ?? 0 }))
			.filter(({ state, count }) => count > 0 || state === this.#state);
	}

	more(): void {
		this.#shown += pageSize;
	}

	showAll(): void {
		this.text = '';
		this.siteId = '';
		this.state = '';
	}

	get #filter(): Filter {
		const text = this.text.trim();
		return { text, siteId: this.#siteId, state: this.#state, shown: this.#shown };
	}

	#liveFor(filter: Filter): Live<Listed> {
		if (!filter.text) return this.#store.live(() => this.#list(filter));
		const names = this.#following.current?.names;
		return this.#store.live(() => this.#search(filter, names));
	}

	async #list({ siteId, state, shown }: Filter): Promise<Listed> {
		if (state) return this.#listState(state, siteId);
		const assets: Asset[] = [];
		let after: string | undefined;
		do {
			const page = await this.#store.records.assetPage({ siteId: siteId || undefined, after });
			assets.push(...page.items);
			after = page.next;
		} while (after !== undefined && assets.length < shown);
		return { assets, hasMore: after !== undefined };
	}

	async #listState(state: string, siteId: string): Promise<Listed> {
		const all = await this.#store.records.inState('asset', [state]);
		const assets = siteId ? all.filter((asset) => asset.siteId === siteId) : all;
		return { assets: assets.sort((a, b) => a.tag.localeCompare(b.tag)), hasMore: false };
	}

	/** Codes first, and straight from the index: they are there before the names are gathered. */
	async #search(filter: Filter, names: AssetNames | undefined): Promise<Listed> {
		const { exact, prefix } = await this.#store.records.findByCode(filter.text);
		const byCode = [...exact, ...prefix].filter((record) => record.kind === 'asset');
		const ids = (names?.find(filter.text, hitsMax + 1) ?? []).filter(
			(id) => !byCode.some((asset) => asset.id === id),
		);
		const byName = await this.#store.records.getMany('asset', ids);
		const found = [...byCode, ...byName].filter((asset) => fits(asset, filter));
		return { assets: found.slice(0, hitsMax), hasMore: found.length > hitsMax };
	}

	async #follow(): Promise<{ names: AssetNames }> {
		const { records } = this.#store;
		const versions = await records.versions('asset');
		await this.#names.follow(versions, (ids) => records.getMany('asset', ids));
		return { names: this.#names };
	}
}

function fits(asset: Asset, { siteId, state }: Filter): boolean {
	return (!siteId || asset.siteId === siteId) && (!state || asset.state === state);
}
