import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeFolder } from '#server/store/make-folder.ts';
import type { ListedFile } from './manifest.ts';

type Measured = Omit<ListedFile, 'path'>;

/** Called with what is done so far of all. */
export type Progress = (done: number, total: number) => void;

/** Copies a file for its owner's eyes, onto the disk; gives what was copied. */
export async function copyFile(from: string, to: string): Promise<Measured> {
	makeFolder(dirname(to));
	const target = await open(to, 'w', 0o600);
	try {
		const measured = await measure(from, (chunk) => target.writeFile(chunk));
		await target.sync();
		return measured;
	} finally {
		await target.close();
	}
}

export async function measure(
	file: string,
	each: (chunk: Buffer) => Promise<void> = async () => undefined,
): Promise<Measured> {
	const hash = createHash('sha256');
	let bytes = 0;
	for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
		hash.update(chunk);
		bytes += chunk.length;
		await each(chunk);
	}
	return { bytes, sha256: hash.digest('hex') };
}

export function isMissing(error: unknown): boolean {
	return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
