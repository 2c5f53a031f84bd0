import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gunzipSync } from 'node:zlib';
import { fontPackFiles } from './font-packs.ts';
import type { DrawCharacter } from '../font/character-picture.ts';
import type { PaperSources } from '../make-paper.ts';

/** A device without fonts of its own: every picture is a black square. */
const drawSquare: DrawCharacter = () => ({
	advance: 1,
	box: { left: 0, bottom: -0.12, width: 1, height: 1 },
	pixels: { width: 8, height: 8, rgba: opaqueBlack(64) },
});

/** What papers are made of, from the disk: makes them in Node as the Worker does in a browser. */
export async function nodePaperSources(): Promise<PaperSources> {
	const { main, rest } = await fontPackFiles();
	const wasm = createRequire(import.meta.url).resolve('harfbuzzjs/dist/harfbuzz-subset.wasm');
	return {
		subsetterWasm: () => Promise.resolve(readFileSync(wasm)),
		mainFont: () => Promise.resolve(gunzipSync(readFileSync(main))),
		restFont: () => Promise.resolve(gunzipSync(readFileSync(rest))),
		drawCharacter: drawSquare,
	};
}

function opaqueBlack(pixels: number): Uint8ClampedArray {
	return new Uint8ClampedArray(4 * pixels).map((_, i) => (i % 4 === 3 ? 255 : 0));
}
