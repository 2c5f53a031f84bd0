import { m } from '#i18n/generated/messages.js';
import type { Check, CheckName, Fix } from './ready-checks.ts';

const readyWords: Record<CheckName, (of: { n: number }) => string> = {
	fetched: m.ready_fetched,
	assets: m.ready_assets,
	history: m.ready_history,
	articles: m.ready_articles,
	checklist: m.ready_checklist,
	papers: m.ready_papers,
	space: m.ready_space,
	persistence: m.ready_persistence,
	version: m.ready_version,
};

const missingWords: Record<Exclude<CheckName, 'history'>, () => string> = {
	fetched: m.ready_miss_fetched,
	assets: m.ready_miss_assets,
	articles: m.ready_miss_articles,
	checklist: m.ready_miss_checklist,
	papers: m.ready_miss_papers,
	space: m.ready_miss_space,
	persistence: m.ready_miss_persistence,
	version: m.ready_miss_version,
};

/** Space is the person's own to make. */
export const fixWords: Partial<Record<Fix, () => string>> = {
	fetch: m.ready_do_fetch,
	keep: m.ready_do_keep,
	protect: m.ready_do_protect,
	update: m.ready_do_update,
};

export function checkText({ name, fix, count = 0 }: Check): string {
	return fix && name !== 'history' ? missingWords[name]() : readyWords[name]({ n: count });
}
