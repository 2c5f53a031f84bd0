import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import * as v from 'valibot';
import type { ServerRefusalKind } from '#domain/protocol/refusal-kinds.ts';
import { ErrorResponse } from '#domain/protocol/wire.ts';
import { StoreUnavailable } from '#server/store/port.ts';
import { Problem } from './problem.ts';

/** What a device waits while the database is out of reach. */
const storeRetryAfterS = 5;

/** Kinds of what the framework refuses by itself, by status. */
const kindsByStatus: Readonly<Record<number, ServerRefusalKind>> = {
	400: 'bad-input',
	404: 'not-found',
	405: 'not-found',
	413: 'too-large',
	414: 'too-large',
	415: 'bad-input',
	429: 'too-many-requests',
	431: 'too-large',
};

/** Every error leaves as `ErrorResponse` with a kind; what we did not expect is logged, and never told. */
export function answerErrors(app: FastifyInstance): void {
	app.setErrorHandler((error: FastifyError, request, reply) => {
		const problem = problemOf(error, reply);
		if (problem.statusCode >= 500) request.log.error(error);
		return sendProblem(reply, problem);
	});
}

function problemOf(error: FastifyError, reply: FastifyReply): Problem {
	if (error instanceof Problem) return error;
	if (error instanceof StoreUnavailable) return new Problem(503, 'busy', storeRetryAfterS);
	const { statusCode = 500 } = error;
	const kind = kindsByStatus[statusCode];
	if (!kind) return new Problem(500, 'server-fault');
	const waitS = Number(reply.getHeader('retry-after'));
	return new Problem(statusCode, kind, waitS > 0 ? waitS : undefined);
}

export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
	if (problem.retryAfterS !== undefined) void reply.header('retry-after', problem.retryAfterS);
	return reply
		.code(problem.statusCode)
		.header('cache-control', 'no-store')
		.type('application/json; charset=utf-8')
		.send(problemBody(problem));
}

function problemBody({ kind, retryAfterS }: Problem): v.InferOutput<typeof ErrorResponse> {
	return v.parse(ErrorResponse, {
		error: { kind, ...(retryAfterS !== undefined && { retryAfterS }) },
	});
}

/**
 * A browser says where a request comes from: one that changes something is taken from our own pages
 * only. The cookie's SameSite is the first wall, this the second.
 */
export async function refuseOtherSites(request: FastifyRequest): Promise<void> {
	if (['GET', 'HEAD', 'OPTIONS'].includes(request.method)) return;
	const { origin, host, 'sec-fetch-site': site } = request.headers;
	if (origin !== undefined && !isOwn(origin, host)) throw new Problem(403, 'other-site');
	if (origin === undefined && site !== undefined && site !== 'same-origin' && site !== 'none')
		throw new Problem(403, 'other-site');
}

/** Hosts are compared as the browser spells them: without the port a scheme implies. */
function isOwn(origin: string, host: string | undefined): boolean {
	if (!URL.canParse(origin)) return false;
	const from = new URL(origin);
	const own = `${from.protocol}//${host}`;
	return URL.canParse(own) && new URL(own).host === from.host;
}
