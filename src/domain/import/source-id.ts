/** 128-bit FNV-1a: quick, the same everywhere, and wide enough that no two sources meet by chance. */
const offsetBasis = 0x6c62272e07bb014262b821756295c58dn;
const prime = 0x0000000001000000000000000000013bn;
const mask = (1n << 128n) - 1n;
const byteMask = 0xff;

/**
 * The id of what a source names by these words, e.g. `sourceId('site', customer, location)`: the same
 * words give the same id on every machine and at every run. Shaped like a UUID of version 8.
 */
export function sourceId(...words: readonly string[]): string {
	const hex = hash(words.map((word) => keyOf(word)).join('\u001f'))
		.toString(16)
		.padStart(32, '0');
	const variant = (8 + (Number.parseInt(hex.charAt(16), 16) % 4)).toString(16);
	const parts = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`];
	return [...parts, `${variant}${hex.slice(17, 20)}`, hex.slice(20)].join('-');
}

/** Names that differ in case or spaces only are the same one. */
export function keyOf(word: string): string {
	return word.normalize('NFKC').trim().replace(/\s+/gu, ' ').toLowerCase();
}

function hash(text: string): bigint {
	let value = offsetBasis;
	for (let at = 0; at < text.length; at++) {
		const unit = text.charCodeAt(at);
		value = mixed(mixed(value, unit & byteMask), unit >> 8);
	}
	return value;
}

function mixed(value: bigint, byte: number): bigint {
	return ((value ^ BigInt(byte)) * prime) & mask;
}
