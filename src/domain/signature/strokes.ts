import * as v from 'valibot';

/** A place the pen was: CSS pixels from the pad's top left, when, and how hard (0 to 1). */
export interface StrokePoint {
	x: number;
	y: number;
	/** Milliseconds on any clock; only differences are kept. */
	time: number;
	pressure: number;
}

/** One touch of the pen, in the order it was drawn. */
export type Stroke = StrokePoint[];

const padSideMax = 10_000;
/** A signature of a minute's scribbling stays far below this; more is not a signature. */
const packedLengthMax = 100_000;

/**
 * A signature as drawn, not as a picture: the size of the pad in CSS pixels and every point as
 * base64 of zigzag varints, each the difference to the one before it. A point may lie outside the
 * pad: where the phone was turned while signing.
 */
export const PackedSignatureSchema = v.object({
	width: v.pipe(v.number(), v.minValue(1), v.maxValue(padSideMax)),
	height: v.pipe(v.number(), v.minValue(1), v.maxValue(padSideMax)),
	strokes: v.pipe(v.string(), v.maxLength(packedLengthMax), v.base64()),
});
export type PackedSignature = v.InferOutput<typeof PackedSignatureSchema>;

/** Positions are kept to a tenth of a pixel, pressure to a hundredth. */
const stepsPerPixel = 10;
const pressureSteps = 100;
/** Fewer points than this, or a shorter way of the pen, is a slip of the finger. */
const signaturePointsMin = 5;
const signatureLengthMinPx = 40;

/** Packs strokes drawn on a pad of the given size; strokes without points are left out. */
export function packStrokes(
	strokes: readonly (readonly StrokePoint[])[],
	size: { width: number; height: number },
): PackedSignature {
	const numbers: number[] = [];
	let last = { x: 0, y: 0, time: 0, pressure: 0 };
	const first = strokes.find((stroke) => stroke.length > 0)?.[0];
	if (first !== undefined) last.time = Math.round(first.time);
	for (const stroke of strokes) {
		if (stroke.length === 0) continue;
		numbers.push(stroke.length);
		for (const point of stroke) {
			const now = stepsOf(point);
			numbers.push(
				now.x - last.x,
				now.y - last.y,
				now.time - last.time,
				now.pressure - last.pressure,
			);
			last = now;
		}
	}
	return { width: size.width, height: size.height, strokes: toBase64(toVarints(numbers)) };
}

/**
 * The strokes of a packed signature, times counted from its first point. Takes what the schema let
 * through: numbers that end in the middle of a point or claim more points than follow end the list.
 */
export function unpackStrokes(signature: PackedSignature): Stroke[] {
	const numbers = fromVarints(fromBase64(signature.strokes));
	const strokes: Stroke[] = [];
	const at = { x: 0, y: 0, time: 0, pressure: 0 };
	let next = 0;
	while (next < numbers.length) {
		const count = numbers[next++] ?? 0;
		const stroke: Stroke = [];
		while (stroke.length < count && next + 4 <= numbers.length) {
			at.x += numbers[next++] ?? 0;
			at.y += numbers[next++] ?? 0;
			at.time += numbers[next++] ?? 0;
			at.pressure += numbers[next++] ?? 0;
			if (!Object.values(at).every(Number.isFinite)) return strokes;
			stroke.push(pointOf(at));
		}
		if (stroke.length === 0) break;
		strokes.push(stroke);
	}
	return strokes;
}

/** Whether there is too little ink to be anybody's signature. */
export function isEmptySignature(signature: PackedSignature | undefined): boolean {
	if (signature === undefined) return true;
	const strokes = unpackStrokes(signature);
	const points = strokes.reduce((sum, stroke) => sum + stroke.length, 0);
	const length = strokes.reduce((sum, stroke) => sum + lengthOf(stroke), 0);
	return points < signaturePointsMin || length < signatureLengthMinPx;
}

/** The way of the pen in pixels. */
function lengthOf(stroke: Stroke): number {
	return stroke.slice(1).reduce((sum, point, i) => {
		const before = stroke[i] ?? point;
		return sum + Math.hypot(point.x - before.x, point.y - before.y);
	}, 0);
}

function stepsOf(point: StrokePoint): StrokePoint {
	return {
		x: Math.round(point.x * stepsPerPixel),
		y: Math.round(point.y * stepsPerPixel),
		time: Math.round(point.time),
		pressure: Math.round(point.pressure * pressureSteps),
	};
}

function pointOf(steps: StrokePoint): StrokePoint {
	return {
		x: steps.x / stepsPerPixel,
		y: steps.y / stepsPerPixel,
		time: steps.time,
		pressure: steps.pressure / pressureSteps,
	};
}

/** Zigzag, then seven bits a byte, low ones first. Arithmetic, not shifts: times pass 32 bits. */
function toVarints(numbers: readonly number[]): Uint8Array {
	const bytes: number[] = [];
	for (const number of numbers) {
		let rest = number < 0 ? -2 * number - 1 : 2 * number;
		while (rest >= 128) {
			bytes.push((rest % 128) + 128);
			rest = Math.floor(rest / 128);
		}
		bytes.push(rest);
	}
	return Uint8Array.from(bytes);
}

function fromVarints(bytes: Uint8Array): number[] {
	const numbers: number[] = [];
	let rest = 0;
	let place = 1;
	for (const byte of bytes) {
		rest += (byte % 128) * place;
		place *= 128;
		if (byte >= 128) continue;
		numbers.push(rest % 2 === 0 ? rest / 2 : -(rest + 1) / 2);
		rest = 0;
		place = 1;
	}
	return numbers;
}

const base64Letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** By hand: the domain knows neither a browser's nor a server's functions. */
function toBase64(bytes: Uint8Array): string {
	let text = '';
	for (let i = 0; i < bytes.length; i += 3) {
		const [a = 0, b = 0, c = 0] = bytes.subarray(i, i + 3);
		const bits = a * 65536 + b * 256 + c;
		const letters = [18, 12, 6, 0].map((shift) => base64Letters[(bits >> shift) & 63]).join('');
		text += letters.slice(0, Math.min(3, bytes.length - i) + 1).padEnd(4, '=');
	}
	return text;
}

function fromBase64(text: string): Uint8Array {
	const bytes: number[] = [];
	let bits = 0;
	let held = 0;
	for (const letter of text.replaceAll('=', '')) {
		bits = ((bits << 6) | base64Letters.indexOf(letter)) & 0xffff;
		held += 6;
		if (held < 8) continue;
		held -= 8;
		bytes.push((bits >> held) & 255);
	}
	return Uint8Array.from(bytes);
}
