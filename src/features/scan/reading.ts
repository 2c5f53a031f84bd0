/** What a decoded picture says, and the names of the bar codes we read. */

/**
 * The five that asset tags are printed in, and UPC-A: the EAN-13 of American makers, whose boxes and
 * type plates are full of it; it is read by the same code. Others stay off: every further one costs
 * time per frame and is one more way to misread a picture.
 */
export type ScanFormat = 'code-128' | 'qr' | 'data-matrix' | 'ean-13' | 'upc-a' | 'code-39';

/** Proper names, the same in every language. */
export const scanFormatNames = {
	'code-128': 'Code 128',
	qr: 'QR',
	'data-matrix': 'Data Matrix',
	'ean-13': 'EAN-13',
	'upc-a': 'UPC-A',
	'code-39': 'Code 39',
} as const satisfies Record<ScanFormat, string>;

/** In pixels of the picture that was handed in. */
export interface Point {
	x: number;
	y: number;
}

/** Top left, top right, bottom right, bottom left, seen from the code itself. */
export type Corners = readonly [Point, Point, Point, Point];

/** One code found in one picture. */
export interface Reading {
	text: string;
	format: ScanFormat;
	corners: Corners;
	/** Which view of the picture it was found in; for figures only. */
	pass: string;
}

/** What the caller of the scan screen is told. */
export interface ScanReading {
	/** As read; `scanCodeCandidates` of the domain makes it fit for a look-up. */
	text: string;
	/** Unknown where a hand-held scanner or a person typed it. */
	format: ScanFormat | undefined;
	source: 'camera' | 'handheld' | 'typed';
	/** Device time of the reading, ms since 1970. */
	at: number;
}
