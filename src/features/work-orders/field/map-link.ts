/** The devices whose maps open by `maps:`; the others take `geo:` (RFC 5870). */
const appleDevice = /iPhone|iPad|Macintosh/;

/**
 * Opens an address in the phone's own maps, which may hold them offline; nothing is fetched here.
 * Undefined on devices without touch: a desktop has no such app to open.
 */
export function mapLink(
	address: string,
	{ userAgent, maxTouchPoints }: Pick<Navigator, 'userAgent' | 'maxTouchPoints'>,
): string | undefined {
	if (maxTouchPoints === 0) return undefined;
	const query = encodeURIComponent(address);
	return appleDevice.test(userAgent) ? `maps:?q=${query}` : `geo:0,0?q=${query}`;
}
