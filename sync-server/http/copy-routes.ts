import rateLimit from '@fastify/rate-limit';
import type { FastifyPluginAsync } from 'fastify';
import * as v from 'valibot';
import type { CopyLink } from '#domain/copy/copy-link.ts';
import {
	CopyRequest,
	CopyResponse,
	ReportedSchema,
	StillBrokenRequest,
} from '#domain/copy/copy-wire.ts';
import { openCopy, reportBroken, tellCopy } from '#server/copies/copy-sheets.ts';
import type { ServerParts } from '#server/server-parts.ts';
import { notFound, parseInput, Problem } from './problem.ts';
import { quietly } from './rate-headers.ts';

/** Asked from one address: a whole hospital may sit behind one. */
export const copiesPerMinuteMax = 60;
export const reportsPerMinuteMax = 6;
const limitOf = (max: number) => ({ config: { rateLimit: { max, timeWindow: '1 minute' } } });

/**
 * Doors for who has a service sheet in his hand and no account: `POST /copy {order, token}` tells of
 * it, `POST /copy/broken` says that it is still broken. The token is all they go by; a session counts
 * for nothing here. It comes in the body, so no log has it.
 */
export const copyRoutes: FastifyPluginAsync<{ parts: ServerParts }> = async (app, { parts }) => {
	await app.register(rateLimit, { global: false, ...quietly });

	async function opened(link: CopyLink) {
		const copy = await openCopy(parts, link);
		if (!copy) throw notFound();
		return copy;
	}

	app.post('/copy', limitOf(copiesPerMinuteMax), async (request, reply) => {
		const copy = await opened(parseInput(CopyRequest, request.body));
		void reply.header('cache-control', 'no-store');
		return v.parse(CopyResponse, await tellCopy(parts, copy));
	});

	app.post('/copy/broken', limitOf(reportsPerMinuteMax), async (request, reply) => {
		const { text, ...link } = parseInput(StillBrokenRequest, request.body);
		const reported = await reportBroken(parts, await opened(link), text);
		if (!reported) throw new Problem(409, 'not-allowed');
		void reply.header('cache-control', 'no-store');
		return v.parse(ReportedSchema, reported);
	});
};
