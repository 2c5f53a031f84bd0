import type { correctable } from '#domain/work-order/work-order.ts';
import { m } from '#i18n/generated/messages.js';

/** What the moments of a visit are called. */
export const momentWords: Record<(typeof correctable)[number], () => string> = {
	departedAt: m.wo_visit_departed,
	arrivedAt: m.wo_visit_arrived,
	leftAt: m.wo_visit_left,
};
