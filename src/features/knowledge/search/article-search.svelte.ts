/**
 * The page's side of the article search, one per account: feeds the Worker's index from the store
 * and keeps its snapshot there.
 *
 *   versions change ─▶ compare ─▶ read what is wanted ─▶ put ─▶ revision + 1 ─▶ save, a while later
 */
import type { Article } from '#domain/knowledge/article.ts';
import type { AccountStore } from '#store/account-store.ts';
import type { Found, IndexedArticle, Question } from './article-index.ts';
import { workerPort, type SearchPort } from './search-port.ts';

const snapshotName = 'articles';
/** Articles read and indexed at once; questions are answered in between. */
const batchMax = 200;
/** Changes come in bursts; a snapshot is written when they are over. */
const saveDelayMs = 3_000;
/** The Worker and its memory are given back when nobody has searched for so long. */
const idleMs = 5 * 60_000;

/** The part of the store that is searched. */
export type SearchedStore = {
	records: Pick<AccountStore['records'], 'getMany'>;
	snapshots: Pick<AccountStore['snapshots'], 'get' | 'set'>;
};

export class ArticleSearch {
	readonly #store: SearchedStore;
	readonly #port: SearchPort;
	readonly #opened: Promise<void>;
	/** Versions not yet compared. */
	#next: ReadonlyMap<string, string> | undefined;
	#working: Promise<void> | undefined;
	#saving: ReturnType<typeof setTimeout> | undefined;
	#revision = $state(0);
	#failed = $state(false);

	constructor(store: SearchedStore, port: SearchPort) {
		this.#store = store;
		this.#port = port;
		this.#opened = this.#open();
		this.#opened.catch(() => (this.#failed = true));
	}

	/** Counts up whenever other answers are possible. */
	get revision(): number {
		return this.#revision;
	}

	/** The index is not available; lists still work without it. */
	get failed(): boolean {
		return this.#failed;
	}

	/** Brings the index to these versions; the last call wins. Resolves when it is there. */
	async update(versions: ReadonlyMap<string, string>): Promise<void> {
		this.#next = versions;
		this.#working ??= this.#follow().finally(() => (this.#working = undefined));
		await this.#working.catch(() => (this.#failed = true));
	}

	/** @throws SearchBroken */
	async find(question: Question): Promise<Found> {
		await this.#opened;
		return this.#port.ask({ kind: 'find', question });
	}

	close(): void {
		clearTimeout(this.#saving);
		this.#port.close();
	}

	async #open(): Promise<void> {
		const kept = await this.#store.snapshots.get(snapshotName);
		const snapshot = kept instanceof ArrayBuffer ? kept : undefined;
		await this.#port.ask({ kind: 'open', snapshot });
		this.#revision++;
	}

	async #follow(): Promise<void> {
		await this.#opened;
		while (this.#next) {
			const versions = this.#next;
			this.#next = undefined;
			const { want, forgotten } = await this.#port.ask({ kind: 'compare', versions });
			if (want.length + forgotten === 0) continue;
			await this.#read(want);
			this.#saveLater();
		}
	}

	async #read(want: readonly string[]): Promise<void> {
		for (let start = 0; start < want.length; start += batchMax) {
			const ids = want.slice(start, start + batchMax);
			const articles = await this.#store.records.getMany('article', ids);
			await this.#port.ask({ kind: 'put', articles: articles.map(indexed) });
		}
		this.#revision++;
	}

	#saveLater(): void {
		clearTimeout(this.#saving);
		this.#saving = setTimeout(() => void this.#save(), saveDelayMs);
	}

	/** A snapshot made while an article left must not be kept: it would still quote it. */
	async #save(): Promise<void> {
		const snapshot = await this.#port.ask({ kind: 'save' }).catch(() => undefined);
		if (!snapshot || this.#working) return;
		await this.#store.snapshots.set(snapshotName, 'article', snapshot);
	}
}

function indexed(article: Article): IndexedArticle {
	const { id, updatedAt, title, symptom, cause, solution } = article;
	const { systemType, problemType, language } = article;
	return {
		...{ id, updatedAt, title, symptom, cause, solution, systemType, problemType, language },
		keywords: (article.keywords ?? []).join(' '),
		published: article.state === 'published',
	};
}

interface Shared {
	search: ArticleSearch;
	users: number;
	closing: ReturnType<typeof setTimeout> | undefined;
}

const shared = new WeakMap<SearchedStore, Shared>();

/** The store's search, started by its first user; `release` when done with it. */
export function useArticleSearch(store: SearchedStore): {
	search: ArticleSearch;
	release: () => void;
} {
	const entry: Shared = shared.get(store) ?? {
		search: new ArticleSearch(store, workerPort()),
		users: 0,
		closing: undefined,
	};
	shared.set(store, entry);
	entry.users++;
	clearTimeout(entry.closing);
	return { search: entry.search, release: () => releaseLater(store, entry) };
}

function releaseLater(store: SearchedStore, entry: Shared): void {
	entry.users--;
	if (entry.users > 0) return;
	entry.closing = setTimeout(() => {
		shared.delete(store);
		entry.search.close();
	}, idleMs);
}
