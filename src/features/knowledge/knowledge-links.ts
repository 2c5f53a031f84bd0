import { resolve } from '$app/paths';

/**
 * The agreement with the order's page: it opens an article with `?order=ID`, and gets its solution
 * back with `?solution=ARTICLE_ID` as text to check and change, never as a recorded fact.
 */
export function articleHref(articleId: string, orderId?: string): string {
	const page = resolve('/knowledge/[id]', { id: articleId });
	return orderId ? `${page}?order=${encodeURIComponent(orderId)}` : page;
}

export function orderHref(orderId: string): string {
	return resolve('/work-orders/[id]', { id: orderId });
}
