/**
 * One machine check as several QR codes, `OPMC1/ID/N/M/SUM/TEXT`.
 *
 * 1. ID is the sum of the whole text, so parts of another machine, or of another check, never mix.
 * 2. SUM is that of `ID/N/M/TEXT`: a part misread anywhere is refused by itself.
 * 3. Parts come in any order and any number of times; the text is there once each was read, and only
 *    if its sum is ID.
 * 4. A code of another version, or with numbers out of range, is no part: it says so rather than
 *    standing for a machine's number.
 */
import { adler32 } from './adler32.ts';

export const machineCheckPartsMax = 40;
/** Of a code's text; QR version 40 holds no more. */
const partLengthMax = 2_953;

const anyPart = /^OPMC(?<version>\d+)\//;
const wholePart =
	/^OPMC1\/(?<id>[0-9a-f]{8})\/(?<n>\d{1,2})\/(?<of>\d{1,2})\/(?<sum>[0-9a-f]{8})\/(?<text>[^]*)$/;

export interface MachinePart {
	id: string;
	/** From 1. */
	n: number;
	of: number;
	text: string;
}

/** damaged: misread, to be read again. newer: of scripts newer than this app. */
export type PartFault = 'damaged' | 'newer';

/** Undefined where the code is none of a machine check. */
export function readMachinePart(
	code: string,
): { part: MachinePart } | { fault: PartFault } | undefined {
	const version = anyPart.exec(code)?.groups?.['version'];
	if (version === undefined) return undefined;
	if (version !== '1') return { fault: 'newer' };
	const { id = '', n = '', of = '', sum = '', text = '' } = wholePart.exec(code)?.groups ?? {};
	const part = { id, n: Number(n), of: Number(of), text };
	const isInRange = part.n >= 1 && part.n <= part.of && part.of <= machineCheckPartsMax;
	const isWhole = sum === adler32(`${id}/${n}/${of}/${text}`);
	if (!isInRange || !isWhole || code.length > partLengthMax) return { fault: 'damaged' };
	return { part };
}

/** The parts read so far of one check. */
export interface GatheredParts {
	id: string;
	of: number;
	texts: Readonly<Record<number, string>>;
}

/**
 * anew: of another check than before, which is forgotten. damaged: all are there and do not make up
 * the text they are to make up; they are forgotten.
 */
export type GatherOutcome =
	| { kind: 'more' | 'repeat' | 'anew'; gathered: GatheredParts }
	| { kind: 'whole'; gathered: GatheredParts; text: string }
	| { kind: 'damaged' };

export function gather(
	gathered: GatheredParts | undefined,
	{ id, n, of, text }: MachinePart,
): GatherOutcome {
	const isSame = gathered?.id === id && gathered.of === of;
	const before = isSame ? gathered.texts : {};
	if (before[n] === text) return { kind: 'repeat', gathered: { id, of, texts: before } };
	const next = { id, of, texts: { ...before, [n]: text } };
	if (missingParts(next).length > 0)
		return { kind: gathered && !isSame ? 'anew' : 'more', gathered: next };
	const whole = Array.from({ length: of }, (_, at) => next.texts[at + 1] ?? '').join('');
	return adler32(whole) === id
		? { kind: 'whole', gathered: next, text: whole }
		: { kind: 'damaged' };
}

/** The numbers of those still to be read. */
export function missingParts({ of, texts }: GatheredParts): number[] {
	const all = Array.from({ length: of }, (_, at) => at + 1);
	return all.filter((n) => texts[n] === undefined);
}
