/**
 * A number somebody read off an instrument, kept as he read it: "12.60" is not "12.6", and no record
 * holds a binary fraction. Whole digits and places are limited, so that two of them compare exactly.
 */
import * as v from 'valibot';

const wholeDigitsMax = 7;
const placesMax = 4;
const written = new RegExp(
	`^-?(?:0|[1-9]\\d{0,${wholeDigitsMax - 1}})(?:\\.\\d{1,${placesMax}})?$`,
);

export const DecimalSchema = v.pipe(v.string(), v.regex(written));

/** What was typed, as a decimal: full-width digits, a comma, leading zeros and a plus are taken too. */
export function decimalOf(typed: string): string | undefined {
	const plain = typed.normalize('NFKC').replace(/\s/g, '').replace(/[,。]/, '.').replace('−', '-');
	const text = plain
		.replace(/^\+/, '')
		.replace(/^(-?)(?=\.)/, '$10')
		.replace(/^(-?)0+(?=\d)/, '$1');
	return written.test(text) ? text : undefined;
}

/** Below zero where `a` is smaller, above where it is larger. Both must be decimals. */
export function compareDecimals(a: string, b: string): number {
	return inSmallestPlaces(a) - inSmallestPlaces(b);
}

/** In ten-thousandths: eleven digits at most, whole and exact. */
function inSmallestPlaces(decimal: string): number {
	const [whole = '0', places = ''] = decimal.split('.');
	return Number(whole + places.padEnd(placesMax, '0'));
}
