const modulus = 65_521;
/** Of what stands for no character: U+FFFD. */
const replacement = 0xfffd;

/** Adler-32 (RFC 1950) of a text's UTF-8 in eight hexadecimal digits: an awk without bits can make it too. */
export function adler32(text: string): string {
	let low = 1;
	let high = 0;
	for (const sign of text)
		for (const byte of utf8(sign.isWellFormed() ? (sign.codePointAt(0) ?? 0) : replacement)) {
			low = (low + byte) % modulus;
			high = (high + low) % modulus;
		}
	return (high * 2 ** 16 + low).toString(16).padStart(8, '0');
}

/** RFC 3629, of one code point. */
function utf8(code: number): number[] {
	const tail = (shift: number) => 0x80 | ((code >> shift) & 0x3f);
	if (code < 0x80) return [code];
	if (code < 0x800) return [0xc0 | (code >> 6), tail(0)];
	if (code < 0x1_0000) return [0xe0 | (code >> 12), tail(6), tail(0)];
	return [0xf0 | (code >> 18), tail(12), tail(6), tail(0)];
}
