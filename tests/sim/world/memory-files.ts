/**
 * Files in memory, in the place of the disk's, for everything below `memoryRoot`: what a server keeps
 * of pictures. Answers come with later turns of the story, so that the same seed tells the same story.
 */
import fs from 'node:fs';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { basename, dirname } from 'node:path';
import { Readable, Writable } from 'node:stream';

/** No such folder is on any disk. */
export const memoryRoot = '/outpost-sim-files';

/** By path; a folder is null. */
const files = new Map<string, Buffer | null>();

/** Forgets everything below that folder. */
export function forgetFiles(folder: string): void {
	for (const path of files.keys()) if (isBelow(path, folder)) files.delete(path);
}

function isBelow(path: string, folder: string): boolean {
	return path === folder || path.startsWith(`${folder}/`);
}

function isOurs(path: unknown): path is string {
	return typeof path === 'string' && isBelow(path, memoryRoot);
}

function missing(path: string): NodeJS.ErrnoException {
	return Object.assign(new Error(`ENOENT: no such file, '${path}'`), { code: 'ENOENT', path });
}

function contentOf(path: string): Buffer {
	const content = files.get(path);
	if (!content) throw missing(path);
	return content;
}

/** Later, as a disk answers. */
function later<T>(work: () => T): Promise<T> {
	return new Promise((resolve, reject) => {
		setImmediate(() => {
			try {
				resolve(work());
			} catch (error) {
				reject(error instanceof Error ? error : new Error(String(error)));
			}
		});
	});
}

function makeFolders(path: string): void {
	for (let at = path; isOurs(at); at = dirname(at)) files.set(at, null);
}

function remove(path: string, isForced: boolean): void {
	if (!files.delete(path) && !isForced) throw missing(path);
}

function move(from: string, to: string): void {
	files.set(to, contentOf(from));
	files.delete(from);
}

function statOf(path: string) {
	const content = files.get(path);
	if (content === undefined) throw missing(path);
	return { size: content?.length ?? 0, mtimeMs: Date.now(), isDirectory: () => content === null };
}

function namesIn(folder: string): string[] {
	if (!files.has(folder)) throw missing(folder);
	const below = [...files.keys()].filter((path) => dirname(path) === folder);
	return below.map((path) => basename(path)).sort();
}

/** As much of a handle as flushing and reading a beginning need. */
function handleOf(path: string) {
	if (!files.has(path)) throw missing(path);
	return {
		read: (buffer: Buffer, offset: number, length: number, position: number) =>
			later(() => ({
				bytesRead: contentOf(path).copy(buffer, offset, position, position + length),
				buffer,
			})),
		sync: () => later(() => undefined),
		close: () => later(() => undefined),
	};
}

function reading(path: string): Readable {
	return Readable.from(
		(async function* () {
			yield await later(() => contentOf(path));
		})(),
		{ objectMode: false },
	);
}

/** Goes on with a file from that place. */
function writing(path: string, { start = 0 }: { start?: number }): Writable {
	let at = start;
	const put = (chunk: Buffer) => {
		files.set(path, Buffer.concat([contentOf(path).subarray(0, at), chunk]));
		at += chunk.length;
	};
	return new Writable({
		write(chunk: Buffer, _encoding, done) {
			later(() => put(chunk)).then(() => done(), done);
		},
	});
}

type Anything = (...args: never[]) => unknown;

/** In front of a function of the disk's, for paths of ours. */
function divert(module: object, name: string, ours: (path: string, ...more: never[]) => unknown) {
	const theirs = Reflect.get(module, name) as (...args: unknown[]) => unknown;
	const either = (...args: unknown[]) =>
		isOurs(args[0]) ? (ours as Anything)(...(args as never[])) : theirs(...args);
	Reflect.set(module, name, either);
}

/** Once per process, before the product is loaded. */
export function divertFiles(): void {
	divert(fs, 'existsSync', (path) => files.has(path));
	divert(fs, 'mkdirSync', (path) => void makeFolders(path));
	divert(fs, 'mkdir', (path, _options: object, done: (error: null) => void) => {
		makeFolders(path);
		void later(() => done(null));
	});
	divert(fs, 'createReadStream', (path) => reading(path));
	divert(fs, 'createWriteStream', (path, options: { start?: number }) => writing(path, options));
	divert(promises, 'mkdir', (path) => later(() => makeFolders(path)));
	divert(promises, 'writeFile', (path, content: string) =>
		later(() => files.set(path, Buffer.from(content))),
	);
	divert(promises, 'readFile', (path) => later(() => contentOf(path).toString()));
	divert(promises, 'open', (path) => later(() => handleOf(path)));
	divert(promises, 'rename', (path, to: string) => later(() => move(path, to)));
	divert(promises, 'stat', (path) => later(() => statOf(path)));
	divert(promises, 'readdir', (path) => later(() => namesIn(path)));
	divert(promises, 'unlink', (path) => later(() => remove(path, false)));
	divert(promises, 'rm', (path, options?: { force?: boolean }) =>
		later(() => remove(path, options?.force ?? false)),
	);
	syncBuiltinESMExports();
}
