/**
 * Code 128 (ISO/IEC 15417): text to bar widths, code sets B and C.
 * Invariants: every symbol is six widths that sum to 11 modules (stop: seven, 13); the check symbol is
 * the weighted sum of the values modulo 103; the quiet zone is ten modules on either side.
 */

/** Modules of white that must stay free on either side. */
export const quietZoneModules = 10;

/** Longest text drawn: beyond it the bars get finer than a phone's camera reads from a label. */
const barcodeLengthMax = 48;

const startB = 104;
const startC = 105;
const switchToC = 99;
const switchToB = 100;
const checkModulus = 103;

/** Bar and space widths by value 0 to 105, then the stop symbol (table 1 of the standard). */
const widths = (
	'212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 ' +
	'122132 122231 113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 ' +
	'321221 312212 322112 322211 212123 212321 232121 111323 131123 131321 112313 132113 132311 ' +
	'211313 231113 231311 112133 112331 132131 113123 113321 133121 313121 211331 231131 213113 ' +
	'213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 111422 ' +
	'121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 ' +
	'241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 ' +
	'412121 111143 111341 131141 114113 114311 411113 411311 113141 114131 311141 411131 211412 ' +
	'211214 211232 2331112'
).split(' ');
const stop = widths.length - 1;

/** A dark stretch: first module from the left edge of the symbol, quiet zone not counted. */
interface Bar {
	x: number;
	width: number;
}

/** The symbol of one text. */
export interface Barcode {
	bars: Bar[];
	/** Modules from the first bar to the last. */
	modules: number;
}

/** Code set B holds printable ASCII; anything else has no barcode. */
function canEncodeCode128(text: string): boolean {
	return text.length > 0 && text.length <= barcodeLengthMax && /^[\x20-\x7e]+$/.test(text);
}

/** How many digits start at `at`. */
function digitsAt(text: string, at: number): number {
	return /^\d*/.exec(text.slice(at))?.[0].length ?? 0;
}

/** Set C pays off for four digits at either end, for six in the middle (annex E of the standard). */
function worthC(text: string, at: number): boolean {
	const digits = digitsAt(text, at);
	const atEdge = at === 0 || at + digits === text.length;
	return digits >= (atEdge ? 4 : 6) || (digits === 2 && text.length === 2);
}

/** Values of start, text and switches, without check and stop. */
export function code128Values(text: string): number[] {
	const values: number[] = [];
	let inC = false;
	let at = 0;
	while (at < text.length) {
		const digits = digitsAt(text, at);
		const startsC: boolean = !inC && worthC(text, at) && (digits % 2 === 0 || at === 0);
		if (values.length === 0) {
			inC = startsC;
			values.push(inC ? startC : startB);
		} else if (startsC) {
			inC = true;
			values.push(switchToC);
		} else if (inC && digits < 2) {
			inC = false;
			values.push(switchToB);
		}
		if (inC) {
			values.push(Number(text.slice(at, at + 2)));
			at += 2;
		} else {
			values.push(text.charCodeAt(at) - 32);
			at += 1;
		}
	}
	return values;
}

/** The check symbol: start counts once, every later value by its place. */
export function code128Check(values: number[]): number {
	return values.reduce((sum, value, place) => sum + value * Math.max(place, 1), 0) % checkModulus;
}

/** Draws a text; undefined where Code 128 has no sign for it. */
export function code128(text: string): Barcode | undefined {
	if (!canEncodeCode128(text)) return undefined;
	const values = code128Values(text);
	const pattern = [...values, code128Check(values), stop].map((value) => widths[value]).join('');
	const bars: Bar[] = [];
	let x = 0;
	for (const [place, digit] of [...pattern].entries()) {
		if (place % 2 === 0) bars.push({ x, width: Number(digit) });
		x += Number(digit);
	}
	return { bars, modules: x };
}
