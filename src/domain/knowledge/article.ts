import * as v from 'valibot';
import { recordEntries } from '../record.ts';

const articleStates = ['draft', 'in_review', 'published', 'retired'] as const;
export const problemTypes = ['system', 'application', 'hardware', 'consulting', 'other'] as const;
const long = v.pipe(v.string(), v.maxLength(20_000));

export const articleFields = {
	title: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200)),
	problemType: v.picklist(problemTypes),
	systemType: v.optional(v.pipe(v.string(), v.maxLength(200))),
	faultType: v.optional(v.pipe(v.string(), v.maxLength(200))),
	symptom: v.optional(long),
	cause: v.optional(long),
	/** Markdown; sanitised wherever it is shown. */
	solution: long,
	keywords: v.optional(v.array(v.pipe(v.string(), v.maxLength(60)))),
	audience: v.picklist(['internal', 'public']),
	language: v.optional(v.picklist(['zh-CN', 'en'])),
};

export const ArticleSchema = v.looseObject({
	...recordEntries,
	kind: v.literal('article'),
	...articleFields,
	state: v.picklist(articleStates),
	version: v.pipe(v.number(), v.integer(), v.minValue(1)),
	authorId: v.string(),
});
export type Article = v.InferOutput<typeof ArticleSchema>;
