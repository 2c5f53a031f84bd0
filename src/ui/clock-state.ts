/** How a service clock stands. */
export type ClockState = 'running' | 'half' | 'soon' | 'late' | 'paused' | 'met';

/** Shares of the allowed time at which people are told. */
const clockMarks = [0.5, 0.8, 1] as const;

/** The ruler ends at this share: the part beyond the redline. */
export const rulerShareMax = 1.2;

/** `share` is time used over time allowed. A met clock stays met; a stopped one shows as stopped. */
export function clockStateOf(
	share: number,
	{ paused = false, met = false }: { paused?: boolean; met?: boolean } = {},
): ClockState {
	if (met) return 'met';
	if (paused) return 'paused';
	if (share >= 1) return 'late';
	if (share >= 0.8) return 'soon';
	return share >= 0.5 ? 'half' : 'running';
}

/** The highest mark passed, 0 before the first. */
export function clockMarkPassed(share: number): number {
	return clockMarks.findLast((mark) => share >= mark) ?? 0;
}
