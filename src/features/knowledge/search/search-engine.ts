import { ArticleIndex, type Found, type IndexedArticle, type Question } from './article-index.ts';

/** What the page asks the Worker, one answer each. */
export type SearchRequest =
	| { kind: 'open'; snapshot: ArrayBuffer | undefined }
	| { kind: 'compare'; versions: ReadonlyMap<string, string> }
	| { kind: 'put'; articles: IndexedArticle[] }
	| { kind: 'find'; question: Question }
	| { kind: 'save' };

export interface SearchAnswers {
	open: undefined;
	compare: { want: string[]; forgotten: number };
	put: undefined;
	find: Found;
	save: ArrayBuffer;
}

export type AnswerTo<R extends SearchRequest> = SearchAnswers[R['kind']];

/** The Worker's inside; the tests run it without one. */
export class SearchEngine {
	#index = ArticleIndex.open(undefined);

	async answer(request: SearchRequest): Promise<SearchAnswers[SearchRequest['kind']]> {
		switch (request.kind) {
			case 'open':
				this.#index = ArticleIndex.open(request.snapshot);
				return undefined;
			case 'compare':
				return this.#index.compare(request.versions);
			case 'put':
				this.#index.put(request.articles);
				return undefined;
			case 'find':
				return this.#index.find(request.question);
			case 'save':
				return this.#index.save();
		}
	}
}
