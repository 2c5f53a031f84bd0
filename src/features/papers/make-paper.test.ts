import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { englishSheet, longSheet, rareSheet, shortSheet } from './example-sheets.ts';
import { layOutSlip } from './layout/layout-slip.ts';
import type { PartsSlip } from './parts-slip.ts';
import type { ServiceSheet } from './service-sheet.ts';
import { slipWords } from './sheet-words.ts';
import { openPaperMaker, type PaperMaker } from './make-paper.ts';
import { nodePaperSources } from './build/node-paper-sources.ts';

const bytesMax = 120_000;

let maker: PaperMaker;
beforeAll(async () => {
	maker = await openPaperMaker(await nodePaperSources());
});

describe('a service sheet', () => {
	test('is the same bytes for the same sheet, also from another maker', async () => {
		const other = await openPaperMaker(await nodePaperSources());
		await other.makePaper(longSheet);
		expect(await other.makePaper(shortSheet)).toEqual(await maker.makePaper(shortSheet));
	});

	test.each(Object.entries({ shortSheet, longSheet, englishSheet, rareSheet }))(
		'stays below 120 kB: %s',
		async (_, sheet) => {
			expect((await maker.makePaper(sheet)).length).toBeLessThan(bytesMax);
		},
	);

	test('is made without the rest of the font, rare characters as pictures', async () => {
		const offline = await openPaperMaker({
			...(await nodePaperSources()),
			restFont: () => Promise.resolve(undefined),
		});
		expect((await offline.makePaper(rareSheet)).length).toBeGreaterThan(0);
	});
});

/** One grey pixel, the smallest JPEG a reader takes. */
const pixel = Buffer.from(
	'/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAA//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AN//Z',
	'base64',
);
const photoHash = 'ab'.repeat(32);
const withPhotos: ServiceSheet = {
	...shortSheet,
	photos: [
		{
			caption: '处理前 Before　2026-11-21 09:40',
			picture: { sha256: photoHash, width: 4, height: 3 },
		},
		{
			caption: '处理后 After　2026-11-21 10:20',
			picture: { sha256: photoHash, width: 3, height: 4 },
		},
		{ caption: '处理后 After　照片不在这台设备上 Photo not on this device' },
	],
};
const pictures = { [photoHash]: new Uint8Array(pixel).buffer };

describe('photos', () => {
	test('are the same bytes for the same sheet, each embedded once', async () => {
		const bytes = await maker.makePaper(withPhotos, pictures);
		expect(await maker.makePaper(withPhotos, pictures)).toEqual(bytes);
		const embedded = Buffer.from(bytes).toString('latin1').split(pixel.toString('latin1'));
		expect(embedded).toHaveLength(2);
	});

	test('that were not given are no sheet', async () => {
		await expect(maker.makePaper(withPhotos)).rejects.toThrow('picture');
	});
});

const slip: PartsSlip = {
	...{ title: slipWords.title, language: 'zh', formCode: 'D0208', formVersion: 1 },
	organisation: shortSheet.organisation,
	...{ number: 'D0208-D0201-2026112103-S1', orderNumber: 'D0201-2026112103' },
	...{ customer: '青澜市第二医院', site: '住院楼', purpose: '工作站无法开机', taker: '工程师 07' },
	rows: Array.from({ length: 60 }, (_, n) => ({
		...{ code: `PSU-${n}`, name: '电源 300 W', from: '工程师 07 车载 van' },
		...{ quantity: '1 个', at: '2026-11-21 09:58' },
	})),
	...{ hash: shortSheet.snapshotHash, madeAt: shortSheet.frozenAt },
};

describe('a parts slip', () => {
	test('is the same bytes for the same slip, and goes on over the page', async () => {
		const bytes = await maker.makePaper(slip);
		expect(await maker.makePaper(slip)).toEqual(bytes);
		expect(bytes.length).toBeLessThan(bytesMax);
		expect(layOutSlip(slip, () => 0.5).length).toBe(2);
	});
});

function readByPoppler(): void {
	test('a slip says which parts, in both languages', async () => {
		for (const language of ['zh', 'en'] as const) {
			const text = readText(await maker.makePaper({ ...slip, language }));
			for (const words of [slip.number, '备件领用单', 'Parts slip', 'PSU-59', '库管'])
				expect(text).toContain(words);
		}
	});

	test('photos are drawn with their captions, and one that is missing is told', async () => {
		const bytes = await maker.makePaper(withPhotos, pictures);
		const text = readText(bytes);
		for (const words of ['处理前 Before', '2026-11-21 10:20', '照片不在这台设备上'])
			expect(text).toContain(words);
		const drawn = withFile(bytes, (file) =>
			execFileSync('pdfimages', ['-list', file], { encoding: 'utf8' }),
		);
		expect(drawn.match(/ jpeg /g)).toHaveLength(2);
	});

	test('the text is there: symptom, tag, numbers', async () => {
		const text = readText(await maker.makePaper(shortSheet));
		expect(text).toContain(
			'早班交接后按电源键有三声短鸣，屏幕无显示，指示灯橙色闪烁。昨夜停电一次。',
		);
		expect(text).toContain('ZC-2026-000123');
		expect(text).toContain('D0201-2026112103-S1');
		expect(text).toContain('D0201-20261121-K7F-03');
	});

	test('characters beyond the plane and beyond every font are copied as written', async () => {
		const text = readText(await maker.makePaper(rareSheet));
		for (const rare of ['𠮷', '龘', '㵐', '𬭚', '𪚥', '😀']) expect(text).toContain(rare);
	});

	test('the page shows ink where there is text, and where there is a picture', async () => {
		const page = render(await maker.makePaper(rareSheet));
		// The customer's name: the first character is a square, the second a glyph.
		expect(inkIn(page, { x: 102, y: 121, width: 10, height: 12 })).toBeGreaterThan(0.5);
		expect(inkIn(page, { x: 113, y: 121, width: 10, height: 12 })).toBeGreaterThan(0.1);
	});
}

// Where the tools are missing, the list of tests says that this part was not looked at.
if (hasPoppler()) describe('read by poppler', readByPoppler);
else test('stepped aside: pdftotext and pdftoppm are not installed', () => expect.assertions(0));

function hasPoppler(): boolean {
	try {
		execFileSync('pdftotext', ['-v'], { stdio: 'ignore' });
		execFileSync('pdftoppm', ['-v'], { stdio: 'ignore' });
		return true;
	} catch {
		return false;
	}
}

function withFile<Result>(bytes: Uint8Array, use: (file: string) => Result): Result {
	const dir = mkdtempSync(join(tmpdir(), 'outpost-paper-'));
	try {
		const file = join(dir, 'sheet.pdf');
		writeFileSync(file, bytes);
		return use(file);
	} finally {
		rmSync(dir, { recursive: true });
	}
}

function readText(bytes: Uint8Array): string {
	return withFile(bytes, (file) =>
		execFileSync('pdftotext', ['-raw', file, '-'], { encoding: 'utf8' }),
	);
}

/** A grey picture, one pixel a point. */
interface GreyPage {
	width: number;
	pixels: Uint8Array;
}

function render(bytes: Uint8Array): GreyPage {
	const pgm = withFile(bytes, (file) =>
		execFileSync('pdftoppm', ['-r', '72', '-gray', '-f', '1', '-l', '1', file]),
	);
	const [, width = '0', height = '0'] =
		/^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(pgm.toString('latin1', 0, 40)) ?? [];
	return {
		width: Number(width),
		pixels: pgm.subarray(pgm.length - Number(width) * Number(height)),
	};
}

/** Share of ink in a part of the page, points from the top left. */
function inkIn(
	page: GreyPage,
	part: { x: number; y: number; width: number; height: number },
): number {
	let ink = 0;
	for (let y = part.y; y < part.y + part.height; y++) {
		for (let x = part.x; x < part.x + part.width; x++) {
			ink += 1 - (page.pixels[y * page.width + x] ?? 255) / 255;
		}
	}
	return ink / (part.width * part.height);
}
