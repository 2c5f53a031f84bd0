import MiniSearch, { type Options, type SearchOptions, type SearchResult } from 'minisearch';
import * as v from 'valibot';
import type { Article } from '#domain/knowledge/article.ts';
import { indexTerms, questionGroups, takesPrefix, takesTypos } from './search-terms.ts';

/** Raised when terms or fields change: an older snapshot is then built anew. */
const snapshotFormat = 1;
/** How far a typing error may go, as a share of the word's length; two swapped letters count as two. */
const typoShare = 0.25;
/** Fewer hits with every term than this: those with only some of them are added. */
const exactHitsEnough = 5;
/** Of a run's terms so many must be there for a hit with only some: this share, or this number. */
const looseShare = 0.6;
const looseTermsEnough = 3;

const boost = { title: 4, keywords: 3, symptom: 2, systemType: 2 };
const textFields = ['title', 'keywords', 'symptom', 'systemType', 'cause', 'solution'];

/** What the index needs of an article; `published` false makes it forget the article. */
export type IndexedArticle = Pick<
	Article,
	| 'id'
	| 'updatedAt'
	| 'title'
	| 'symptom'
	| 'cause'
	| 'solution'
	| 'systemType'
	| 'problemType'
	| 'language'
> & { keywords: string; published: boolean };

export interface Question {
	/** Empty: all articles, those in the reader's language first, the newest first. */
	text: string;
	language?: Article['language'];
	problemType?: Article['problemType'] | undefined;
	limit: number;
}

export interface Hit {
	id: string;
	/** Terms found in it, for marking. */
	terms: string[];
}

export interface Found {
	/** The first `limit` ones, best first. */
	hits: Hit[];
	/** How many there are in each problem type, whichever was asked for. */
	counts: Partial<Record<Article['problemType'], number>>;
	/** Articles in the index. */
	indexed: number;
}

const options: Options<IndexedArticle> = {
	fields: textFields,
	storeFields: ['problemType', 'updatedAt', 'language'],
	tokenize: indexTerms,
	processTerm: (term) => term,
	searchOptions: {
		boost,
		prefix: takesPrefix,
		fuzzy: (term) => (takesTypos(term) ? typoShare : false),
		weights: { prefix: 0.6, fuzzy: 0.3 },
	},
};

const SnapshotSchema = v.object({
	format: v.literal(snapshotFormat),
	versions: v.array(v.tuple([v.string(), v.string()])),
	index: v.custom<Parameters<typeof MiniSearch.loadJS>[0]>(
		(value) => typeof value === 'object' && value !== null,
	),
});

/** The full-text index of published articles; lives in the Worker. */
export class ArticleIndex {
	#search: MiniSearch<IndexedArticle>;
	/** `updatedAt` of every article known here, also of those that are not published. */
	#versions: Map<string, string>;

	private constructor(search: MiniSearch<IndexedArticle>, versions: Map<string, string>) {
		this.#search = search;
		this.#versions = versions;
	}

	/** From a snapshot of `save`; an empty one where there is none or it is of another format. */
	static open(snapshot: ArrayBuffer | undefined): ArticleIndex {
		const kept = snapshot && parseSnapshot(snapshot);
		if (!kept) return new ArticleIndex(new MiniSearch(options), new Map());
		return new ArticleIndex(MiniSearch.loadJS(kept.index, options), new Map(kept.versions));
	}

	/** Forgets articles that left, and tells which are new or changed and have to be `put`. */
	compare(versions: ReadonlyMap<string, string>): { want: string[]; forgotten: number } {
		const gone = [...this.#versions.keys()].filter((id) => !versions.has(id));
		for (const id of gone) this.#forget(id);
		const want = [...versions].filter(([id, at]) => this.#versions.get(id) !== at);
		return { want: want.map(([id]) => id), forgotten: gone.length };
	}

	put(articles: readonly IndexedArticle[]): void {
		for (const article of articles) {
			this.#forget(article.id);
			if (article.published) this.#search.add(article);
			this.#versions.set(article.id, article.updatedAt);
		}
	}

	find({ text, problemType, language, limit }: Question): Found {
		const all = this.#ranked(text, language);
		const counts: Found['counts'] = {};
		for (const hit of all) counts[typeOf(hit)] = (counts[typeOf(hit)] ?? 0) + 1;
		const wanted = problemType ? all.filter((hit) => typeOf(hit) === problemType) : all;
		const hits = wanted.slice(0, limit).map((hit) => ({ id: String(hit.id), terms: hit.terms }));
		return { hits, counts, indexed: this.#search.documentCount };
	}

	/** Plain bytes, without a trace of articles that left. */
	async save(): Promise<ArrayBuffer> {
		if (this.#search.dirtCount > 0) await this.#search.vacuum();
		const snapshot = {
			format: snapshotFormat,
			versions: [...this.#versions],
			index: this.#search.toJSON(),
		};
		return new TextEncoder().encode(JSON.stringify(snapshot)).buffer;
	}

	#forget(id: string): void {
		if (this.#search.has(id)) this.#search.discard(id);
		this.#versions.delete(id);
	}

	#ranked(text: string, language: Article['language']): SearchResult[] {
		const groups = questionGroups(text);
		if (groups.length === 0) return this.#newest(language);
		const exact = this.#withTerms(groups, 'AND');
		if (exact.length >= exactHitsEnough) return exact;
		const known = new Set(exact.map(({ id }) => id as string));
		const loose = this.#withTerms(groups, 'OR').filter((hit) => !known.has(hit.id as string));
		return [...exact, ...loose.filter((hit) => groups.some((group) => mostlyIn(group, hit)))];
	}

	#withTerms(groups: string[][], combineWith: 'AND' | 'OR'): SearchResult[] {
		const asked: SearchOptions = { combineWith, tokenize: () => groups.flat() };
		return this.#search.search('terms', asked);
	}

	#newest(language: Article['language']): SearchResult[] {
		const foreign = (hit: SearchResult) =>
			Number(language !== undefined && (hit['language'] ?? language) !== language);
		const at = (hit: SearchResult) => String(hit['updatedAt']);
		const all = this.#search.search(MiniSearch.wildcard);
		return all.sort((a, b) => foreign(a) - foreign(b) || at(b).localeCompare(at(a)));
	}
}

function typeOf(hit: SearchResult): Article['problemType'] {
	return hit['problemType'] as Article['problemType'];
}

function mostlyIn(group: string[], hit: SearchResult): boolean {
	const found = group.filter((term) => hit.queryTerms.includes(term)).length;
	return found >= Math.min(Math.ceil(group.length * looseShare), looseTermsEnough);
}

function parseSnapshot(bytes: ArrayBuffer): v.InferOutput<typeof SnapshotSchema> | undefined {
	try {
		const parsed = v.safeParse(SnapshotSchema, JSON.parse(new TextDecoder().decode(bytes)));
		return parsed.success ? parsed.output : undefined;
	} catch {
		return undefined;
	}
}
