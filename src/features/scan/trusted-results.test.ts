import { expect, it } from 'vitest';
import { trustedOf } from './trusted-results.ts';

type Found = Parameters<typeof trustedOf>[0][number];

/** A code of this box; rows are how many lines it was found in. */
function found(text: string, symbology: Found['symbology'], rows: number, left = 0): Found {
	const [right, bottom] = [left + 100, 40];
	const position: Found['position'] = {
		...{ topLeft: { x: left, y: 0 }, topRight: { x: right, y: 0 } },
		...{ bottomRight: { x: right, y: bottom }, bottomLeft: { x: left, y: bottom } },
	};
	return { text, symbology, lineCount: rows, position };
}
const texts = (results: readonly Found[]) => trustedOf(results).map(({ text }) => text);

it('keeps every code of a label, the one found in most rows first', () => {
	const codes = [found('SN-1', 'Code128', 12, 200), found('ZC-1', 'Code128', 30)];
	expect(texts(codes)).toEqual(['ZC-1', 'SN-1']);
});

it('believes no article number seen across a code of more rows', () => {
	expect(texts([found('6901234567892', 'EANUPC', 2), found('ZC-1', 'Code39', 20)])).toEqual([
		'ZC-1',
	]);
});

it('believes one article number of a picture, the surest', () => {
	const codes = [found('7034759003930', 'EANUPC', 4, 300), found('5030159003930', 'EANUPC', 5)];
	expect(texts(codes)).toEqual(['5030159003930']);
});

it('takes the same code twice in a picture as one', () => {
	expect(texts([found('ZC-1', 'QRCode', 0), found('ZC-1', 'QRCode', 0, 300)])).toEqual(['ZC-1']);
});

it('lets a square code be surer than the rows that cross it', () => {
	expect(texts([found('12345670', 'EANUPC', 9), found('ZC-1', 'QRCode', 0)])).toEqual(['ZC-1']);
});
