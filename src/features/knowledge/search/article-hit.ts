import type { Article } from '#domain/knowledge/article.ts';
import type { Hit } from './article-index.ts';
import { marked, snippet, type Piece } from './hit-marks.ts';

/** An article in a list, with what was found in it marked. */
export interface ArticleHit {
	article: Article;
	title: Piece[];
	snippet: Piece[];
}

/** In the order of the hits; one whose article left meanwhile is left out. */
export function articleHits(hits: readonly Hit[], articles: readonly Article[]): ArticleHit[] {
	const byId = new Map(articles.map((article) => [article.id, article]));
	return hits.flatMap(({ id, terms }) => {
		const article = byId.get(id);
		return article ? [articleHit(article, terms)] : [];
	});
}

export function articleHit(article: Article, terms: readonly string[] = []): ArticleHit {
	const texts = [article.symptom, article.cause, article.solution];
	return { article, title: marked(article.title, terms), snippet: snippet(texts, terms) };
}
