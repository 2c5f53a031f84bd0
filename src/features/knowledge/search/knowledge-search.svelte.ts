import { untrack } from 'svelte';
import type { Article } from '#domain/knowledge/article.ts';
import { getLocale } from '#i18n/generated/runtime.js';
import type { AccountStore } from '#store/account-store.ts';
import { articleHits, type ArticleHit } from './article-hit.ts';
import type { Found } from './article-index.ts';
import { useArticleSearch, type ArticleSearch } from './article-search.svelte.ts';

/** A key pressed so soon after another belongs to the same question. */
const typingPauseMs = 120;
export const pageSize = 50;

/**
 * A search box over the published articles and what it finds. Make it in a component's script; the
 * index is loaded by the first one and kept up to date while any of them is there.
 */
export class KnowledgeSearch {
	#text = $state('');
	#problemType = $state<Article['problemType']>();
	#limit = $state(pageSize);
	#found = $state.raw<Found>();
	#hits = $state.raw<ArticleHit[]>();
	#turn = 0;
	#typing: ReturnType<typeof setTimeout> | undefined;
	readonly #store: AccountStore;
	readonly #search: ArticleSearch;

	constructor(store: AccountStore, text = '') {
		this.#text = text;
		this.#store = store;
		const { search, release } = useArticleSearch(store);
		this.#search = search;
		const versions = store.live(() => store.records.versions('article'));
		$effect(() => {
			if (versions.current) void search.update(versions.current);
		});
		$effect(() => {
			// Asked again when the index changed; typing asks by itself.
			if (search.revision > 0) untrack(() => void this.#ask());
		});
		$effect(() => () => {
			clearTimeout(this.#typing);
			release();
		});
	}

	get text(): string {
		return this.#text;
	}
	set text(text: string) {
		if (text === this.#text) return;
		this.#text = text;
		this.#limit = pageSize;
		clearTimeout(this.#typing);
		this.#typing = setTimeout(() => void this.#ask(), typingPauseMs);
	}

	/** Undefined for all. */
	get problemType(): Article['problemType'] | undefined {
		return this.#problemType;
	}
	set problemType(type: Article['problemType'] | undefined) {
		this.#problemType = type;
		this.#limit = pageSize;
		void this.#ask();
	}

	/** Best first; undefined while the first answer is on its way. */
	get hits(): ArticleHit[] | undefined {
		return this.#hits;
	}
	/** How many there are by problem type, and in all. */
	get counts(): Found['counts'] {
		return this.#found?.counts ?? {};
	}
	get total(): number {
		return Object.values(this.counts).reduce((sum, n) => sum + n, 0);
	}
	/** Articles that can be found without signal. */
	get indexed(): number | undefined {
		return this.#found?.indexed;
	}
	get failed(): boolean {
		return this.#search.failed;
	}

	get hasMore(): boolean {
		const wanted = this.#problemType ? (this.counts[this.#problemType] ?? 0) : this.total;
		return wanted > this.#limit;
	}
	more(): void {
		this.#limit += pageSize;
		void this.#ask();
	}

	/** What was asked last wins, however late earlier answers come. */
	async #ask(): Promise<void> {
		const turn = ++this.#turn;
		const asked = { text: this.#text, problemType: this.#problemType, limit: this.#limit };
		const found = await this.#search
			.find({ ...asked, language: getLocale() })
			.catch(() => undefined);
		if (turn !== this.#turn || !found) return;
		const ids = found.hits.map(({ id }) => id);
		const articles = await this.#store.records.getMany('article', ids);
		if (turn !== this.#turn) return;
		this.#found = found;
		this.#hits = articleHits(found.hits, articles);
	}
}
