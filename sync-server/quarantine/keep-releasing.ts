import type { Releases } from './releases.ts';

/** Looks for what was left unfinished, also by another server. */
export const recoverEveryMs = 60_000;
const retryMsMin = 1_000;

/** Tries again soon after a fault, and looks every minute. Gives the way to end it. */
export function keepReleasing(releases: Pick<Releases, 'recover' | 'onFault'>): () => void {
	const every = setInterval(() => releases.recover(), recoverEveryMs).unref();
	let soon: NodeJS.Timeout | undefined;
	releases.onFault((faultsInARow) => {
		clearTimeout(soon);
		soon = setTimeout(() => releases.recover(), retryMs(faultsInARow)).unref();
	});
	return () => {
		releases.onFault(() => undefined);
		clearInterval(every);
		clearTimeout(soon);
	};
}

/** Doubles from one second to a minute. */
function retryMs(faultsInARow: number): number {
	return Math.min(recoverEveryMs, retryMsMin * 2 ** (faultsInARow - 1));
}
