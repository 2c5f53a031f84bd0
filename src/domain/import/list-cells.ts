/**
 * A list in one cell: a line for each entry, its parts between upright strokes. A backslash before a sign
 * keeps it from meaning that.
 */
const signs = /[\\|｜\n\r]/gu;
const breaks: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r' };
const meant: Readonly<Record<string, string>> = { n: '\n', r: '\r' };
const strokes = ['|', '｜'];

/** Empty parts at the end of an entry are left out. */
export function listText(entries: readonly (readonly string[])[]): string {
	return entries
		.map((parts) => parts.slice(0, parts.findLastIndex(Boolean) + 1).map(guarded))
		.map((parts) => parts.join(' | '))
		.join('\n');
}

function guarded(part: string): string {
	return part.replace(signs, (sign) => breaks[sign] ?? `\\${sign}`);
}

/** Entries with nothing in them are none. */
export function listEntries(text: string): string[][] {
	const entries: string[][] = [['']];
	const add = (letters: string) => {
		const parts = entries.at(-1) ?? [];
		parts.push((parts.pop() ?? '') + letters);
	};
	for (let at = 0; at < text.length; at++) {
		const sign = text.charAt(at);
		if (sign === '\\') {
			const next = text.charAt(++at);
			add(meant[next] ?? next);
		} else if (sign === '\n') entries.push(['']);
		else if (strokes.includes(sign)) entries.at(-1)?.push('');
		else add(sign);
	}
	return entries
		.map((parts) => parts.map((part) => part.trim()))
		.filter((parts) => parts.some(Boolean));
}
