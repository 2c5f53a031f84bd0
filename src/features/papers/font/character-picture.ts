/** A character no font pack has, drawn by the fonts of the device. */
export interface CharacterPicture {
	/** Width it takes in the line, ems. */
	advance: number;
	/** Where the picture lies from the pen on the baseline, ems, up is positive. */
	box: { left: number; bottom: number; width: number; height: number };
	/** Pixels, row by row from the top: red, green, blue, opacity. */
	pixels: { width: number; height: number; rgba: Uint8ClampedArray };
}

/** Draws a character; the same text gives the same picture within one sheet. */
export type DrawCharacter = (text: string) => CharacterPicture;

const emPixels = 96;
const above = 1.1;
const below = 0.35;
const fontStack = '"Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif';
const inkColour = '#10151d';
/** Never assigned: whatever a device shows for it, it shows for everything it cannot draw. */
const unassigned = '\u{10ffff}';

/**
 * Draws on a canvas with the device's fonts. What those lack too becomes a frame with the code
 * point inside, so that even then the paper says which character stood there.
 */
export function characterDrawer(canvas: OffscreenCanvas): DrawCharacter {
	const context = canvas.getContext('2d', { willReadFrequently: true });
	if (context === null) throw new Error('No canvas to draw characters on');
	const missing = drawWhole(context, canvas, unassigned);
	return (text) => {
		const picture = drawWhole(context, canvas, text);
		return isSamePicture(picture, missing) ? drawCode(context, canvas, text) : picture;
	};
}

type Context = OffscreenCanvasRenderingContext2D;

function drawWhole(context: Context, canvas: OffscreenCanvas, text: string): CharacterPicture {
	context.font = `${emPixels}px ${fontStack}`;
	const advance = context.measureText(text).width / emPixels;
	prepare(context, canvas, advance);
	context.font = `${emPixels}px ${fontStack}`;
	context.fillText(text, 0, above * emPixels);
	return take(context, canvas, advance);
}

/** A frame one em wide with the code point in it, two digits to a row. */
function drawCode(context: Context, canvas: OffscreenCanvas, text: string): CharacterPicture {
	const code = (text.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(6, '0');
	prepare(context, canvas, 1);
	const unit = emPixels / 24;
	context.lineWidth = unit;
	context.strokeStyle = inkColour;
	context.strokeRect(2 * unit, above * emPixels - 20 * unit, 20 * unit, 22.5 * unit);
	context.font = `600 ${7 * unit}px monospace`;
	context.textAlign = 'center';
	for (const [row, digits] of (code.match(/../g) ?? []).entries()) {
		context.fillText(digits, 12 * unit, above * emPixels - (13 - row * 6.6) * unit);
	}
	return take(context, canvas, 1);
}

/** Setting the size clears the canvas and all its state. */
function prepare(context: Context, canvas: OffscreenCanvas, advance: number): void {
	canvas.width = Math.max(1, Math.ceil(advance * emPixels));
	canvas.height = Math.ceil((above + below) * emPixels);
	context.fillStyle = inkColour;
	context.textBaseline = 'alphabetic';
}

function take(context: Context, canvas: OffscreenCanvas, advance: number): CharacterPicture {
	const { width, height, data } = context.getImageData(0, 0, canvas.width, canvas.height);
	return {
		advance,
		box: {
			left: 0,
			bottom: above - height / emPixels,
			width: width / emPixels,
			height: height / emPixels,
		},
		pixels: { width, height, rgba: data },
	};
}

function isSamePicture(a: CharacterPicture, b: CharacterPicture): boolean {
	const [left, right] = [a.pixels.rgba, b.pixels.rgba];
	return left.length === right.length && left.every((value, i) => value === right[i]);
}
