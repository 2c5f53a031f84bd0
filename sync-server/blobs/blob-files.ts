import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { bytesMaxOf, type BlobType, workbookType } from '#domain/protocol/blob.ts';
import { makeFolder } from '#server/store/make-folder.ts';
import type { BlobBytes } from '#server/store/port.ts';

const magicBytesMax = 12;

/** What files of each type begin with, in hexadecimal; a dot stands for any digit. */
const beginnings: Readonly<Record<BlobType, RegExp>> = {
	'image/jpeg': /^ffd8ff/,
	'image/png': /^89504e470d0a1a0a/,
	[workbookType]: /^504b0304/,
	'image/webp': /^52494646.{8}57454250/,
	'application/pdf': /^255044462d/,
	// EBML, as Matroska begins; a box `ftyp` after its length.
	'audio/webm': /^1a45dfa3/,
	'audio/mp4': /^.{8}66747970/,
};

export interface Announced {
	sha256: string;
	type: BlobType;
}

export type Taken =
	| { ok: true; bytes: number }
	| { ok: false; kind: 'hash-mismatch' | 'type-mismatch' | 'too-large' };

/** Bytes by hash: `blobs/ab/abcd…`. A file is there whole and checked, or not at all. */
export class BlobFiles {
	readonly #dir: string;
	/** Where other servers find them. */
	readonly #shared: BlobBytes | undefined;

	constructor(dataDir: string, shared?: BlobBytes) {
		this.#dir = join(dataDir, 'blobs');
		this.#shared = shared;
	}

	read(sha256: string): Readable {
		const path = this.#path(sha256);
		if (!this.#shared || existsSync(path)) return createReadStream(path);
		return Readable.from(this.#shared.read(sha256));
	}

	/** Takes over an uploaded file after checking that it is what was announced; deletes it if not. */
	async take(file: string, announced: Announced): Promise<Taken> {
		const checked = await check(file, announced);
		if (!checked.ok) await rm(file, { force: true });
		else await this.#keep(file, announced.sha256);
		return checked;
	}

	async #keep(file: string, sha256: string): Promise<void> {
		await this.#moveIn(file, sha256);
		await this.#shared?.keep(sha256, createReadStream(this.#path(sha256)));
	}

	async #moveIn(file: string, sha256: string): Promise<void> {
		const target = this.#path(sha256);
		makeFolder(dirname(target));
		await flush(file);
		await rename(file, target);
		// Windows cannot open a folder to flush it, and keeps its names safe by itself.
		if (process.platform !== 'win32') await flush(dirname(target));
	}

	#path(sha256: string): string {
		return join(this.#dir, sha256.slice(0, 2), sha256);
	}
}

async function check(file: string, { sha256, type }: Announced): Promise<Taken> {
	const hash = createHash('sha256');
	let bytes = 0;
	await pipeline(createReadStream(file), async function* (chunks: AsyncIterable<Buffer>) {
		for await (const chunk of chunks) {
			bytes += chunk.length;
			hash.update(chunk);
		}
		yield* [];
	});
	if (bytes > bytesMaxOf(type)) return { ok: false, kind: 'too-large' };
	if (hash.digest('hex') !== sha256) return { ok: false, kind: 'hash-mismatch' };
	if (!beginnings[type].test(await beginningOf(file))) return { ok: false, kind: 'type-mismatch' };
	return { ok: true, bytes };
}

async function beginningOf(file: string): Promise<string> {
	const handle = await open(file);
	try {
		const { buffer, bytesRead } = await handle.read(
			Buffer.alloc(magicBytesMax),
			0,
			magicBytesMax,
			0,
		);
		return buffer.subarray(0, bytesRead).toString('hex');
	} finally {
		await handle.close();
	}
}

async function flush(path: string): Promise<void> {
	const handle = await open(path, 'r');
	try {
		await handle.sync();
	} finally {
		await handle.close();
	}
}
