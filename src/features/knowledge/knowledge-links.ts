import { resolve } from '$app/paths';
import type { WorkOrder } from '#domain/work-order/work-order.ts';

/**
 * The agreement with the order's page: it opens the list with `?order=ID&q=SYMPTOM` or an article
 * with `?order=ID`, and gets a solution back with `?solution=ARTICLE_ID` as text to check and change,
 * never as a recorded fact.
 */
export function articleHref(articleId: string, orderId?: string): string {
	return `${resolve('/knowledge/[id]', { id: articleId })}${forOrder(orderId)}`;
}

export function listHref(orderId?: string): string {
	return `${resolve('/knowledge')}${forOrder(orderId)}`;
}

export function orderHref(orderId: string): string {
	return resolve('/work-orders/[id]', { id: orderId });
}

/** The number people say; the end of its id while it has none. */
export function orderNumberOf({ number, offlineNumber, id }: WorkOrder): string {
	return number ?? offlineNumber ?? id.slice(-8);
}

function forOrder(orderId: string | undefined): string {
	return orderId ? `?order=${encodeURIComponent(orderId)}` : '';
}
