/** Whether a prompt that can wait may appear now. It never gets between an engineer and his customer. */
import type { OrderState } from '#domain/work-order/states.ts';

/** From leaving for a customer until the work there is done. */
export const visitStates = ['en_route', 'on_site'] as const satisfies readonly OrderState[];

/** What was typed this recently is still being typed. */
export const freshDraftMs = 30 * 60_000;

/** Pages on which something is being written or signed. */
const writingPages = ['/sign', '/edit', '/new', '/intake', '/scan'];

export interface AtHand {
	/** Orders of his in one of `visitStates`, on this device. */
	visits: number;
	/** When something unsaved was typed last, in ms since 1970. */
	draftMs: number | undefined;
	/** The page, as the router calls it. */
	route: string;
}

export function mayInterrupt({ visits, draftMs, route }: AtHand, nowMs: number): boolean {
	const isWriting = draftMs !== undefined && nowMs - draftMs < freshDraftMs;
	return visits === 0 && !isWriting && !writingPages.some((page) => route.endsWith(page));
}
