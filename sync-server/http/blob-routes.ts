import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import * as v from 'valibot';
import { Sha256Schema, type BlobType, workbookType } from '#domain/protocol/blob.ts';
import type { AnyRecord } from '#domain/record-schemas.ts';
import { IdSchema } from '#domain/record.ts';
import { BlobFiles } from '#server/blobs/blob-files.ts';
import { BlobUploads, type AnnouncedBytes } from '#server/blobs/blob-uploads.ts';
import { mentions } from '#server/blobs/mentions.ts';
import { mayHandIn, storedRecord } from '#server/scope/may-hand-in.ts';
import { sees } from '#server/scope/visibility.ts';
import type { ServerParts } from '#server/server-parts.ts';
import type { BlobRow } from '#server/store/port.ts';
import { bodyOf } from '#server/store/stored-body.ts';
import { notFound, parseInput } from './problem.ts';
import { handingIn, sessionOf } from './session-cookie.ts';

const uploadsPath = '/sync/v1/blobs/uploads';
/** Doors for unsent work. */
const handIn = { config: { handIn: true } } as const;
const housekeepingMs = 60 * 60_000;
/** What a browser may do with a blob opened by itself: nothing. */
const blobPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";

const extensions: Readonly<Record<BlobType, string>> = {
	'image/jpeg': 'jpg',
	'image/png': 'png',
	'image/webp': 'webp',
	[workbookType]: 'xlsx',
	'application/pdf': 'pdf',
	'audio/webm': 'webm',
	'audio/mp4': 'm4a',
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
	{ parts: { store, clock, scopes, mails }, dataDir },
) => {
	const files = new BlobFiles(dataDir, store.bytes);
	let made: BlobUploads | undefined;
	/** Made at first need: it makes its folder. */
	const uploads = () =>
		(made ??= new BlobUploads({
			...{ path: uploadsPath, dataDir, files, store, clock },
			arrived: (recordId) => mails.arrived(recordId),
		}));
	const housekeeping = setInterval(() => {
		uploads()
			.forgetStale()
			.catch((error: unknown) => app.log.error(error));
	}, housekeepingMs);
	app.addHook('onClose', async () => clearInterval(housekeeping));
	app.addContentTypeParser('application/offset+octet-stream', (_request, _body, done) =>
		done(null),
	);

	/**
	 * The blob, if the user sees the record, the record speaks of it, and its bytes were uploaded for
	 * that record: who only knows a hash opens nothing by writing it into an order of his own.
	 */
	async function visibleBlob(request: FastifyRequest): Promise<BlobRow> {
		const { sha256 } = parseInput(BlobParams, request.params);
		const { record } = parseInput(BlobQuery, request.query);
		const { grants } = sessionOf(request).scope;
		const stored = await storedRecord(store, record);
		if (!stored || !sees(grants, stored.channels)) throw notFound();
		if (!mentions(JSON.parse(stored.json), sha256)) throw notFound();
		const blob = await store.blob(sha256, uploadedFor(bodyOf(stored)));
		if (!blob) throw notFound();
		return blob;
	}

	/** That the bytes lie here, told to who may hand them in, also while no command speaks of them. */
	async function keptBlob(request: FastifyRequest): Promise<BlobRow> {
		const { sha256 } = parseInput(BlobParams, request.params);
		const { record } = parseInput(BlobQuery, request.query);
		const bytes = { recordId: record, sha256 };
		if (!(await mayHandIn(store, scopes, handingIn(request).user.id, bytes))) throw notFound();
		const blob = await store.blob(sha256, record);
		if (!blob) throw notFound();
		return blob;
	}

	app.head('/blobs/:sha256', handIn, async (request, reply) =>
		describe(reply, await keptBlob(request)).send(),
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
		const { user } = handingIn(request);
		const uploader = {
			userId: user.id,
			...(uploadId !== undefined && { uploadId }),
			mayHandIn: (bytes: AnnouncedBytes) => mayHandIn(store, scopes, user.id, bytes),
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

	app.post('/blobs/uploads', handIn, (request, reply) => upload(request, reply));
	app.route({
		method: ['HEAD', 'PATCH', 'DELETE'],
		url: '/blobs/uploads/:id',
		...handIn,
		handler: async (request, reply) => {
			const { id } = parseInput(UploadParams, request.params);
			const { user } = handingIn(request);
			if (!(await uploads().isOwn(id, user.id))) throw notFound();
			return upload(request, reply, id);
		},
	});
};

/** A quarantined command's bytes were uploaded for the record it is about. */
function uploadedFor(record: AnyRecord): string {
	return record.kind === 'quarantine' ? record.command.record : record.id;
}

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
