import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, it } from 'vitest';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { code128, code128Check, code128Values, quietZoneModules } from './code128.ts';

/** Grey pixels of a symbol, `scale` pixels to the module. */
function pixels(text: string, scale = 3, height = 60): ImageData {
	const code = code128(text);
	if (!code) throw new Error(`no symbol for ${text}`);
	const width = (code.modules + 2 * quietZoneModules) * scale;
	const data = new Uint8ClampedArray(width * height * 4).fill(255);
	for (const bar of code.bars) {
		const from = (quietZoneModules + bar.x) * scale;
		for (let y = 0; y < height; y++)
			for (let x = from; x < from + bar.width * scale; x++)
				data.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3);
	}
	return { data, width, height, colorSpace: 'srgb' };
}

beforeAll(() => {
	const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
	prepareZXingModule({ overrides: { wasmBinary: readFileSync(wasm).buffer } });
});

describe('code 128', () => {
	it('starts in B for letters; the check of PJJ123C started in A is 54, the published example', () => {
		const values = code128Values('PJJ123C');
		expect(values).toEqual([104, 48, 42, 42, 17, 18, 19, 35]);
		expect(code128Check([103, 48, 42, 42, 17, 18, 19, 35])).toBe(54);
	});

	it('packs pairs of digits in C', () => {
		expect(code128Values('00123456')).toEqual([105, 0, 12, 34, 56]);
	});

	it('switches to C for an even run at the end and stays in B for short runs', () => {
		expect(code128Values('A12')).toEqual([104, 33, 17, 18]);
		expect(code128Values('A123456')).toEqual([104, 33, 99, 12, 34, 56]);
	});

	it('begins an odd run with a B digit and leaves C for a letter', () => {
		expect(code128Values('A1234567')).toEqual([104, 33, 17, 99, 23, 45, 67]);
		expect(code128Values('1234A')).toEqual([105, 12, 34, 100, 33]);
	});

	it('is as wide as its symbols say', () => {
		const code = code128('ZC-2026-000123');
		expect(code?.modules).toBe(code128Values('ZC-2026-000123').length * 11 + 11 + 13);
		expect(code?.bars[0]).toEqual({ x: 0, width: 2 });
	});

	it('has no symbol for what the standard cannot write', () => {
		expect(code128('资产')).toBeUndefined();
		expect(code128('')).toBeUndefined();
		expect(code128('x'.repeat(49))).toBeUndefined();
	});

	it.each([
		'ZC-2026-000123',
		'D010602-003',
		'QM82-7K2D91',
		'12345',
		'1234567890',
		'a~ {}|',
		'FT-004417',
		'A1234567B',
	])('is read back by an independent reader: %s', async (text) => {
		const found = await readBarcodes(pixels(text), { formats: ['Code128'] });
		expect(found.map((result) => result.text)).toEqual([text]);
	});
});
