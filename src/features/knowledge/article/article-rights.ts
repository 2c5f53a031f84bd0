import { hasRole } from '#domain/access/roles.ts';
import type { Actor } from '#domain/command.ts';
import type { Article } from '#domain/knowledge/article.ts';

/** What a person may do with an article now; the commands decide, this only offers. */
export interface ArticleRights {
	edit: boolean;
	submit: boolean;
	/** Publish or send back. */
	review: boolean;
	retire: boolean;
	/** A supervisor's own article: somebody else has to publish it. */
	ownReview: boolean;
}

export function articleRights(article: Article, actor: Actor): ArticleRights {
	const own = article.authorId === actor.userId;
	const supervisor = hasRole(actor, ['supervisor']);
	const { state } = article;
	const open = state === 'draft' || state === 'in_review';
	return {
		edit: open ? own || supervisor : state === 'published' && supervisor && !own,
		submit: state === 'draft' && own,
		review: state === 'in_review' && supervisor && !own,
		retire: state === 'published' && supervisor && !own,
		ownReview: state === 'in_review' && supervisor && own,
	};
}
