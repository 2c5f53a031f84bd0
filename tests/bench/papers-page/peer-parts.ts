/** What a peer loads and how bytes become what it wants. */
import { mainFontUrl } from 'virtual:paper-fonts';
import type { ServiceSheet } from '#features/papers/service-sheet.ts';

export interface PeerContent {
	sheet: ServiceSheet;
	photos: readonly Uint8Array[];
}

/** The product's own font, whole and unzipped, as a peer's memory wants it. */
export async function fontBase64(): Promise<string> {
	const packed = await (await fetch(mainFontUrl)).blob();
	const head = new Uint8Array(await packed.slice(0, 2).arrayBuffer());
	const isPacked = head[0] === 0x1f && head[1] === 0x8b;
	const whole = isPacked
		? new Response(packed.stream().pipeThrough(new DecompressionStream('gzip')))
		: new Response(packed);
	return base64Of(new Uint8Array(await whole.arrayBuffer()));
}

export function base64Of(bytes: Uint8Array): string {
	let binary = '';
	for (let at = 0; at < bytes.length; at += 8_192)
		binary += String.fromCharCode(...bytes.subarray(at, at + 8_192));
	return btoa(binary);
}

export function dataUrl(jpeg: Uint8Array): string {
	return `data:image/jpeg;base64,${base64Of(jpeg)}`;
}
