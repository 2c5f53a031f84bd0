import QRCode from 'qrcode';
import { code128 } from '#ui/code128.ts';

export interface Bar {
	x: number;
	y: number;
	width: number;
	height: number;
}

/**
 * Code 128 as dark bars that fill the width; no quiet zone, the page around it is white. A text it
 * has no signs for, or that is too long to be read, has no bars.
 */
export function codeBars(
	value: string,
	at: { x: number; y: number; width: number; height: number },
): Bar[] {
	const symbol = code128(value);
	if (symbol === undefined) return [];
	const module = at.width / symbol.modules;
	return symbol.bars.map(({ x, width }) => ({
		x: at.x + x * module,
		y: at.y,
		width: width * module,
		height: at.height,
	}));
}

/** QR code, correction level M, as dark runs row by row. */
export function matrixBars(value: string, at: { x: number; y: number; side: number }): Bar[] {
	const { modules } = QRCode.create(value, { errorCorrectionLevel: 'M' });
	const module = at.side / modules.size;
	const bars: Bar[] = [];
	for (let row = 0; row < modules.size; row++) {
		for (const [start, length] of darkRuns(modules.size, (column) => modules.get(row, column))) {
			bars.push({
				x: at.x + start * module,
				y: at.y + row * module,
				width: length * module,
				height: module,
			});
		}
	}
	return bars;
}

/** First dark module and how many, from left to right. */
export function darkRuns(size: number, isDark: (column: number) => unknown): [number, number][] {
	const runs: [number, number][] = [];
	for (let column = 0; column < size; column++) {
		if (!isDark(column)) continue;
		const run = runs.at(-1);
		if (run !== undefined && run[0] + run[1] === column) run[1]++;
		else runs.push([column, 1]);
	}
	return runs;
}
