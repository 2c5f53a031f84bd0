const timeBytes = 6;

/** A UUIDv7: its first 48 bits are the time in ms, so ids made later sort later. */
export function newId(nowMs: number = Date.now()): string {
	const bytes = crypto.getRandomValues(new Uint8Array(16));
	for (let at = 0; at < timeBytes; at++) {
		bytes[at] = Math.floor(nowMs / 256 ** (timeBytes - 1 - at)) % 256;
	}
	bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
	bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
	const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
	return [
		hex.slice(0, 8),
		hex.slice(8, 12),
		hex.slice(12, 16),
		hex.slice(16, 20),
		hex.slice(20),
	].join('-');
}
