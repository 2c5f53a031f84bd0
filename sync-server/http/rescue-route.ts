import type { FastifyPluginAsync } from 'fastify';
import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import * as v from 'valibot';
import { hasRole } from '#domain/access/roles.ts';
import { rescueBytesMax, rescueFileType } from '#domain/rescue/rescue-file.ts';
import { runRescueFile, type Pushed } from '#server/rescue/run-rescue-file.ts';
import type { ServerParts } from '#server/server-parts.ts';
import { makeFolder } from '#server/store/make-folder.ts';
import { parseInput, Problem } from './problem.ts';
import { sessionOf } from './session-cookie.ts';

/** Files of one user; each is decrypted and checked whole. */
export const rescuesPerMinuteMax = 12;

interface RescueRouteOptions {
	parts: ServerParts;
	dataDir: string;
	pushed: Pushed;
}

/**
 * `POST /rescue`, dispatchers and administrators: a rescue file as it is, as `application/octet-stream`.
 * Answers the report of what became of the work in it (`#server/rescue/run-rescue-file.ts`). One at a
 * time: each may fill the disk with half a gigabyte while it is read.
 */
export const rescueRoute: FastifyPluginAsync<RescueRouteOptions> = async (
	app,
	{ parts, dataDir, pushed },
) => {
	let busy = false;
	const folders = join(dataDir, 'rescue');
	// What a crash left behind.
	app.addHook('onReady', () => rm(folders, { recursive: true, force: true }));
	app.addContentTypeParser(rescueFileType, (_request, body, done) => done(null, body));
	const rateLimit = { max: rescuesPerMinuteMax, timeWindow: '1 minute' };
	app.post('/rescue', { config: { rateLimit }, bodyLimit: rescueBytesMax }, async (request) => {
		const { actor } = sessionOf(request).scope;
		if (!hasRole(actor, ['dispatcher', 'admin'])) throw new Problem(403, 'not-allowed');
		const body = parseInput(v.instance(Readable), request.body);
		if (busy) throw new Problem(409, 'import-running');
		busy = true;
		const folder = join(folders, randomUUID());
		try {
			makeFolder(folder);
			const file = join(folder, 'file');
			await pipeline(body, limited, createWriteStream(file, { mode: 0o600 }));
			return await runRescueFile({ ...parts, dataDir, pushed }, file, folder);
		} finally {
			busy = false;
			await rm(folder, { recursive: true, force: true });
		}
	});
};

/** The limit of the door counts what was announced only. */
async function* limited(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
	let bytes = 0;
	for await (const piece of source) {
		bytes += piece.length;
		if (bytes > rescueBytesMax) throw new Problem(413, 'too-large');
		yield piece;
	}
}
