import { FileStore } from '@tus/file-store';
import { Server, type Upload } from '@tus/server';
import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import * as v from 'valibot';
import { blobBytesMax, BlobTypeSchema, bytesMaxOf, Sha256Schema } from '#domain/protocol/blob.ts';
import type { ServerRefusalKind } from '#domain/protocol/refusal-kinds.ts';
import { IdSchema } from '#domain/record.ts';
import { msOf } from '#domain/time/instant.ts';
import type { Clock } from '#server/clock.ts';
import { makeFolder } from '#server/store/make-folder.ts';
import type { Blobs } from '#server/store/port.ts';
import type { BlobFiles } from './blob-files.ts';
import { UnfinishedUploads } from './unfinished-uploads.ts';

/** The tus status for "what arrived is not what was announced". */
const checksumMismatch = 460;

/** What a device says of a blob before it sends it. */
const UploadMetadata = v.object({
	sha256: Sha256Schema,
	type: BlobTypeSchema,
	recordId: IdSchema,
	userId: v.optional(v.string()),
});

export interface Uploader {
	userId: string;
	/** The upload the request is about, found to be his own; absent for a new one. */
	uploadId?: string;
	/** Whether these bytes are taken from him for that record. */
	mayHandIn(bytes: AnnouncedBytes): Promise<boolean>;
}
export type AnnouncedBytes = Pick<v.InferOutput<typeof UploadMetadata>, 'sha256' | 'recordId'>;

interface BlobUploadsParts {
	path: string;
	dataDir: string;
	files: BlobFiles;
	store: Blobs;
	clock: Clock;
	/** Told of bytes that are kept from now on. */
	arrived: (recordId: string) => void;
}

/** Resumable uploads (tus). What arrives is checked against what was announced before it counts. */
export class BlobUploads {
	readonly #tus: Server;
	readonly #incoming: FileStore;
	readonly #unfinished: UnfinishedUploads;
	readonly #dir: string;
	readonly #parts: BlobUploadsParts;
	readonly #uploader = new AsyncLocalStorage<Uploader>();

	constructor(parts: BlobUploadsParts) {
		this.#parts = parts;
		this.#dir = join(parts.dataDir, 'uploads');
		// Before the library makes it in its own way.
		makeFolder(this.#dir);
		this.#incoming = new FileStore({ directory: this.#dir });
		this.#unfinished = new UnfinishedUploads(this.#incoming, this.#dir);
		this.#tus = new Server({
			path: parts.path,
			datastore: this.#incoming,
			maxSize: blobBytesMax,
			relativeLocation: true,
			// The library would take the last part of the address, even behind a question mark.
			getFileIdFromRequest: () => this.#uploader.getStore()?.uploadId,
			allowedOrigins: () => false,
			onUploadCreate: (_request, upload) => this.#announced(upload),
			onUploadFinish: (_request, upload) => this.#arrived(upload.id, upload.metadata),
			onResponseError: (_request, error) => problemOf(error),
		});
	}

	/** Answers one tus request of a signed-in user. */
	async handle(
		uploader: Uploader,
		request: IncomingMessage,
		response: ServerResponse,
	): Promise<void> {
		return this.#uploader.run(uploader, () => this.#tus.handle(request, response));
	}

	/** Whether an upload under way is the user's own; another's is as good as none. */
	isOwn(uploadId: string, userId: string): Promise<boolean> {
		return this.#unfinished.isOwn(uploadId, userId);
	}

	async forgetStale(): Promise<void> {
		await this.#unfinished.forgetStale(msOf(this.#parts.clock()));
	}

	async #announced({ id, size, metadata: raw }: Upload) {
		const uploader = this.#uploader.getStore();
		const metadata = v.safeParse(UploadMetadata, raw);
		if (!uploader || !metadata.success) throw new TusProblem(400, 'bad-input');
		if (!(await uploader.mayHandIn(metadata.output))) throw new TusProblem(404, 'not-found');
		if ((size ?? 0) > bytesMaxOf(metadata.output.type)) throw new TusProblem(413, 'too-large');
		await this.#unfinished.begin(id, uploader.userId, size);
		return { metadata: { ...metadata.output, userId: uploader.userId } };
	}

	async #arrived(id: string, raw: unknown) {
		const { sha256, type, recordId } = v.parse(UploadMetadata, raw);
		const taken = await this.#parts.files.take(join(this.#dir, id), { sha256, type });
		await this.#incoming.configstore.delete(id);
		await this.#unfinished.end(id);
		if (!taken.ok)
			throw new TusProblem(taken.kind === 'too-large' ? 413 : checksumMismatch, taken.kind);
		const createdAt = this.#parts.clock();
		await this.#parts.store.putBlob({ sha256, recordId, type, bytes: taken.bytes, createdAt });
		this.#parts.arrived(recordId);
		return {};
	}
}

/** An error as the library answers it. */
class TusProblem extends Error {
	readonly status_code: number;
	readonly body: string;

	constructor(status: number, kind: ServerRefusalKind) {
		super(kind);
		this.status_code = status;
		this.body = JSON.stringify({ error: { kind } });
	}
}

const kindsByStatus: Readonly<Record<number, ServerRefusalKind>> = {
	404: 'not-found',
	409: 'wrong-offset',
	410: 'not-found',
	413: 'too-large',
};

/** The library's own sentences become kinds too; ours pass as they are. */
function problemOf(error: Error | { status_code: number; body: string }): TusProblem {
	if (error instanceof TusProblem) return error;
	if (!('status_code' in error)) return new TusProblem(500, 'server-fault');
	return new TusProblem(error.status_code, kindsByStatus[error.status_code] ?? 'bad-input');
}
