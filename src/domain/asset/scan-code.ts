/**
 * From what a camera, a hand-held scanner or a person delivers to what the register may know it as.
 *
 * The register is asked for the candidates in their order; the first one it holds wins. A candidate
 * is only ever more guessed than the one before it, so a code that is literally in the register is
 * never overruled.
 */

import { macOf } from './mac.ts';
import { tagsByAddress } from './old-address.ts';

/** `]C1`, `]d2`, `]Q3`: which bar code it was, as some hand-held scanners put in front (ISO/IEC 15424). */
const symbologyIdentifier = /^\][A-Za-z][0-9A-Za-z]/;
/** GS1: application identifier 8004 is an individual asset. */
const gs1Asset = /^(?:\(8004\)|8004)(?<code>[!-z]{1,30})$/;
/** GS1: article number followed by a serial number, as on the boxes of new devices. */
const gs1Serial = /^(?:\(01\)|01)\d{14}(?:\(21\)|21)(?<code>[!-z]{1,20})$/;
/** Labels that print a web address carry the tag as its last step. */
const webAddress = /^https?:\/\/[^/?#]+\/(?:[^?#]*\/)?(?<code>[^/?#]+)\/?(?:[?#].*)?$/i;
/** Code 39 scanners may pass on the start and stop marks. */
const code39Marks = /^\*(?<code>[^*]+)\*$/;

/** The text without blanks at the ends, control characters and full-width forms; letters as read. */
export function cleanScanCode(text: string): string {
	const plain = Array.from(text, halfWidth).filter(isPrintable).join('').trim();
	return plain.replace(symbologyIdentifier, '').trim();
}

/** The key to look a code up with, whoever read or typed it: cleaned and in capitals. */
export function normaliseScanCode(text: string): string {
	return cleanScanCode(text).toUpperCase();
}

/**
 * What to ask the register for, best first, without repetition; empty where nothing was left.
 * As read, in capitals, then what the code may carry inside (GS1, web address, check digit).
 * @param oldAddresses patterns of an earlier system's web addresses
 */
export function scanCodeCandidates(text: string, oldAddresses: readonly string[] = []): string[] {
	const asRead = cleanScanCode(text);
	const inner = [
		...carriedBy(gs1Asset, asRead),
		...carriedBy(gs1Serial, asRead),
		...tagsByAddress(asRead, oldAddresses).map(decoded),
		...carriedBy(webAddress, asRead),
		...carriedBy(code39Marks, asRead),
		...numbersOf(asRead),
	];
	const all = [asRead, ...inner].flatMap((code) => [code, code.toUpperCase()]);
	return [...new Set(all)].filter((code) => code !== '');
}

/** Twelve digits with the right check digit are an article's, not a network card's. */
function numbersOf(code: string): string[] {
	const numbers = articleNumbers(code);
	return numbers.length > 0 ? numbers : [macOf(code) ?? ''];
}

/** The check digit of an EAN-13, UPC-A or any GS1 number, from the digits before it. */
export function gs1CheckDigit(digits: string): number {
	const weighted = Array.from(digits)
		.reverse()
		.map((digit, place) => Number(digit) * (place % 2 === 0 ? 3 : 1));
	return (10 - (weighted.reduce((sum, each) => sum + each, 0) % 10)) % 10;
}

/** A register may hold an article number without its check digit, or UPC-A where EAN-13 was read. */
function articleNumbers(code: string): string[] {
	if (!/^\d{12,13}$/.test(code)) return [];
	const body = code.slice(0, -1);
	if (gs1CheckDigit(body) !== Number(code.at(-1))) return [];
	if (code.length === 12) return [`0${code}`, body];
	return code.startsWith('0') ? [code.slice(1), body] : [body];
}

function carriedBy(pattern: RegExp, code: string): string[] {
	const carried = pattern.exec(code)?.groups?.['code'];
	return carried === undefined ? [] : [decoded(carried)];
}

function decoded(step: string): string {
	try {
		return decodeURIComponent(step);
	} catch {
		return step;
	}
}

const fullWidthFirst = 0xff01;
const fullWidthLast = 0xff5e;
const fullWidthOffset = 0xfee0;
const ideographicSpace = 0x3000;

function halfWidth(character: string): string {
	const point = character.codePointAt(0) ?? 0;
	if (point === ideographicSpace) return ' ';
	if (point < fullWidthFirst || point > fullWidthLast) return character;
	return String.fromCodePoint(point - fullWidthOffset);
}

/** Neither a control character nor one of the invisible marks that copied text drags along. */
function isPrintable(character: string): boolean {
	return !/[\p{Cc}\p{Cf}]/u.test(character);
}
