import { isPaired } from './search-terms.ts';

/** A piece of text; `hit` where the search found something in it. */
export interface Piece {
	text: string;
	hit: boolean;
}

/** Room of two lines on a phone. */
export const snippetLengthMax = 120;
/** How much is shown before the first hit. */
const leadLength = 16;
/** Further into a field nothing is looked for. */
const searchedLengthMax = 6_000;

/** The text in pieces, hits apart, so that it can be marked without writing markup. */
export function marked(text: string, terms: readonly string[]): Piece[] {
	const pieces: Piece[] = [];
	let end = 0;
	for (const [from, to] of rangesOf(text, terms)) {
		if (from > end) pieces.push({ text: text.slice(end, from), hit: false });
		pieces.push({ text: text.slice(from, to), hit: true });
		end = to;
	}
	if (end < text.length) pieces.push({ text: text.slice(end), hit: false });
	return pieces;
}

/**
 * Two lines about why an article was found: from the first text with a hit in it, beginning a little
 * before it; from the first text at all where the hit is elsewhere.
 */
export function snippet(texts: readonly (string | undefined)[], terms: readonly string[]): Piece[] {
	const plain = texts.map((text) => plainText(text ?? '')).filter((text) => text !== '');
	const found = plain.find((text) => rangesOf(text, terms).length > 0);
	const text = found ?? plain[0] ?? '';
	const first = rangesOf(text, terms)[0]?.[0] ?? 0;
	const from = first + leadLength < snippetLengthMax ? 0 : first - leadLength;
	const cut = Array.from(text.slice(from, from + snippetLengthMax * 2));
	const words = cut.slice(0, snippetLengthMax).join('');
	const more = cut.length > snippetLengthMax ? '…' : '';
	return marked(`${from > 0 ? '…' : ''}${words}${more}`, terms);
}

/** Markdown without its signs, on one line. */
export function plainText(markdown: string): string {
	return markdown
		.slice(0, searchedLengthMax)
		.replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
		.replace(/^[\s|:-]+$/gm, '')
		.replace(/^\s*(?:[#>]+|[-*+]|\d+[.)])\s+/gm, '')
		.replace(/[*_`~|]+/g, '')
		.replace(/\s+/g, ' ')
		.trim();
}

type Range = [from: number, to: number];

/** Where terms stand, joined where they touch; a word counts at its beginning only. */
function rangesOf(text: string, terms: readonly string[]): Range[] {
	const lower = text.toLowerCase();
	if (lower.length !== text.length) return [];
	const all = terms.flatMap((term) => placesOf(lower, term)).sort((a, b) => a[0] - b[0]);
	const joined: Range[] = [];
	for (const [from, to] of all) {
		const last = joined.at(-1);
		if (last && from <= last[1]) last[1] = Math.max(last[1], to);
		else joined.push([from, to]);
	}
	return joined;
}

function placesOf(text: string, term: string): Range[] {
	const places: Range[] = [];
	for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + 1))
		if (isPaired(term) || !/[\p{L}\p{N}]/u.test(text.slice(at - 1, at) || ' ') || at === 0)
			places.push([at, at + term.length]);
	return places;
}
