/** Bytes as base64 and back; the built-in names for it are too new for the browsers in use. */
export function toBase64(bytes: ArrayBuffer | Uint8Array): string {
	const list = bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes);
	return btoa(Array.from(list, (byte) => String.fromCharCode(byte)).join(''));
}

/** Throws on what is no base64. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
	return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
