const modulus = 65_521;

/** Adler-32 (RFC 1950) of a text's UTF-8 in eight hexadecimal digits: an awk without bits can make it too. */
export function adler32(text: string): string {
	let low = 1;
	let high = 0;
	for (const byte of new TextEncoder().encode(text)) {
		low = (low + byte) % modulus;
		high = (high + low) % modulus;
	}
	return (high * 2 ** 16 + low).toString(16).padStart(8, '0');
}
