import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import * as v from 'valibot';
import { Sha256Schema, type BlobType } from '#domain/protocol/blob.ts';
import { IdSchema, recordKinds } from '#domain/record.ts';
import { BlobFiles } from '#server/blobs/blob-files.ts';
import { BlobUploads } from '#server/blobs/blob-uploads.ts';
import { mentions } from '#server/blobs/mentions.ts';
import { hadPartIn, sees } from '#server/scope/visibility.ts';
import type { UserScope } from '#server/scope/user-scopes.ts';
import type { ServerParts } from '#server/server-parts.ts';
import type { BlobRow, StoredRecord } from '#server/store/port.ts';
import { bodyOf } from '#server/store/stored-body.ts';
import { notFound, parseInput } from './problem.ts';
import { sessionOf } from './session-cookie.ts';

export const uploadsPath = '/sync/v1/blobs/uploads';
const housekeepingMs = 60 * 60_000;
/** What a browser may do with a blob opened by itself: nothing. */
const blobPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";

const extensions: Readonly<Record<BlobType, string>> = {
	'image/jpeg': 'jpg',
	'image/png': 'png',
	'image/webp': 'webp',
	'application/pdf': 'pdf',
};

const BlobParams = v.object({ sha256: Sha256Schema });
const BlobQuery = v.object({ record: IdSchema });
const UploadParams = v.object({ id: v.pipe(v.string(), v.regex(/^[0-9a-f]{1,64}$/)) });

interface BlobRoutesOptions {
	parts: ServerParts;
	dataDir: string;
}

/** Bytes go apart from commands: `uploads` takes them by tus, `GET|HEAD /blobs/:sha256?record=ID` gives them. */
export const blobRoutes: FastifyPluginAsync<BlobRoutesOptions> = async (
	app,
	{ parts: { store, clock, scopes }, dataDir },
) => {
	const files = new BlobFiles(dataDir);
	let made: BlobUploads | undefined;
	/** Made at first need: it makes its folder. */
	const uploads = () =>
		(made ??= new BlobUploads({ path: uploadsPath, dataDir, files, store, clock }));
	const housekeeping = setInterval(() => {
		uploads()
			.forgetExpired()
			.catch((error: unknown) => app.log.error(error));
	}, housekeepingMs);
	app.addHook('onClose', async () => clearInterval(housekeeping));
	app.addContentTypeParser('application/offset+octet-stream', (_request, _body, done) =>
		done(null),
	);

	async function storedRecord(id: string): Promise<StoredRecord | undefined> {
		for (const kind of recordKinds) {
			const stored = await store.get(kind, id);
			if (stored) return stored;
		}
		return undefined;
	}

	async function mayTouch({ user, grants }: UserScope, recordId: string): Promise<boolean> {
		const stored = await storedRecord(recordId);
		if (!stored) return false;
		return sees(grants, stored.channels) || hadPartIn(user.id, bodyOf(stored));
	}

	/** The blob, if the user sees the record and the record speaks of it. */
	async function visibleBlob(request: FastifyRequest): Promise<BlobRow> {
		const { sha256 } = parseInput(BlobParams, request.params);
		const { record } = parseInput(BlobQuery, request.query);
		const { grants } = sessionOf(request).scope;
		const stored = await storedRecord(record);
		if (!stored || !sees(grants, stored.channels)) throw notFound();
		if (!mentions(JSON.parse(stored.json), sha256)) throw notFound();
		const blob = await store.blob(sha256);
		if (!blob) throw notFound();
		return blob;
	}

	app.head('/blobs/:sha256', async (request, reply) =>
		describe(reply, await visibleBlob(request)).send(),
	);

	app.get('/blobs/:sha256', { exposeHeadRoute: false, compress: false }, async (request, reply) => {
		const blob = await visibleBlob(request);
		return describe(reply, blob).send(files.read(blob.sha256));
	});

	async function upload(
		request: FastifyRequest,
		reply: FastifyReply,
		uploadId?: string,
	): Promise<void> {
		const { user } = sessionOf(request).scope;
		const uploader = {
			userId: user.id,
			...(uploadId !== undefined && { uploadId }),
			async mayTouch(recordId: string) {
				const scope = await scopes.of(user.id);
				return scope !== undefined && mayTouch(scope, recordId);
			},
		};
		for (const [name, value] of Object.entries(reply.getHeaders()))
			if (value !== undefined) reply.raw.setHeader(name, value);
		reply.hijack();
		try {
			await uploads().handle(uploader, request.raw, reply.raw);
		} catch (error) {
			// A line that broke is nothing new; the device resumes.
			request.log.info(error);
			reply.raw.destroy();
		}
	}

	app.post('/blobs/uploads', (request, reply) => upload(request, reply));
	app.route({
		method: ['HEAD', 'PATCH', 'DELETE'],
		url: '/blobs/uploads/:id',
		handler: async (request, reply) => {
			const { id } = parseInput(UploadParams, request.params);
			const { user } = sessionOf(request).scope;
			if (!(await uploads().isOwn(id, user.id))) throw notFound();
			return upload(request, reply, id);
		},
	});
};

function describe(reply: FastifyReply, { sha256, type, bytes }: BlobRow): FastifyReply {
	return reply
		.type(type)
		.header('content-length', bytes)
		.header(
			'content-disposition',
			`attachment; filename="${sha256.slice(0, 12)}.${extensions[type]}"`,
		)
		.header('content-security-policy', blobPolicy)
		.header('x-content-type-options', 'nosniff');
}
