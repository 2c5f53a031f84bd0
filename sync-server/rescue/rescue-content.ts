import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import * as v from 'valibot';
import {
	rescueManifestBytesMax,
	RescueManifestSchema,
	type RescueManifest,
} from '#domain/rescue/rescue-file.ts';
import { Problem } from '#server/http/problem.ts';

const lengthBytes = 4;
const damaged = () => new Problem(422, 'rescue-damaged');

/** What is inside a rescue file, read once from front to back. Throws a Problem where it is not whole. */
export class RescueContent {
	readonly #chunks: AsyncIterator<Buffer>;
	#rest: Buffer = Buffer.alloc(0);

	constructor(chunks: AsyncIterable<Buffer>) {
		this.#chunks = chunks[Symbol.asyncIterator]();
	}

	/** Comes first. */
	async manifest(): Promise<RescueManifest> {
		const length = (await this.#take(lengthBytes)).readUInt32BE();
		if (length > rescueManifestBytesMax) throw damaged();
		const parsed = v.safeParse(ManifestText, (await this.#take(length)).toString());
		if (!parsed.success) throw damaged();
		return parsed.output;
	}

	/** The next blob's bytes as a file of that name in the folder; answers its path. */
	async blobFile(folder: string, name: string, bytes: number): Promise<string> {
		const path = join(folder, name);
		await pipeline(Readable.from(this.#pieces(bytes)), createWriteStream(path, { mode: 0o600 }));
		return path;
	}

	/** Throws where anything is left that the manifest does not name. */
	async end(): Promise<void> {
		if (this.#rest.length > 0 || (await this.#more())) throw damaged();
	}

	async #take(bytes: number): Promise<Buffer> {
		const pieces: Buffer[] = [];
		for await (const piece of this.#pieces(bytes)) pieces.push(piece);
		return Buffer.concat(pieces);
	}

	async *#pieces(bytes: number): AsyncGenerator<Buffer> {
		for (let missing = bytes; missing > 0;) {
			if (this.#rest.length === 0 && !(await this.#more())) throw damaged();
			const piece = this.#rest.subarray(0, missing);
			this.#rest = this.#rest.subarray(piece.length);
			missing -= piece.length;
			yield piece;
		}
	}

	async #more(): Promise<boolean> {
		const next = await this.#chunks.next();
		if (next.done) return false;
		this.#rest = next.value;
		return next.value.length > 0 || this.#more();
	}
}

const ManifestText = v.pipe(v.string(), v.parseJson(), RescueManifestSchema);
