import * as v from 'valibot';
import { hasRole, staffRoles } from '../access/roles.ts';
import type { CommandDefinition, DecisionContext } from '../command.ts';
import { park, settleArgs, settleConflict, type SettleArgs } from '../conflict.ts';
import { mergeFields } from '../merge.ts';
import { accept, refuse, type Result } from '../result.ts';
import { articleFields, type Article } from './article.ts';

/** draft -> in_review -> published -> retired; nobody publishes what he wrote himself. */
const moves = {
	submit: { from: ['draft'], to: 'in_review' },
	sendBack: { from: ['in_review'], to: 'draft' },
	publish: { from: ['in_review'], to: 'published' },
	retire: { from: ['published'], to: 'retired' },
} as const;

const none = v.object({});
const setAll = v.object({ set: v.object(articleFields) });
const setSome = v.object({ set: v.partial(v.object(articleFields)) });

function draftOf(set: v.InferOutput<typeof setAll>['set'], context: DecisionContext): Article {
	const { now, actor, command } = context;
	const stamps = {
		createdAt: now,
		createdBy: actor.userId,
		updatedAt: now,
		updatedBy: actor.userId,
	};
	return {
		...set,
		...stamps,
		id: command.record,
		kind: 'article',
		history: [],
		state: 'draft',
		version: 1,
		authorId: actor.userId,
	};
}

const draft: CommandDefinition<Article, v.InferOutput<typeof setAll>> = {
	args: setAll,
	decide(article, args, context) {
		if (article) return refuse('already-exists');
		if (!hasRole(context.actor, staffRoles)) return refuse('not-allowed');
		return accept(draftOf(args.set, context));
	},
};

/** Carries over an article that was published elsewhere already; running it twice changes nothing. */
const importArticle: CommandDefinition<Article, v.InferOutput<typeof setAll>> = {
	args: setAll,
	decide(article, args, context) {
		if (!hasRole(context.actor, ['admin'])) return refuse('not-allowed');
		if (article) return accept(mergeFields(article, args.set as Partial<Article>, undefined).value);
		return accept({ ...draftOf(args.set, context), state: 'published' });
	},
};

/** What is published changes only by the hand of a supervisor who did not write it. */
const edit: CommandDefinition<Article, v.InferOutput<typeof setSome>> = {
	args: setSome,
	decide(article, args, context) {
		if (!article) return refuse('not-found');
		if (!mayWrite(article, context)) return refuse('not-allowed');
		return rewrite(article, args.set as Partial<Article>, context.command.base, context);
	},
};

const settle: CommandDefinition<Article, SettleArgs> = {
	args: settleArgs,
	decide(article, args, context) {
		if (!article) return refuse('not-found');
		if (!mayWrite(article, context)) return refuse('not-allowed');
		return settleConflict(article, args, context, (decided, _, set, base) =>
			rewrite(decided, set, base, context),
		);
	},
};

/** A version for every change of the text; what clashes is parked and makes none. */
function rewrite(
	article: Article,
	set: Partial<Article>,
	base: Readonly<Record<string, unknown>> | undefined,
	context: DecisionContext,
): Result<Article> {
	if (article.state === 'retired' || (article.state === 'published' && isAuthor(article, context)))
		return refuse('wrong-state', { detail: { state: article.state } });
	const { value, clashes } = mergeFields(article, set, base);
	const next = value === article ? article : { ...value, version: article.version + 1 };
	return park(next, clashes, context);
}

function step(
	name: keyof typeof moves,
	may: (article: Article, context: DecisionContext) => boolean,
): CommandDefinition<Article, Record<string, never>> {
	return {
		args: none,
		decide(article, _, context): Result<Article> {
			if (!article) return refuse('not-found');
			if (!may(article, context)) return refuse('not-allowed');
			if (!(moves[name].from as readonly string[]).includes(article.state))
				return refuse('wrong-state', { detail: { state: article.state } });
			return accept({ ...article, state: moves[name].to });
		},
	};
}

const isAuthor = (article: Article, { actor }: DecisionContext) =>
	article.authorId === actor.userId;
const mayWrite = (article: Article, context: DecisionContext) =>
	isAuthor(article, context) || hasRole(context.actor, ['supervisor']);
const isReviewer = (article: Article, context: DecisionContext) =>
	hasRole(context.actor, ['supervisor']) && !isAuthor(article, context);

export const articleCommands = {
	'article.draft@1': draft,
	'article.import@1': importArticle,
	'article.edit@1': edit,
	'article.settleConflict@1': settle,
	'article.submit@1': step('submit', isAuthor),
	'article.sendBack@1': step('sendBack', isReviewer),
	'article.publish@1': step('publish', isReviewer),
	'article.retire@1': step('retire', isReviewer),
};
