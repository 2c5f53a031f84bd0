/** Labels there are to buy: cut sheets of A4, and rolls, one label to a page. All in millimetres. */
export interface LabelSize {
	key: string;
	kind: 'sheet' | 'roll';
	/** Of one label. */
	width: number;
	height: number;
	page: { width: number; height: number };
	columns: number;
	rows: number;
	/** Of the first label. */
	left: number;
	top: number;
	/** From one label to the next. */
	stepX: number;
	stepY: number;
}

const a4 = { width: 210, height: 297 };
type Sheet = [columns: number, rows: number, width: number, height: number];

/** In the middle of the page; `gapX` is the white between two columns. */
function sheet([columns, rows, width, height]: Sheet, gapX = 0): LabelSize {
	const stepX = width + gapX;
	return {
		...{ key: `a4-${columns}x${rows}`, kind: 'sheet', width, height, page: a4, columns, rows },
		...{ stepX, stepY: height },
		left: (a4.width - (columns - 1) * stepX - width) / 2,
		top: (a4.height - rows * height) / 2,
	};
}

function roll(width: number, height: number, key = `roll-${width}x${height}`): LabelSize {
	return {
		...{ key, kind: 'roll', width, height, page: { width, height }, columns: 1, rows: 1 },
		...{ left: 0, top: 0, stepX: width, stepY: height },
	};
}

export const labelSizes: readonly LabelSize[] = [
	sheet([3, 8, 70, 37]),
	sheet([3, 7, 63.5, 38.1], 2.5),
	sheet([2, 5, 105, 57]),
	sheet([2, 7, 99.1, 38.1], 2.5),
	sheet([2, 4, 99.1, 67.7], 2.5),
	sheet([5, 13, 38.1, 21.2], 2.5),
	roll(50, 30),
	roll(60, 40),
	roll(70, 50),
	roll(100, 50),
];

/** Somebody's own roll. */
export const ownSizeKey = 'own';
export const ownWidthMm = { min: 30, max: 200 };
export const ownHeightMm = { min: 18, max: 280 };
export function ownSize(width: number, height: number): LabelSize {
	return roll(width, height, ownSizeKey);
}

export function labelsPerPage({ columns, rows }: LabelSize): number {
	return columns * rows;
}
