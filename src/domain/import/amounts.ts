/** Numbers as several countries write them: which sign parts the decimals, and which the thousands. */
import * as v from 'valibot';

export const decimalSigns = ['point', 'comma'] as const;
export const DecimalSignSchema = v.picklist(decimalSigns);
export type DecimalSign = v.InferOutput<typeof DecimalSignSchema>;

const currency = /CNY|RMB|USD|EUR|GBP|CHF|[¥¥$€£元]/giu;
/** What parts thousands everywhere: spaces and apostrophes. */
const alwaysGroups = /[\s'’_]/gu;
const number = /^-?\d[\d.,]*$/u;
/** So many digits behind the only sign could be thousands or decimals. */
const groupDigits = 3;

/**
 * By all values of the columns with numbers. Undefined, with `isAmbiguous`, where they show nothing but
 * `1.234`, which is one thousand in one country and one in another.
 */
export function decimalSignOf(values: readonly string[]): {
	sign: DecimalSign | undefined;
	isAmbiguous: boolean;
} {
	const votes = { point: 0, comma: 0 };
	let unclear = 0;
	for (const value of values) {
		const vote = voteOf(bare(value));
		if (vote === 'unclear') unclear++;
		else if (vote) votes[vote]++;
	}
	if (votes.point === votes.comma)
		return { sign: undefined, isAmbiguous: unclear + votes.point > 0 };
	return { sign: votes.point > votes.comma ? 'point' : 'comma', isAmbiguous: false };
}

function voteOf(text: string): DecimalSign | 'unclear' | undefined {
	if (!number.test(text)) return undefined;
	const [points, commas] = [text.split('.').length - 1, text.split(',').length - 1];
	if (points + commas === 0) return undefined;
	if (points > 0 && commas > 0)
		return text.lastIndexOf('.') > text.lastIndexOf(',') ? 'point' : 'comma';
	const own = points > 0 ? 'point' : 'comma';
	const other = points > 0 ? 'comma' : 'point';
	if (points + commas > 1) return other;
	const [whole = '', places = ''] = text.replace('-', '').split(/[.,]/u);
	const couldGroup = places.length === groupDigits && whole.length <= groupDigits && whole !== '0';
	return couldGroup ? 'unclear' : own;
}

/** `1.234,50 €` by a comma: `1234.50`. Undefined for what is no number written so. */
export function numberText(text: string, sign: DecimalSign): string | undefined {
	const plain = bare(text);
	if (!number.test(plain)) return undefined;
	const [group, point] = sign === 'point' ? [',', '.'] : ['.', ','];
	const [whole = '', ...places] = plain.split(point);
	if (places.length > 1 || places[0]?.includes(group) || !isGrouped(whole.split(group)))
		return undefined;
	const digits = whole.replaceAll(group, '');
	return places[0] ? `${digits}.${places[0]}` : digits;
}

function isGrouped([first = '', ...others]: string[]): boolean {
	return others.length === 0 || (first.length <= 4 && others.every(({ length }) => length === 3));
}

function bare(text: string): string {
	return text.normalize('NFKC').replace(currency, '').replace(alwaysGroups, '');
}

/** In cents; undefined for what is no amount. Places past the second must be noughts. */
export function centsOf(text: string, sign: DecimalSign): number | undefined {
	const plain = numberText(text, sign);
	const [, whole, part = ''] = /^(-?\d{1,12})(?:\.(\d{1,2})0*)?$/u.exec(plain ?? '') ?? [];
	return whole === undefined ? undefined : Number(whole + part.padEnd(2, '0'));
}
