import type { Page } from '@playwright/test';
import { isSameText, type PictureCase } from '../../e2e/barcodes/pictures.ts';
import type { Reader, ScanTrial } from '../scan-page/page.ts';
import { shareOf } from './samples.ts';

const readers = ['ours', 'html5-qrcode', 'zxing-wasm'] as const satisfies readonly Reader[];

/** One reader on one picture. */
export interface PictureSample {
	set: string;
	name: string;
	reader: Reader;
	ms: number;
	isRead: boolean;
	/** Texts that are not printed on it. */
	wrong: number;
}

/** Every reader on every picture, in turn, so that a busy moment of this machine meets all. */
export async function readPictures(
	page: Page,
	pictures: readonly PictureCase[],
): Promise<PictureSample[]> {
	const samples: PictureSample[] = [];
	for (const { set, name, picture, answer } of pictures)
		for (const reader of readers) {
			const { texts, ms } = await page.evaluate(
				([one, file]) =>
					(globalThis as unknown as { scanTrial: ScanTrial }).scanTrial.look(one, file),
				[reader, picture] as const,
			);
			const right = texts.filter((text) => isSameText(text, answer)).length;
			samples.push({ set, name, reader, ms, isRead: right > 0, wrong: texts.length - right });
		}
	return samples;
}

/** A row for each set: read of all, wrong texts, median and 95th percentile of the time. */
export function rateRows(samples: readonly PictureSample[]): string[][] {
	const sets = [...new Set(samples.map(({ set }) => set))];
	return [
		['read (wrong) of; ms p50/p95', ...readers.map(String)],
		...sets.map((set) =>
			rateRow(
				set,
				samples.filter((one) => one.set === set),
			),
		),
		rateRow('all', samples),
	];
}

function rateRow(label: string, samples: readonly PictureSample[]): string[] {
	const cells = readers.map((reader) => {
		const own = samples.filter((one) => one.reader === reader);
		const times = own.map(({ ms }) => ms);
		const wrong = own.reduce((sum, one) => sum + one.wrong, 0);
		const [middle, late] = [0.5, 0.95].map((share) => Math.round(shareOf(times, share)));
		return `${readOf(own)} (${wrong}) of ${own.length}; ${middle}/${late}`;
	});
	return [label, ...cells];
}

function readOf(samples: readonly PictureSample[]): number {
	return samples.filter(({ isRead }) => isRead).length;
}

/** Sets in which another reader reads more than ours. */
export function setsBehind(samples: readonly PictureSample[]): string[] {
	const sets = [...new Set(samples.map(({ set }) => set))];
	return sets.filter((set) => {
		const [ours = 0, ...others] = readers.map((reader) =>
			readOf(samples.filter((one) => one.set === set && one.reader === reader)),
		);
		return others.some((other) => other > ours);
	});
}
