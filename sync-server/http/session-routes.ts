import rateLimit from '@fastify/rate-limit';
import type { FastifyPluginAsync } from 'fastify';
import * as v from 'valibot';
import type { User } from '#domain/organisation/records.ts';
import { SessionResponse, SignInRequest } from '#domain/protocol/wire.ts';
import type { Instant } from '#domain/time/instant.ts';
import type { ServerParts } from '#server/server-parts.ts';
import type { SignedIn } from '#server/session/sessions.ts';
import type { OpenStreams } from '#server/stream/open-streams.ts';
import { parseInput, Problem } from './problem.ts';
import { quietly } from './rate-headers.ts';
import { giveCookie, handingIn, requireSession, sessionOf, takeCookie } from './session-cookie.ts';

/** Sign-ins from one address, right or wrong: a whole office may sit behind one. */
export const signInsPerMinuteMax = 60;

interface SessionRoutesOptions {
	parts: ServerParts;
	streams: OpenStreams;
}

/** `POST /session` signs in, `GET` says who one is, `DELETE` signs out. */
export const sessionRoutes: FastifyPluginAsync<SessionRoutesOptions> = async (
	app,
	{ parts: { sessions }, streams },
) => {
	await app.register(rateLimit, { global: false, ...quietly });
	const signedIn = { onRequest: requireSession(sessions) };

	app.post(
		'/session',
		{ config: { rateLimit: { max: signInsPerMinuteMax, timeWindow: '1 minute' } } },
		async (request, reply) => {
			const { account, password } = parseInput(SignInRequest, request.body);
			const signed = await sessions.signIn(account, password, request.ip);
			if (!signed.ok) throw refusal(signed);
			giveCookie(request, reply, signed.token);
			void reply.header('cache-control', 'no-store');
			return sessionBody(signed);
		},
	);

	app.get('/session', signedIn, async (request) => {
		const { scope, expiresAt } = sessionOf(request);
		return sessionBody({ user: scope.user, expiresAt });
	});

	app.delete('/session', { ...signedIn, config: { handIn: true } }, async (request, reply) => {
		const { tokenHash } = handingIn(request);
		await sessions.end(tokenHash);
		streams.endSession(tokenHash);
		takeCookie(request, reply);
		return reply.code(204).send();
	});
};

function sessionBody({ user, expiresAt }: { user: User; expiresAt: Instant }) {
	const { id, name, roles, deskIds, customerId, account } = user;
	return v.parse(SessionResponse, {
		user: { id, account: account ?? '', name, roles, deskIds, ...(customerId && { customerId }) },
		expiresAt,
		...(user.disabled && { disabled: true }),
	});
}

function refusal(signed: Extract<SignedIn, { ok: false }>): Problem {
	if (signed.kind !== 'too-many-attempts') return new Problem(401, signed.kind);
	return new Problem(429, signed.kind, signed.retryAfterS);
}
