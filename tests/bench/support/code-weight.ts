import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const buildDir = fileURLToPath(new URL('../../../build', import.meta.url));

export interface CodeWeight {
	files: number;
	/** Each file compressed by itself, as it travels. */
	gzipBytes: number;
	rawBytes: number;
}

/** Weight of the built scripts among these addresses. */
export function codeWeight(urls: readonly string[]): CodeWeight {
	const files = urls.map(fileOf).filter((file) => existsSync(file));
	const contents = files.map((file) => readFileSync(file));
	return {
		files: files.length,
		gzipBytes: contents.reduce((sum, content) => sum + gzipSync(content, { level: 9 }).length, 0),
		rawBytes: contents.reduce((sum, content) => sum + content.length, 0),
	};
}

export function isWorkerCode(url: string): boolean {
	return new URL(url).pathname.includes('/workers/');
}

function fileOf(url: string): string {
	return buildDir + new URL(url).pathname;
}
