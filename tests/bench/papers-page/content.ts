/** What every maker gets to set: a visit of fifteen lines, its code and its signatures. */
import { unpackStrokes, type PackedSignature } from '#domain/signature/strokes.ts';
import { longSheet } from '#features/papers/example-sheets.ts';
import type { ServiceSheet } from '#features/papers/service-sheet.ts';

const lineCount = 15;
/** Outside of the fonts most papers carry: beyond the first plane, rare, and none at all. */
const signer = '𠮷田 龘 䶮';
/** As long as the address of a customer's copy is. */
const checkAddress =
	'https://outpost.example/copy#0199a4c2-7d11-7e03-9b52-5f1d2c3b4a59.q3vT0mJx8LrN5sYbKd1WfA';
const photoPixels = { width: 1600, height: 1200 };
const photoQuality = 0.8;

/** Without what differs from line to line fifteen of them would shrink to one. */
export function fifteenLines(): ServiceSheet {
	const [first] = longSheet.lines;
	if (!first) throw new Error('the example has no line');
	const lines = Array.from({ length: lineCount }, (_, n) => ({
		...first,
		asset: {
			...first.asset,
			tag: `ZC-2026-${String(123 + n).padStart(6, '0')}`,
			name: '台式工作站',
		},
		seal: `FT-${4417 + n}　完好 intact`,
		symptom: `${n + 1} 号机早班交接后按电源键有 ${n + 2} 声短鸣，屏幕无显示。`,
	}));
	const hand = longSheet.engineerSignature.signature ?? noStrokes();
	return {
		...longSheet,
		checkAddress,
		lines,
		photoCount: 2,
		customerSignature: { kind: 'signed', name: signer, at: '10:46', signature: hand },
		...(longSheet.returnVisit && { returnVisit: { ...longSheet.returnVisit, signature: hand } }),
	};
}

function noStrokes(): never {
	throw new Error('the example is not signed');
}

/** Keys are none, nor what stands for a choice, nor what is drawn: strokes and the QR code. */
const codes = new Set(['language', 'copy', 'kind', 'result', 'signature', 'checkAddress']);

/** Every text of a sheet in its order. */
export function wordsOf(value: unknown): string[] {
	if (typeof value === 'string') return [value];
	if (Array.isArray(value)) return value.flatMap(wordsOf);
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, part]) => (codes.has(key) ? [] : wordsOf(part)));
}

/** The three hands under the sheet, as lines of points. */
export function handsOf(sheet: ServiceSheet): { x: number; y: number }[][][] {
	const { customerSignature: customer, engineerSignature: engineer } = sheet;
	const packed = [
		customer.kind === 'signed' ? customer.signature : undefined,
		engineer.signature,
		sheet.returnVisit?.signature,
	];
	return packed.filter((one): one is PackedSignature => one !== undefined).map(unpackStrokes);
}

/** Two pictures of a camera's grain, which no compression takes for one colour. */
export async function twoPhotos(): Promise<Uint8Array[]> {
	return Promise.all([grain(1), grain(2)]);
}

async function grain(seed: number): Promise<Uint8Array> {
	const { width, height } = photoPixels;
	const canvas = new OffscreenCanvas(width, height);
	const brush = canvas.getContext('2d');
	if (!brush) throw new Error('no canvas to draw on');
	const picture = brush.createImageData(width, height);
	let state = seed;
	for (let at = 0; at < picture.data.length; at += 4) {
		state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
		const shade = 96 + 96 * Math.sin(at / 90_000) + (state >>> 27);
		picture.data.set([shade, shade * 0.9, shade * 0.8, 255], at);
	}
	brush.putImageData(picture, 0, 0);
	const jpeg = await canvas.convertToBlob({ type: 'image/jpeg', quality: photoQuality });
	return new Uint8Array(await jpeg.arrayBuffer());
}
