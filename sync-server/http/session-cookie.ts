import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Session, Sessions } from '#server/session/sessions.ts';
import { sessionDays } from '#server/session/sessions.ts';
import { signedOut } from './problem.ts';

export const sessionCookie = 'outpost-session';
const secondsPerDay = 24 * 60 * 60;

declare module 'fastify' {
	interface FastifyRequest {
		/** Set behind `requireSession`. */
		session: Session | null;
	}
}

/** Not readable by scripts, not sent from other sites, over TLS only where there is TLS. */
export function giveCookie(request: FastifyRequest, reply: FastifyReply, token: string): void {
	void reply.setCookie(sessionCookie, token, {
		...cookieScope(request),
		maxAge: sessionDays * secondsPerDay,
	});
}

export function takeCookie(request: FastifyRequest, reply: FastifyReply): void {
	void reply.clearCookie(sessionCookie, cookieScope(request));
}

function cookieScope(request: FastifyRequest) {
	const secure = request.protocol === 'https';
	return { path: '/', httpOnly: true, sameSite: 'strict', secure } as const;
}

/** A hook that lets in who is signed in, and moves the cookie's end with the session's. */
export function requireSession(sessions: Sessions) {
	return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
		const token = request.cookies[sessionCookie];
		const session = await sessions.of(token);
		if (!session || token === undefined) throw signedOut();
		if (session.renewed) giveCookie(request, reply, token);
		void reply.header('cache-control', 'no-store');
		request.session = session;
	};
}

/** The session behind `requireSession`. */
export function sessionOf(request: FastifyRequest): Session {
	if (!request.session) throw signedOut();
	return request.session;
}
