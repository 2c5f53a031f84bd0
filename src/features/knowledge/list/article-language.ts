import type { Article } from '#domain/knowledge/article.ts';
import { m } from '#i18n/generated/messages.js';
import { getLocale } from '#i18n/generated/runtime.js';

type Language = NonNullable<Article['language']>;

export const languageWords: Record<Language, () => string> = {
	'zh-CN': m.knowledge_language_zh,
	en: m.knowledge_language_en,
};

/** The article's language where the reader does not expect it. */
export function otherLanguage({ language }: Article): string | undefined {
	if (!language || language === getLocale()) return undefined;
	return languageWords[language]();
}
