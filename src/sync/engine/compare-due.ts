/** What decides whether a round ends with a comparison; times in ms. */
export interface CompareFacts {
	/** Device time. */
	nowMs: number;
	/** Since this page life began to sync, by the clock nobody sets. */
	runningMs: number;
	/** Device time of the last comparison that came to its end; none since the server was restored. */
	comparedAtMs?: number | undefined;
	/** Since the last one that the server turned down, by the clock nobody sets. */
	sinceRefusedMs?: number | undefined;
}

/** The first minutes belong to the person who has just opened the app. */
export const quietMsMin = 5 * 60_000;
/** A long absence is longer than this, so it needs no rule of its own. */
export const compareEveryMs = 24 * 60 * 60_000;
/** A server that turned it down is left alone for so long. */
export const refusedPauseMs = 60 * 60_000;

/** Daily, after an absence and after a restore of the server, but never right after the start. */
export function isCompareDue(facts: CompareFacts): boolean {
	const { nowMs, runningMs, comparedAtMs, sinceRefusedMs } = facts;
	if (runningMs < quietMsMin) return false;
	if (sinceRefusedMs !== undefined && sinceRefusedMs < refusedPauseMs) return false;
	if (comparedAtMs === undefined) return true;
	// A clock set back since counts as a day gone by.
	return nowMs - comparedAtMs >= compareEveryMs || nowMs < comparedAtMs;
}
