const offset = 0x811c9dc5;
const prime = 0x01000193;

/** FNV-1a, 32 bits: spreads ids and codes evenly. Where two meet, they share a record, no more. */
export function hashOf(text: string): number {
	let hash = offset;
	for (const character of text) {
		hash ^= character.codePointAt(0) ?? 0;
		hash = Math.imul(hash, prime);
	}
	return hash >>> 0;
}
