import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { readTrueType, type TrueType } from '../font/true-type.ts';
import { fontPackFiles, gb2312Characters } from './font-packs.ts';

/** What the service worker keeps on every device. */
const mainPackBytesMax = 2_000_000;
const standardFile = new URL('./standard-characters.txt', import.meta.url);

let main: TrueType;
let rest: TrueType;
let mainSize: number;
beforeAll(async () => {
	const files = await fontPackFiles();
	const packed = readFileSync(files.main);
	mainSize = packed.length;
	main = readTrueType(gunzipSync(packed));
	rest = readTrueType(gunzipSync(readFileSync(files.rest)));
});

const has = (font: TrueType, character: string) =>
	font.glyphOf(character.codePointAt(0) ?? 0) !== undefined;

test('GB 2312 has its 6,763 ideographs', () => {
	const ideographs = gb2312Characters().filter((each) => /[\u4e00-\u9fff]/.test(each));
	expect(ideographs).toHaveLength(6763);
});

test('the main pack draws all of GB 2312 and of the table of 2013', () => {
	const standard = [...readFileSync(standardFile, 'utf8').replaceAll(/\s/g, '')];
	expect(standard).toHaveLength(1467);
	const lacking = [...gb2312Characters(), ...standard].filter((each) => !has(main, each));
	expect(lacking.filter((each) => /\p{Script=Han}/u.test(each))).toEqual([]);
});

test('the packs share no character, and the main one stays small', () => {
	const shared = main.codePoints().filter((codePoint) => rest.glyphOf(codePoint) !== undefined);
	expect(shared).toEqual([]);
	expect(mainSize).toBeLessThan(mainPackBytesMax);
});
