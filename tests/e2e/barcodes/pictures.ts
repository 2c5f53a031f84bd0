import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, resolve } from 'node:path';
import type { Picture } from './page/page.ts';

/** Photos of real bar codes that lie beside the project, not in it. */
const sharedBarcodes = resolve(import.meta.dirname, '../../../../shared/data/barcodes');

const typeByExtension: Readonly<Record<string, string>> = {
	'.png': 'image/png',
	'.jpg': 'image/jpeg',
	'.webp': 'image/webp',
};

export interface PictureCase {
	set: string;
	name: string;
	picture: Picture;
	/** The text that belongs to it. */
	answer: string;
}

/** Every picture with an answer beside it; empty where the folder is not there. */
export function sharedPictures(): PictureCase[] {
	if (!existsSync(sharedBarcodes)) return [];
	return readdirSync(sharedBarcodes)
		.sort()
		.flatMap((set) => picturesOf(set));
}

function picturesOf(set: string): PictureCase[] {
	const folder = join(sharedBarcodes, set);
	return readdirSync(folder)
		.sort()
		.flatMap((name) => {
			const type = typeByExtension[extname(name)];
			const answer = answerBeside(join(folder, name.slice(0, -extname(name).length)));
			if (type === undefined || answer === undefined) return [];
			const base64 = readFileSync(join(folder, name)).toString('base64');
			return [{ set, name, picture: { base64, type }, answer }];
		});
}

/** Text as UTF-8; binary content as the characters of its bytes, which is how decoders give it. */
function answerBeside(stem: string): string | undefined {
	if (existsSync(`${stem}.txt`)) return readFileSync(`${stem}.txt`, 'utf8');
	if (existsSync(`${stem}.bin`)) return readFileSync(`${stem}.bin`, 'latin1');
	return undefined;
}

/** The answer files may end in a line break that is not in the code; nothing else is forgiven. */
export function isSameText(read: string | undefined, answer: string): boolean {
	return read !== undefined && (read === answer || read === answer.replace(/\r?\n$/, ''));
}
