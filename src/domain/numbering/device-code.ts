/** Without 0, O, 1 and I, which are taken for one another on paper and by phone. */
export const deviceCodeAlphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
export const deviceCodeLengthMin = 3;
/** 32^6 codes, a thousand million: more installations than will ever be. */
export const deviceCodeLengthMax = 6;

const base = deviceCodeAlphabet.length;
/** Odd, so that multiplying by it modulo a power of two loses nothing. */
const spread = 20_261;

/**
 * The code of the n-th installation, n = 0, 1, 2 …: each n has its own. Three characters for the first
 * 32,768, then four, and so on. Neighbours are spread apart, so that a slip of one character seldom
 * hits the next colleague's device. Throws a RangeError for a number that has no code.
 */
export function deviceCodeOf(n: number): string {
	if (!Number.isSafeInteger(n) || n < 0) throw new RangeError(`no device code for ${n}`);
	let rest = n;
	for (let length = deviceCodeLengthMin; length <= deviceCodeLengthMax; length++) {
		const count = base ** length;
		if (rest < count) return writeCode((rest * spread) % count, length);
		rest -= count;
	}
	throw new RangeError(`no device code for ${n}`);
}

function writeCode(value: number, length: number): string {
	const places = Array.from({ length }, (_, at) => base ** (length - 1 - at));
	return places
		.map((place) => deviceCodeAlphabet.charAt(Math.floor(value / place) % base))
		.join('');
}
