import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { openSubsetter } from '../font/subsetter.ts';
import { readTrueType } from '../font/true-type.ts';

/**
 * The paper font in two gzipped TrueType files. `main` holds GB 2312, the 8,105 characters of the
 * 通用规范汉字表 (2013) and the letters and signs around them: what nearly every sheet needs, so every
 * device keeps it. `rest` holds everything else the font draws and is fetched when a sheet needs it.
 */
export interface FontPackFiles {
	main: string;
	rest: string;
}

const { resolve: locate } = createRequire(import.meta.url);
const fontFile = () =>
	locate('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf');
const wasmFile = () => locate('harfbuzzjs/dist/harfbuzz-subset.wasm');
/** What the table of 2013 has beyond GB 2312, from the kTGH property of Unicode 15's Unihan. */
const standardFile = fileURLToPath(new URL('./standard-characters.txt', import.meta.url));

/** Latin with its accents, Greek, Cyrillic, punctuation, currency, letters, numbers, arrows, CJK signs and full-width forms. */
const mainRanges: [first: number, last: number][] = [
	[0x20, 0x24f],
	[0x370, 0x45f],
	[0x2000, 0x206f],
	[0x20a0, 0x20bf],
	[0x2100, 0x22ff],
	[0x2460, 0x24ff],
	[0x25a0, 0x2714],
	[0x3000, 0x33ff],
	[0xff00, 0xffef],
];

/**
 * The packs' files, made on first use and kept in node_modules/.cache under a name taken from
 * everything they depend on: a rebuild finds them there.
 */
export async function fontPackFiles(): Promise<FontPackFiles> {
	const font = readFileSync(fontFile());
	const key = cacheKey(font);
	const dir = join(dirname(fontFile()), '../../../.cache/outpost-paper-fonts', key);
	const files = {
		main: join(dir, 'paper-font-main.ttf.gz'),
		rest: join(dir, 'paper-font-rest.ttf.gz'),
	};
	if (!isMade(dir)) await makePacks(font, dir, files);
	return files;
}

function cacheKey(font: Uint8Array): string {
	const hash = createHash('sha256').update(font).update(readFileSync(wasmFile()));
	hash.update(readFileSync(standardFile)).update(JSON.stringify(mainRanges));
	return hash
		.update(readFileSync(fileURLToPath(import.meta.url)))
		.digest('hex')
		.slice(0, 16);
}

function isMade(dir: string): boolean {
	try {
		return readFileSync(join(dir, 'made'), 'utf8') === 'yes';
	} catch {
		return false;
	}
}

async function makePacks(font: Uint8Array, dir: string, files: FontPackFiles): Promise<void> {
	const subsetter = await openSubsetter(readFileSync(wasmFile()));
	const loaded = subsetter.load(font);
	const all = readTrueType(font).codePoints();
	const main = mainCodePoints();
	mkdirSync(dir, { recursive: true });
	const write = (file: string, codePoints: number[]) =>
		writeWhole(file, gzipSync(loaded.subset(codePoints, 'pack'), { level: 9 }));
	write(
		files.main,
		all.filter((codePoint) => main.has(codePoint)),
	);
	write(
		files.rest,
		all.filter((codePoint) => !main.has(codePoint)),
	);
	writeWhole(join(dir, 'made'), 'yes');
}

/** Two builds at once may both write; neither may read half a file. */
function writeWhole(file: string, content: Uint8Array | string): void {
	const draft = `${file}.${process.pid}`;
	writeFileSync(draft, content);
	renameSync(draft, file);
}

function mainCodePoints(): Set<number> {
	const codePoints = new Set<number>();
	for (const character of gb2312Characters()) codePoints.add(character.codePointAt(0) ?? 0);
	for (const character of readFileSync(standardFile, 'utf8').replaceAll(/\s/g, '')) {
		codePoints.add(character.codePointAt(0) ?? 0);
	}
	for (const [first, last] of mainRanges) {
		for (let codePoint = first; codePoint <= last; codePoint++) codePoints.add(codePoint);
	}
	return codePoints;
}

/** GB 2312 by decoding each of its 94 × 94 cells; empty cells decode to the replacement sign. */
export function gb2312Characters(): string[] {
	const decoder = new TextDecoder('gb2312');
	const characters: string[] = [];
	for (let row = 0xa1; row <= 0xf7; row++) {
		for (let cell = 0xa1; cell <= 0xfe; cell++) {
			const character = decoder.decode(new Uint8Array([row, cell]));
			if (/^[^\p{Co}\ufffd]$/u.test(character)) characters.push(character);
		}
	}
	return characters;
}
