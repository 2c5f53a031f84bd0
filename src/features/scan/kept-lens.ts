const key = 'outpost-scan-lens';

/** The lens this device scans with, until it is gone. */
export const keptLens = {
	get: (): string | undefined => localStorage.getItem(key) ?? undefined,
	set: (lensId: string): void => localStorage.setItem(key, lensId),
	clear: (): void => localStorage.removeItem(key),
};
