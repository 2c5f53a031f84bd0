import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const ownerOnlyFile = 0o600;
const ownerOnlyFolder = 0o700;

/** Writes a file that only its owner may read; whole or not at all. */
export function writePrivateFile(path: string, text: string): void {
	mkdirSync(dirname(path), { recursive: true, mode: ownerOnlyFolder });
	const unfinished = `${path}.new`;
	writeFileSync(unfinished, text, { mode: ownerOnlyFile });
	renameSync(unfinished, path);
}

/** A file's text; undefined when there is no such file. Throws for one that cannot be read. */
export function readFileIfThere(path: string): string | undefined {
	try {
		return readFileSync(path, 'utf8');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
		throw error;
	}
}
