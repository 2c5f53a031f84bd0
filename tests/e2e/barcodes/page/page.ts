/// <reference types="vite/client" />
/** The product's decoder and scan screen on a page of their own, with html5-qrcode beside them. */
import '#ui/base.css';
import '#ui/tokens.css';
import { createDecoder } from '#features/scan/decoder.ts';
import type { Reading } from '#features/scan/reading.ts';
import { Html5Qrcode, Html5QrcodeSupportedFormats } from 'html5-qrcode';
import { mount, unmount } from 'svelte';
import { harmed, type Harm } from './harm.ts';
import ScanHarness from './ScanHarness.svelte';

interface TestPage {
	/** Everything in the picture, the surest first. */
	decode(bytes: Picture): Promise<readonly Reading[]>;
	/** What is read of each of these parts of a picture, after some harm was done to it. */
	decodeParts(bytes: Picture, parts: Part[], harm: Harm): Promise<(string | undefined)[]>;
	decodeByPeer(bytes: Picture): Promise<string | undefined>;
	openScan(mode: 'single' | 'continuous'): void;
	closeScan(): Promise<void>;
}

/** A picture file on its way from the test to the page. */
export interface Picture {
	base64: string;
	type: string;
}

/** Pixels. */
export interface Part {
	x: number;
	y: number;
	width: number;
	height: number;
}

declare global {
	interface Window {
		testPage: TestPage;
	}
}

const decoder = createDecoder();

const { CODE_128, QR_CODE, DATA_MATRIX, EAN_13, UPC_A, CODE_39 } = Html5QrcodeSupportedFormats;
const peer = new Html5Qrcode('peer', {
	formatsToSupport: [CODE_128, QR_CODE, DATA_MATRIX, EAN_13, UPC_A, CODE_39],
	verbose: false,
});

function fileOf({ base64, type }: Picture): File {
	const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
	return new File([bytes], 'picture', { type });
}

let screen: ReturnType<typeof mount> | undefined;

window.testPage = {
	async decode(picture) {
		return decoder.decode(await createImageBitmap(fileOf(picture)), { exhaustive: true });
	},
	async decodeParts(picture, parts, harm) {
		const whole = await createImageBitmap(fileOf(picture));
		const read: (string | undefined)[] = [];
		for (const { x, y, width, height } of parts) {
			const part = await createImageBitmap(whole, x, y, width, height);
			const [reading] = await decoder.decode(await harmed(part, harm), { exhaustive: true });
			read.push(reading?.text);
		}
		return read;
	},
	async decodeByPeer(picture) {
		try {
			return (await peer.scanFileV2(fileOf(picture), false)).decodedText;
		} catch {
			// Its way of saying that it found nothing.
			return undefined;
		}
	},
	openScan(mode) {
		const target = document.querySelector('#screen');
		if (target !== null) screen = mount(ScanHarness, { target, props: { mode } });
	},
	async closeScan() {
		if (screen !== undefined) await unmount(screen);
	},
};
