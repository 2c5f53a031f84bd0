const names = {
	'x-ratelimit-limit': false,
	'x-ratelimit-remaining': false,
	'x-ratelimit-reset': false,
} as const;

/** Counts are nobody's business; only who is too fast is told when to come back. */
export const quietly = {
	addHeadersOnExceeding: names,
	addHeaders: { ...names, 'retry-after': true },
};
