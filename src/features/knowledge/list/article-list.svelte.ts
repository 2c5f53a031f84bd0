import { problemTypes, type Article } from '#domain/knowledge/article.ts';
import { m } from '#i18n/generated/messages.js';
import { problemWords } from '#i18n/terms.ts';
import type { AccountStore } from '#store/account-store.ts';
import { articleHit, type ArticleHit } from '../search/article-hit.ts';
import { KnowledgeSearch } from '../search/knowledge-search.svelte.ts';

/** Shown at once, until the search index has answered. */
const recentMax = 30;

export type ListFilter = 'all' | 'unpublished' | Article['problemType'];

/** The list of articles: what the search finds, or what is not published yet. */
export class ArticleList {
	readonly search: KnowledgeSearch;
	readonly #recent;
	readonly #unpublished;
	#showsUnpublished = $state(false);

	constructor(store: AccountStore) {
		this.search = new KnowledgeSearch(store);
		this.#recent = store.live(() => store.records.recent('article', recentMax));
		this.#unpublished = store.live(() => store.records.inState('article', ['draft', 'in_review']));
	}

	get filter(): ListFilter {
		if (this.#showsUnpublished) return 'unpublished';
		return this.search.problemType ?? 'all';
	}
	set filter(filter: ListFilter) {
		this.#showsUnpublished = filter === 'unpublished';
		this.search.problemType = problemTypes.find((type) => type === filter);
	}

	get hits(): ArticleHit[] | undefined {
		if (this.#showsUnpublished)
			return this.#unpublished.current?.map((article) => articleHit(article));
		if (this.search.hits) return this.search.hits;
		const waiting = this.search.text !== '' && !this.search.failed;
		return waiting ? undefined : this.#latest;
	}

	/** One for all, one for each problem type there is, one for drafts if there are any. */
	get options(): { value: ListFilter; label: string; count?: number }[] {
		const { counts, total, problemType } = this.search;
		const types = problemTypes.filter((type) => counts[type] || type === problemType);
		const drafts = this.#unpublished.current?.length ?? 0;
		return [
			{ value: 'all', label: m.knowledge_all(), count: total },
			...types.map((type) => ({
				value: type,
				label: problemWords[type](),
				count: counts[type] ?? 0,
			})),
			...(drafts > 0 || this.#showsUnpublished
				? [{ value: 'unpublished' as const, label: m.knowledge_unpublished(), count: drafts }]
				: []),
		];
	}

	showAll(): void {
		this.filter = 'all';
		this.search.text = '';
	}

	get #latest(): ArticleHit[] | undefined {
		const published = this.#recent.current?.filter(({ state }) => state === 'published');
		return published?.map((article) => articleHit(article));
	}
}
