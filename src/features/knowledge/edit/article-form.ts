import type { Article } from '#domain/knowledge/article.ts';
import type { WorkOrder } from '#domain/work-order/work-order.ts';

/** An article as text fields (the shape an EditForm works with). */
export const articleForm = {
	fieldsOf(article: Partial<Article>): Record<string, string> {
		return {
			title: article.title ?? '',
			problemType: article.problemType ?? 'hardware',
			systemType: article.systemType ?? '',
			faultType: article.faultType ?? '',
			symptom: article.symptom ?? '',
			cause: article.cause ?? '',
			solution: article.solution ?? '',
			keywords: (article.keywords ?? []).join('，'),
			audience: article.audience ?? 'internal',
			language: article.language ?? '',
		};
	},

	valuesOf(fields: Readonly<Record<string, string>>): Record<string, unknown> {
		const { keywords = '', language, title = '', ...others } = fields;
		return {
			...others,
			title: title.trim(),
			keywords: keywordsOf(keywords),
			...(language && { language }),
		};
	},
};

/** What a finished order teaches, as the beginning of an article: everything it says about the fault. */
export function articleFromOrder(order: WorkOrder): Record<string, string> {
	const solved = order.lines.filter((line) => line.result !== 'open');
	const lines = solved.length > 0 ? solved : order.lines;
	const models = lines.map((line) => line.asset?.model ?? line.asset?.name);
	const solution = joined(lines.map((line) => line.solution));
	const text = [order.summary, order.symptom, solution].join('');
	return {
		title: order.summary,
		systemType: joined(models, '，'),
		symptom: joined([...lines.map((line) => line.symptom), order.symptom]),
		cause: joined(lines.map((line) => line.cause)),
		solution,
		keywords: order.category ?? '',
		language: languageOf(text),
	};
}

/** Chinese as soon as there is some: English terms stand in Chinese texts, not the other way round. */
export function languageOf(text: string): 'zh-CN' | 'en' {
	return /\p{Script=Han}/u.test(text) ? 'zh-CN' : 'en';
}

function keywordsOf(text: string): string[] {
	const words = text.split(/[,，、;；\n]/).map((word) => word.trim());
	return [...new Set(words)].filter(Boolean);
}

function joined(texts: readonly (string | undefined)[], by = '\n\n'): string {
	const present = texts.map((text) => text?.trim()).filter((text) => text);
	return [...new Set(present)].join(by);
}
