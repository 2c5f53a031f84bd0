import type { CouchDatabase, CouchDocument } from './couch-database.ts';
import { StoreUnavailable, type BlobBytes } from './port.ts';

/** A piece becomes a third longer as text; a document may have 8 MB. */
const pieceBytes = 1024 * 1024;
const attemptsMax = 20;

type PieceDocument = CouchDocument & { data: string };
type WholeDocument = CouchDocument & { pieces: number; bytes: number };

/**
 * Bytes of blobs, for every server to reach: in pieces, each a document, and one that says how many
 * there are, written last. The same bytes make the same documents, so two who keep them do no harm.
 */
export class CouchBlobBytes implements BlobBytes {
	readonly #database: CouchDatabase;

	constructor(database: CouchDatabase) {
		this.#database = database;
	}

	async has(sha256: string): Promise<boolean> {
		return (await this.#database.read(wholeId(sha256))) !== undefined;
	}

	async keep(sha256: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
		if (await this.has(sha256)) return;
		let pieces = 0;
		let count = 0;
		for await (const piece of inPieces(bytes)) {
			count += piece.length;
			await this.#write({ _id: pieceId(sha256, pieces++), data: piece.toString('base64') });
		}
		await this.#write({ _id: wholeId(sha256), pieces, bytes: count });
	}

	async #write(document: PieceDocument | WholeDocument): Promise<void> {
		for (let attempt = 0; attempt < attemptsMax; attempt++) {
			const known = await this.#database.read(document._id);
			const base = known && attempt > 0 ? { ...document, _rev: known._rev } : document;
			if (known && attempt === 0) return;
			const [row] = await this.#database.write([base]);
			if (row?.status === 'certain') return;
		}
		throw new StoreUnavailable(this.#database.name);
	}

	async *read(sha256: string): AsyncIterable<Uint8Array> {
		const whole = await this.#database.read<WholeDocument>(wholeId(sha256));
		if (!whole) throw new Error(`no bytes of ${sha256}`);
		for (let at = 0; at < whole.pieces; at++) {
			const piece = await this.#database.read<PieceDocument>(pieceId(sha256, at));
			if (!piece) throw new Error(`bytes of ${sha256} are missing from piece ${at}`);
			yield Buffer.from(piece.data, 'base64');
		}
	}
}

async function* inPieces(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
	let waiting: Uint8Array[] = [];
	let length = 0;
	for await (const chunk of bytes) {
		waiting.push(chunk);
		length += chunk.length;
		while (length >= pieceBytes) {
			const whole = Buffer.concat(waiting);
			yield whole.subarray(0, pieceBytes);
			waiting = [whole.subarray(pieceBytes)];
			length -= pieceBytes;
		}
	}
	if (length > 0) yield Buffer.concat(waiting);
}

const wholeId = (sha256: string) => `whole/${sha256}`;
const pieceId = (sha256: string, at: number) => `piece/${sha256}/${String(at).padStart(4, '0')}`;
