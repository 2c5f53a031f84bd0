import SignaturePad, { type PointGroup } from 'signature_pad';
import {
	penWidthMax,
	penWidthMin,
	speedWeight,
	type Fit,
} from '#domain/signature/stroke-curves.ts';
import {
	isEmptySignature,
	packStrokes,
	unpackStrokes,
	type PackedSignature,
	type Stroke,
} from '#domain/signature/strokes.ts';
import { areaOf, fitHome, toHome, toPad, type Size } from './home-fit.ts';

/** Closer points than this, CSS pixels, say nothing about the line. */
const pointDistanceMin = 3;

/** What the pad tells after every stroke: the signature, undefined while it is too short to be one. */
export interface InkState {
	signature: PackedSignature | undefined;
	hasInk: boolean;
}

/**
 * A canvas to sign on. It keeps strokes, not pixels: whatever happens to the canvas, they are drawn
 * again, at the size it has now.
 */
export class InkPad {
	#canvas: HTMLCanvasElement;
	#onstroke: (state: InkState) => void;
	#pad: SignaturePad;
	#home: Size | undefined;
	#strokes: Stroke[] = [];
	/** Changes with the pad or its content, not with a stroke: ink must not move under the pen. */
	#fit: Fit = { scale: 1, dx: 0, dy: 0 };
	#watcher: ResizeObserver;
	#isDrawing = false;
	#resizedWhileDrawing = false;

	constructor(canvas: HTMLCanvasElement, onstroke: (state: InkState) => void) {
		this.#canvas = canvas;
		this.#onstroke = onstroke;
		this.#pad = new SignaturePad(canvas, {
			// The library's widths are radii.
			minWidth: penWidthMin / 2,
			maxWidth: penWidthMax / 2,
			velocityFilterWeight: speedWeight,
			minDistance: pointDistanceMin,
			penColor: getComputedStyle(canvas).color,
		});
		this.#pad.addEventListener('beginStroke', () => (this.#isDrawing = true));
		this.#pad.addEventListener('endStroke', () => this.#takeStroke());
		this.#watcher = new ResizeObserver(() => this.#resized());
		this.#watcher.observe(canvas);
		this.#fitCanvas();
	}

	/** Shows a signature from elsewhere in place of what is there. */
	show(signature: PackedSignature | undefined): void {
		this.#strokes = signature === undefined ? [] : unpackStrokes(signature);
		this.#home = signature && { width: signature.width, height: signature.height };
		this.#redraw();
	}

	clear(): void {
		this.show(undefined);
	}

	get hasInk(): boolean {
		return this.#strokes.length > 0;
	}

	destroy(): void {
		this.#watcher.disconnect();
		this.#pad.off();
	}

	#takeStroke(): void {
		this.#isDrawing = false;
		const drawn = this.#pad.toData().at(-1)?.points ?? [];
		this.#home ??= this.#size();
		this.#strokes.push(toHome(drawn.map(pointOf), this.#fit));
		const signature = packStrokes(this.#strokes, this.#home);
		if (this.#resizedWhileDrawing) this.#resized();
		this.#onstroke({
			signature: isEmptySignature(signature) ? undefined : signature,
			hasInk: true,
		});
	}

	/** A stroke under way is in the old canvas's pixels; it is finished first. */
	#resized(): void {
		this.#resizedWhileDrawing = this.#isDrawing;
		if (!this.#isDrawing) this.#fitCanvas();
	}

	#fitCanvas(): void {
		const { width, height } = this.#size();
		this.#canvas.width = Math.round(width * devicePixelRatio);
		this.#canvas.height = Math.round(height * devicePixelRatio);
		this.#canvas.getContext('2d')?.scale(devicePixelRatio, devicePixelRatio);
		this.#redraw();
	}

	#redraw(): void {
		const size = this.#size();
		this.#fit = fitHome(areaOf(this.#home ?? size, this.#strokes), size);
		const fit = this.#fit;
		const groups = this.#strokes.map((stroke) => this.#groupOf(toPad(stroke, fit), fit.scale));
		this.#pad.fromData(groups, { clear: true });
	}

	/** Ink that is shown smaller has a thinner pen. */
	#groupOf(points: Stroke, scale: number): PointGroup {
		return {
			points,
			dotSize: 0,
			minWidth: (penWidthMin / 2) * scale,
			maxWidth: (penWidthMax / 2) * scale,
			penColor: this.#pad.penColor,
			velocityFilterWeight: speedWeight,
			compositeOperation: 'source-over',
		};
	}

	/** A hidden canvas has no size; one pixel keeps the arithmetic whole. */
	#size(): Size {
		const { clientWidth, clientHeight } = this.#canvas;
		return { width: Math.max(1, clientWidth), height: Math.max(1, clientHeight) };
	}
}

function pointOf({ x, y, time, pressure }: Stroke[number]): Stroke[number] {
	return { x, y, time, pressure };
}
