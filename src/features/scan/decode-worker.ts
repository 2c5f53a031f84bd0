/**
 * Decodes pictures off the main thread. Holds one zxing module; answers every `decode` with exactly
 * one message, in order. Touches the network once: for the wasm file whose address the page gives.
 */
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import type { ReaderOptions, ReadResult } from 'zxing-wasm/reader';
import type { DecodeMessage, WorkerAnswer, WorkerMessage } from './decode-protocol.ts';
import { cameraPasses, stillPasses, toFrame, viewOf, viewPixelsMax } from './frame-pass.ts';
import type { FramePass, View } from './frame-pass.ts';
import type { Point, Reading, ScanFormat } from './reading.ts';
import { trustedOf } from './trusted-results.ts';

/** A label carries two or three, a shelf photographed from afar a dozen. */
const symbolsMax = 16;

const readerOptions: ReaderOptions = {
	formats: ['Code128', 'QRCode', 'DataMatrix', 'EAN13', 'UPCA', 'Code39'],
	textMode: 'Plain',
	tryDenoise: true,
	maxNumberOfSymbols: symbolsMax,
};

/**
 * For the plain view of a camera's frame, before the thorough look: most labels are dark on light and
 * sharp, and looking for all of a picture's codes tries every one of these ways each time.
 */
const quickOptions: ReaderOptions = { ...readerOptions, tryInvert: false, tryDenoise: false };

/** QR version 40 in digits; nothing we read can hold more. */
const codeLengthMax = 7089;

/** By zxing's symbology, or by its format where one symbology holds several of ours. */
const formatOf: Readonly<Record<string, ScanFormat>> = {
	Code128: 'code-128',
	QRCode: 'qr',
	DataMatrix: 'data-matrix',
	EAN13: 'ean-13',
	ISBN: 'ean-13',
	UPCA: 'upc-a',
	Code39: 'code-39',
};

/** The next message waits for the one before: canvas and zxing module are shared. */
let work: Promise<void> = Promise.resolve();

self.addEventListener('message', (event: MessageEvent<WorkerMessage>) => {
	const message = event.data;
	work = work.then(() => handle(message));
});

async function handle(message: WorkerMessage): Promise<void> {
	try {
		if (message.kind === 'load') await load(message.wasmUrl);
		else answer({ kind: 'read', readings: await decode(message) });
	} catch (error) {
		answer({ kind: 'broken', detail: String(error) });
	}
}

async function load(wasmUrl: string): Promise<void> {
	await prepareZXingModule({ overrides: { locateFile: () => wasmUrl }, fireImmediately: true });
}

async function decode({ picture, turn }: DecodeMessage): Promise<readonly Reading[]> {
	const source = picture instanceof ImageData ? await createImageBitmap(picture) : picture;
	try {
		const isQuick = turn !== 'all';
		for (const [n, pass] of passesFor(turn).entries()) {
			const options = isQuick && n === 0 ? quickOptions : readerOptions;
			const readings = await readPass(source, pass, options);
			if (readings.length > 0) return readings;
		}
		return [];
	} finally {
		source.close();
	}
}

function passesFor(turn: number | 'all'): readonly FramePass[] {
	return turn === 'all' ? stillPasses : cameraPasses(turn);
}

async function readPass(
	source: ImageBitmap,
	pass: FramePass,
	options: ReaderOptions,
): Promise<readonly Reading[]> {
	const view = viewOf(pass, source.width, source.height);
	if (pass.name !== 'base' && view.width * view.height > viewPixelsMax) return [];
	const results = await readBarcodes(draw(source, view), options);
	return trustedOf(results).flatMap((result) => toReading(result, pass, view) ?? []);
}

const canvas = new OffscreenCanvas(1, 1);
const context = canvas.getContext('2d', { willReadFrequently: true });

function draw(source: ImageBitmap, view: View): ImageData {
	if (context === null) throw new Error('no 2d context in this Worker');
	canvas.width = view.width;
	canvas.height = view.height;
	// White corners: like the quiet zone every code is printed with.
	context.fillStyle = '#fff';
	context.fillRect(0, 0, view.width, view.height);
	context.imageSmoothingQuality = 'high';
	context.translate(view.width / 2, view.height / 2);
	context.rotate(view.turnRad);
	context.scale(view.scale, view.scale);
	context.drawImage(source, -source.width / 2, -source.height / 2);
	return context.getImageData(0, 0, view.width, view.height);
}

/** Nothing leaves here that is invalid, empty, of another kind or longer than its kind can be. */
function toReading(result: ReadResult, pass: FramePass, view: View): Reading | undefined {
	const format = formatOf[result.format] ?? formatOf[result.symbology];
	if (!result.isValid || format === undefined) return undefined;
	if (result.text === '' || result.text.length > codeLengthMax) return undefined;
	const { topLeft, topRight, bottomRight, bottomLeft } = result.position;
	const place = (point: Point): Point => toFrame(point, view);
	return {
		text: result.text,
		format,
		corners: [place(topLeft), place(topRight), place(bottomRight), place(bottomLeft)],
		pass: pass.name,
	};
}

function answer(message: WorkerAnswer): void {
	self.postMessage(message);
}
