import type { AdministrationCommand } from '#server/administration.ts';
import { articlesEn } from './articles-en.ts';
import { articlesZh } from './articles-zh.ts';

/** Published from the start, as knowledge carried over from before. */
export function articleCommands(): AdministrationCommand[] {
	const languages = { 'zh-CN': articlesZh, en: articlesEn };
	return Object.entries(languages).flatMap(([language, articles]) =>
		articles.map(({ id, ...fields }): AdministrationCommand => {
			const set = { ...fields, language };
			return { type: 'article.import@1', kind: 'article', record: id, args: { set } };
		}),
	);
}
