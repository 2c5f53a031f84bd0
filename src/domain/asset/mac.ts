/** Six bytes in hexadecimal, as type plates and screens print them: in pairs, in fours or in one. */
const macPattern =
	/(?<![0-9A-F])(?:[0-9A-F]{2}([:-]?)(?:[0-9A-F]{2}\1){4}[0-9A-F]{2}|(?:[0-9A-F]{4}\.){2}[0-9A-F]{4})(?![0-9A-F])/g;
const label = /^(?:WLAN|WI-?FI|LAN|BT|ETHERNET)?\s*MAC(?:\s*(?:ID|ADDRESS|ADDR\.?))?\s*[:：=]?\s*/i;

/** Every MAC address in a text, in one spelling: `00:1B:44:11:3A:B7`. */
export function macsIn(text: string): string[] {
	const found = text.normalize('NFKC').toUpperCase().match(macPattern) ?? [];
	return [...new Set(found.map(spelled))];
}

/** The address where the text is one and nothing else but perhaps its label `MAC:`. */
export function macOf(text: string): string | undefined {
	const plain = text.normalize('NFKC').trim().replace(label, '').toUpperCase();
	const [mac, ...more] = macsIn(plain);
	const isAll = mac !== undefined && plain.replace(/[:.-]/g, '') === mac.replaceAll(':', '');
	return isAll && more.length === 0 ? mac : undefined;
}

function spelled(mac: string): string {
	return (mac.replace(/[:.-]/g, '').match(/../g) ?? []).join(':');
}
