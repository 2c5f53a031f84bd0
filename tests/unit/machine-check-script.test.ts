/** The shell script run for real, and the codes it and the page draw, read by the reader of our app. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { readMachineFacts } from '#domain/machine-check/facts.ts';
import { gather, readMachinePart, type GatheredParts } from '#domain/machine-check/parts.ts';
import { machineCheckPage, makeMachine, runMachineCheck } from '../fixtures/machine-check.ts';

const modulePx = 4;
const quietModules = 4;
const wasm = join(
	import.meta.dirname,
	'../../node_modules/zxing-wasm/dist/reader/zxing_reader.wasm',
);
let folder: string;
let machine: Record<string, string>;

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'outpost-machine-'));
	machine = makeMachine(folder);
	const wasmBinary = readFileSync(wasm).buffer;
	await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** @param rows modules with their quiet zone */
async function textOf(rows: readonly (readonly number[])[]): Promise<string> {
	const side = rows.length * modulePx;
	const pixels = new Uint8ClampedArray(side * side * 4).fill(255);
	for (let y = 0; y < side; y++)
		for (let x = 0; x < side; x++)
			if (rows[Math.floor(y / modulePx)]?.[Math.floor(x / modulePx)])
				pixels.fill(0, (y * side + x) * 4, (y * side + x) * 4 + 3);
	const image = { data: pixels, width: side, height: side, colorSpace: 'srgb' } as ImageData;
	const [found] = await readBarcodes(image, { formats: ['QRCode'], textMode: 'Plain' });
	return found?.isValid ? found.text : '';
}

function withQuiet(rows: readonly number[][]): number[][] {
	const white = Array<number>(rows.length + 2 * quietModules).fill(0);
	const side = Array<number>(quietModules).fill(0);
	const above = Array.from({ length: quietModules }, () => white);
	return [...above, ...rows.map((row) => [...side, ...row, ...side]), ...above];
}

/** Two rows of modules in each line of half blocks. */
function screensOf(printed: string): number[][][] {
	const screens: number[][][] = [[]];
	for (const line of printed.split('\n')) {
		const blocks = line.startsWith('\u001b[30;107m') && line.slice(9, -4);
		if (blocks === false) {
			if ((screens.at(-1)?.length ?? 0) > 0) screens.push([]);
			continue;
		}
		const signs = [...blocks];
		screens.at(-1)?.push(signs.map((sign) => Number('█▀'.includes(sign))));
		screens.at(-1)?.push(signs.map((sign) => Number('█▄'.includes(sign))));
	}
	return screens.filter((rows) => rows.length > 0).map((rows) => rows.slice(0, rows[0]?.length));
}

async function factsFrom(codes: readonly string[]) {
	let gathered: GatheredParts | undefined;
	for (const code of codes) {
		const read = readMachinePart(code);
		if (!read || !('part' in read)) throw new Error(`no part: ${code}`);
		const outcome = gather(gathered, read.part);
		if (outcome.kind === 'whole') return readMachineFacts(outcome.text);
		gathered = outcome.kind === 'damaged' ? undefined : outcome.gathered;
	}
	throw new Error('not whole');
}

const expected = {
	...{ manufacturer: 'Dell Inc.', model: 'OptiPlex 7090', serial: 'ABC1234', memory: 16000 },
	cpu: 'Intel Core i5-10500',
	disks: [{ model: 'Samsung SSD 870', gigabytes: 500 }],
	macs: [{ mac: '00:1B:44:11:3A:B7', card: 'eth0' }],
	operatingSystem: { name: '麒麟 & Co <V10>', version: 'V10 SP1' },
};

describe('the machine check of a PC', () => {
	test('in a terminal: half blocks that are read back', async () => {
		const printed = runMachineCheck(['--console'], machine);
		const screens = screensOf(printed);
		expect(screens.length).toBeGreaterThan(0);
		const codes = await Promise.all(screens.map(textOf));
		expect(await factsFrom(codes)).toMatchObject({ facts: expected });
	});

	test('with its software it takes several codes', async () => {
		const printed = runMachineCheck(['--console', '--software'], machine);
		const codes = await Promise.all(screensOf(printed).map(textOf));
		expect(await factsFrom(codes)).toMatchObject({ facts: expected });
	});

	test('in the browser: a page with what was read', () => {
		const env = { ...machine, OUTPOST_CHECK_OPENER: 'true', TMPDIR: folder };
		const path = runMachineCheck([], env).trim();
		const page = readFileSync(path, 'utf8');
		expect(page).toContain('sn\tABC1234\n');
		expect(page).toContain('os\t麒麟 &amp; Co &lt;V10>\tV10 SP1\n');
		expect(page).not.toContain('@@FACTS@@');
	});

	test('the page draws any text up to the size of its code, and it is read back', async () => {
		const page = machineCheckPage();
		const texts = ['OPMC1/a', '体检码 é 🩺\t\n', 'x'.repeat(page.bytesMax), '码'.repeat(285)];
		for (const text of texts) expect(await textOf(withQuiet(page.matrix(text)))).toBe(text);
	});
});
