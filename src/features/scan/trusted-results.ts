/**
 * Which of the bar codes found in one view are believed. Looking for all of them finds misreadings
 * too: a few rows through another code that happen to make up an EAN-13. The real code was found in
 * more rows, and lies in the same place. Article numbers are the weakest of them, a blurred one is
 * read as another beside itself: of those only the surest is believed.
 */
import type { ReadResult } from 'zxing-wasm/reader';

type Found = Pick<ReadResult, 'text' | 'symbology' | 'lineCount' | 'position'>;

/** Read by squares, not by rows: each has its own error correction. */
const squareSymbologies = ['QRCode', 'DataMatrix'];
/** EAN and UPC: no more than a check digit stands between a blur and another number. */
const articleSymbology = 'EANUPC';

/** The surest first, each text once. */
export function trustedOf<F extends Found>(results: readonly F[]): F[] {
	const bySureness = results.toSorted((a, b) => sureness(b) - sureness(a));
	const trusted: F[] = [];
	for (const result of bySureness) {
		if (!trusted.some((surer) => castsDoubt(surer, result))) trusted.push(result);
	}
	return trusted;
}

function castsDoubt(surer: Found, result: Found): boolean {
	const areArticles = [surer, result].every(({ symbology }) => symbology === articleSymbology);
	return areArticles || surer.text === result.text || meet(surer, result);
}

function sureness({ symbology, lineCount }: Found): number {
	return squareSymbologies.includes(symbology) ? Number.MAX_SAFE_INTEGER : lineCount;
}

/** Whether their upright boxes overlap. */
function meet(one: Found, other: Found): boolean {
	const [a, b] = [boxOf(one), boxOf(other)];
	return a.left <= b.right && b.left <= a.right && a.top <= b.bottom && b.top <= a.bottom;
}

function boxOf({ position }: Found) {
	const { topLeft, topRight, bottomRight, bottomLeft } = position;
	const points = [topLeft, topRight, bottomRight, bottomLeft];
	const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
	return {
		...{ left: Math.min(...xs), right: Math.max(...xs) },
		...{ top: Math.min(...ys), bottom: Math.max(...ys) },
	};
}
