/** A code held in view is one scan: it counts again once it was out of sight for this long. */
export const repeatWindowMs = 1500;

/** Tells new codes from the one still in view. Times are ms on any one clock. */
export interface RepeatFilter {
	/** True when this sighting is to be reported. Every sighting, reported or not, extends the window. */
	admit(text: string, atMs: number): boolean;
	reset(): void;
}

export function createRepeatFilter(windowMs: number = repeatWindowMs): RepeatFilter {
	const lastSeenMs = new Map<string, number>();
	return {
		admit(text, atMs) {
			for (const [code, seenMs] of lastSeenMs) {
				if (atMs - seenMs >= windowMs) lastSeenMs.delete(code);
			}
			const isNew = !lastSeenMs.has(text);
			lastSeenMs.set(text, atMs);
			return isNew;
		},
		reset: () => lastSeenMs.clear(),
	};
}
