/** One character as the reader counts it: it is measured, drawn and extracted as a whole. */
export interface Cluster {
	text: string;
	/** Width in ems, with the gap that follows it between Chinese and Latin. */
	advance: number;
	bold: boolean;
	/** How far left of the pen the character is drawn, ems: takes off the empty half of a wide quote. */
	inset: number;
}

/** Width of a character in ems of the font that will draw it. */
export type Measure = (text: string, bold: boolean) => number;

/** A piece of text in one weight. */
export interface Span {
	text: string;
	bold: boolean;
}

const segmenter = new Intl.Segmenter('zh', { granularity: 'grapheme' });
/** Between an ideograph and a letter or digit that touch; an eighth of an em, as browsers do. */
const scriptGapEm = 0.125;
const ideograph = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
const letterOrDigit = /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Nd}]/u;
const controls = /[\p{Cc}\u2028\u2029\ufeff]/gu;

/** Cuts text into measured clusters. Line ends must be taken out before; controls print nothing. */
export function clustersOf(spans: readonly Span[], measure: Measure): Cluster[] {
	const clusters = spans.flatMap(({ text, bold }) =>
		graphemes(text).map((grapheme) => ({
			text: grapheme,
			bold,
			advance: measure(grapheme, bold),
			inset: 0,
		})),
	);
	return clusters
		.map((cluster, i) => narrowed(cluster, clusters[i - 1], clusters[i + 1]))
		.map((cluster, i) => withGap(cluster, clusters[i + 1]));
}

/** Width of ‘ ’ “ ” between Latin letters, ems; Chinese fonts give each a whole em. */
const latinQuotes: Record<string, { advance: number; opens: boolean }> = {
	'‘': { advance: 0.28, opens: true },
	'’': { advance: 0.28, opens: false },
	'“': { advance: 0.46, opens: true },
	'”': { advance: 0.46, opens: false },
};

function narrowed(cluster: Cluster, before?: Cluster, after?: Cluster): Cluster {
	const quote = latinQuotes[cluster.text];
	if (quote === undefined || cluster.advance < 0.9) return cluster;
	if (isWide(before) || isWide(after)) return cluster;
	const { advance, opens } = quote;
	return { ...cluster, advance, inset: opens ? cluster.advance - advance : 0 };
}

function isWide(cluster: Cluster | undefined): boolean {
	return cluster !== undefined && /^[\u2e80-\uffef]/u.test(cluster.text);
}

/** The characters of a text as readers count them, lone surrogates made visible, controls gone. */
export function graphemes(text: string): string[] {
	const clean = text.replaceAll('\t', ' ').replace(controls, '').toWellFormed();
	return [...segmenter.segment(clean)].map(({ segment }) => oneForm(segment));
}

/** A letter and its accent become one code point where there is one; single ones stay as written. */
function oneForm(segment: string): string {
	return [...segment].length > 1 ? segment.normalize('NFC') : segment;
}

function withGap(cluster: Cluster, next: Cluster | undefined): Cluster {
	if (next === undefined || !scriptsMeet(cluster.text, next.text)) return cluster;
	return { ...cluster, advance: cluster.advance + scriptGapEm };
}

function scriptsMeet(a: string, b: string): boolean {
	return (
		(ideograph.test(a) && letterOrDigit.test(b)) || (letterOrDigit.test(a) && ideograph.test(b))
	);
}

export function isIdeograph(text: string): boolean {
	return ideograph.test(text);
}

/** Width in points at a size in points. */
export function widthOf(clusters: readonly Cluster[], size: number): number {
	return clusters.reduce((sum, { advance }) => sum + advance, 0) * size;
}
