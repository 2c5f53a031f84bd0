/// <reference types="vite/client" />
/** Our decoder beside html5-qrcode and zxing-wasm as they come, each on the same picture files. */
import { createDecoder } from '#features/scan/decoder.ts';
import { Html5Qrcode } from 'html5-qrcode';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';

export type Reader = 'ours' | 'html5-qrcode' | 'zxing-wasm';

/** What one reader found in one picture, and how long it looked. */
interface Look {
	texts: string[];
	ms: number;
}

export interface ScanTrial {
	look(reader: Reader, picture: { base64: string; type: string }): Promise<Look>;
	/** The picture as a JPEG file, base64: the frame of a film. */
	jpegOf(picture: { base64: string; type: string }): Promise<string>;
}

const filmQuality = 0.85;

const decoder = createDecoder();
prepareZXingModule({ overrides: { locateFile: () => new URL(wasmUrl, location.href).href } });
const place = document.createElement('div');
place.id = 'peer';
document.body.append(place);
const html5 = new Html5Qrcode('peer');

/** html5-qrcode opens the file itself; zxing-wasm opens no WebP, so it gets the pixels, like ours. */
const readers: Record<Reader, (file: File) => Promise<string[]>> = {
	async ours(file) {
		const readings = await decoder.decode(await createImageBitmap(file), { exhaustive: true });
		return readings.map(({ text }) => text);
	},
	async 'html5-qrcode'(file) {
		try {
			return [(await html5.scanFileV2(file, false)).decodedText];
		} catch {
			// Its way of saying that it found nothing.
			return [];
		}
	},
	async 'zxing-wasm'(file) {
		const results = await readBarcodes(await pixelsOf(file));
		return results.filter(({ isValid }) => isValid).map(({ text }) => text);
	},
};

async function pixelsOf(file: File): Promise<ImageData> {
	const { canvas, context } = await drawn(file);
	return context.getImageData(0, 0, canvas.width, canvas.height);
}

async function drawn(file: File) {
	const picture = await createImageBitmap(file);
	const canvas = new OffscreenCanvas(picture.width, picture.height);
	const context = canvas.getContext('2d');
	if (context === null) throw new Error('no 2d context');
	context.drawImage(picture, 0, 0);
	return { canvas, context };
}

function fileOf({ base64, type }: { base64: string; type: string }): File {
	const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
	return new File([bytes], 'picture', { type });
}

const trial: ScanTrial = {
	async look(reader, picture) {
		const file = fileOf(picture);
		const started = performance.now();
		const texts = await readers[reader](file);
		return { texts, ms: performance.now() - started };
	},
	async jpegOf(picture) {
		const { canvas } = await drawn(fileOf(picture));
		const jpeg = await canvas.convertToBlob({ type: 'image/jpeg', quality: filmQuality });
		const bytes = new Uint8Array(await jpeg.arrayBuffer());
		return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
	},
};
Object.assign(globalThis, { scanTrial: trial });
