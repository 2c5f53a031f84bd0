/**
 * The code on a label, in dots of the coarsest printers there are, 203 to the inch.
 *
 * 1. A module is a whole number of dots, and stands on the dots: every bar is printed as wide as meant.
 * 2. It has at least `moduleDotsMin` of them: measured by `tests/e2e/labels-readable.spec.ts`, one dot
 *    of ink more or less on every edge takes narrower ones from our scanner.
 * 3. The white around it that the standards ask for is kept within the label.
 */
import QRCode from 'qrcode';
import { code128, quietZoneModules } from '#ui/code128.ts';
import { darkRuns } from '../layout/codes.ts';
import type { LabelSize } from './label-sizes.ts';

export const symbologies = ['qr', 'code128'] as const;
export type Symbology = (typeof symbologies)[number];

export const dotMm = 25.4 / 203;
const moduleDotsMin = 4;
const moduleDotsMax = 8;
const barDotsMax = 6;
const qrQuietModules = 4;

/** Bars this high for their length are crossed by a reader's line 5° askew, with room to spare. */
const barHeightShare = 0.16;
const barHeightMinMm = 8;
/** Beside a QR code there is at least this much for the tag in letters. */
const textWidthMinMm = 13;
const textShareMin = 0.42;
/** Under the bars. */
export const tagLineMm = 4.2;
/** No printer reaches the edge of an A4 page. */
const pageEdgeMm = 4.5;
const insetMaxMm = 3;
const insetShare = 0.08;

/** What keeps a code off a label. */
export type LabelProblem =
	| { kind: 'no-signs' }
	/** The label has to be at least this large, millimetres. */
	| { kind: 'too-small'; width: number; height: number };

/** Rectangles in dots from the top left of the code, quiet zone not counted. */
export interface PlannedCode {
	dots: { x: number; y: number; width: number; height: number }[];
	width: number;
	height: number;
	/** White that stays free on the left and right, and for QR above and below, in dots. */
	quiet: number;
}

/** White along the edges of a label, millimetres. */
export function insetsOf({ width, height, left, top, kind }: LabelSize): { x: number; y: number } {
	const own = Math.min(insetMaxMm, height * insetShare, width * insetShare);
	const atEdge = (from: number) => (kind === 'sheet' ? Math.max(own, pageEdgeMm - from) : own);
	return { x: atEdge(left), y: atEdge(top) };
}

export function planCode(
	code: string,
	size: LabelSize,
	symbology: Symbology,
): { plan: PlannedCode } | { problem: LabelProblem } {
	return symbology === 'qr' ? planQr(code, size) : planBars(code, size);
}

function planBars(code: string, size: LabelSize) {
	const symbol = code128(code);
	if (!symbol) return { problem: { kind: 'no-signs' } as const };
	const inset = insetsOf(size);
	const all = symbol.modules + 2 * quietZoneModules;
	const planned = (module: number) => {
		const width = symbol.modules * module;
		const high = Math.max(barHeightMinMm, width * dotMm * barHeightShare);
		return { width, height: Math.ceil(high / dotMm), quiet: quietZoneModules * module };
	};
	const fits = (module: number) =>
		all * module * dotMm <= size.width &&
		planned(module).width * dotMm <= size.width - 2 * inset.x &&
		planned(module).height * dotMm + tagLineMm <= size.height - 2 * inset.y;
	const module = largest(barDotsMax, fits);
	if (module === undefined) {
		const { height, width } = planned(moduleDotsMin);
		const least = Math.max(all * moduleDotsMin * dotMm, width * dotMm + 2 * insetMaxMm);
		return tooSmall(least, height * dotMm + tagLineMm + 2 * insetMaxMm);
	}
	const { height, ...rest } = planned(module);
	const dots = symbol.bars.map(({ x, width }) => ({
		...{ x: x * module, y: 0, width: width * module, height },
	}));
	return { plan: { dots, height, ...rest } };
}

/** Drawing one takes most of the time a label takes, and every choice on the screen asks for all again. */
const matrices = new Map<string, QRCode.BitMatrix>();
const matricesMax = 2_000;

function matrixOf(code: string): QRCode.BitMatrix {
	const known = matrices.get(code);
	if (known) return known;
	const { modules } = QRCode.create(code, { errorCorrectionLevel: 'M' });
	if (matrices.size >= matricesMax) matrices.clear();
	matrices.set(code, modules);
	return modules;
}

function planQr(code: string, size: LabelSize) {
	const modules = matrixOf(code);
	const inset = insetsOf(size);
	const sideOf = (module: number) => modules.size * module * dotMm;
	const quietOf = (module: number) => qrQuietModules * module * dotMm;
	const textOf = (module: number) => {
		const around = Math.max(inset.x, quietOf(module)) + quietOf(module) + inset.x;
		return size.width - sideOf(module) - around;
	};
	const fits = (module: number) => {
		const isLow = sideOf(module) + 2 * Math.max(inset.y, quietOf(module)) <= size.height;
		const share = module > moduleDotsMin ? size.width * textShareMin : 0;
		return isLow && textOf(module) >= Math.max(textWidthMinMm, share);
	};
	const module = largest(moduleDotsMax, fits);
	if (module === undefined) {
		const white = Math.max(insetMaxMm, quietOf(moduleDotsMin));
		const side = sideOf(moduleDotsMin);
		const beside = white + quietOf(moduleDotsMin) + insetMaxMm;
		return tooSmall(side + beside + textWidthMinMm, side + 2 * white);
	}
	const side = modules.size * module;
	const dots = Array.from({ length: modules.size }, (_, row) =>
		darkRuns(modules.size, (column) => modules.get(row, column)).map(([x, width]) => ({
			...{ x: x * module, y: row * module, width: width * module, height: module },
		})),
	).flat();
	return { plan: { dots, width: side, height: side, quiet: qrQuietModules * module } };
}

function tooSmall(width: number, height: number): { problem: LabelProblem } {
	return { problem: { kind: 'too-small', width: Math.ceil(width), height: Math.ceil(height) } };
}

function largest(most: number, fits: (module: number) => boolean): number | undefined {
	for (let module = most; module >= moduleDotsMin; module--) if (fits(module)) return module;
	return undefined;
}
