import type { Page } from '@playwright/test';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { drawScene } from '../../fixtures/camera/draw-scene.ts';
import { greyPng } from '../../fixtures/camera/grey-png.ts';
import { Seeded } from '../../fixtures/seeded.ts';
import type { ScanTrial } from '../scan-page/page.ts';

const size = { width: 1280, height: 720 };
const seed = 7;
/** Of a label; Chromium plays a file of JPEGs at 30 in a second. */
export const framesPerLabel = 18;
export const framesPerSecond = 30;
/** Which label it is, in white and black squares along the upper edge, the lowest bit first. */
export const mark = { bits: 8, sidePx: 40 };

/**
 * Writes a film of labels held before a camera one after another, each a little askew, for Chromium to
 * play as its camera. Each picture says in its corner which label it is, for the watch.
 * @param page the scan bench's page, which makes the JPEGs
 */
export async function makeLabelFilm(
	page: Page,
	tags: readonly string[],
	file: string,
): Promise<void> {
	const chance = new Seeded(seed);
	const film = createWriteStream(file);
	for (const [n, tag] of tags.entries()) {
		const luma = drawScene({
			...{ ...size, noise: 6, blurPx: 0.7, ink: 40, paper: 215, seed: n },
			labels: [
				{
					...{ format: 'code128', text: tag, modulePx: 3, turnDeg: chance.between(-8, 8) },
					tilt: chance.between(0, 0.12),
				},
			],
		});
		drawMark(luma, n);
		const base64 = greyPng(luma, size.width, size.height).toString('base64');
		const jpeg = await page.evaluate(
			(picture) => (globalThis as unknown as { scanTrial: ScanTrial }).scanTrial.jpegOf(picture),
			{ base64, type: 'image/png' },
		);
		const frame = Buffer.from(jpeg, 'base64');
		for (let again = 0; again < framesPerLabel; again++) film.write(frame);
	}
	film.end();
	await finished(film);
}

function drawMark(luma: Uint8Array, n: number): void {
	for (let bit = 0; bit < mark.bits; bit++) {
		const light = (n >> bit) & 1 ? 255 : 0;
		for (let y = 0; y < mark.sidePx; y++) {
			const from = y * size.width + bit * mark.sidePx;
			luma.fill(light, from, from + mark.sidePx);
		}
	}
}
