/**
 * How large a record or a command may be. CouchDB takes documents of 8 MB and keeps ours as text in
 * JSON: what is longer could never be written, and would be tried for ever.
 */

/** UTF-8 bytes of the JSON, quoted once more; a long order with everything is a tenth of it. */
export const documentBytesMax = 6_000_000;
/** Of one character: three of UTF-8, or an escaped quotation mark. */
const bytesPerCharacterMax = 3;

export function isTooLarge(value: unknown): boolean {
	const json = JSON.stringify(value);
	if (json.length * bytesPerCharacterMax <= documentBytesMax) return false;
	return Buffer.byteLength(JSON.stringify(json)) > documentBytesMax;
}
