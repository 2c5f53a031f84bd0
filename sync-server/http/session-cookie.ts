import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Leaver, Session, Sessions } from '#server/session/sessions.ts';
import { sessionDays } from '#server/session/sessions.ts';
import { Problem, signedOut } from './problem.ts';

export const sessionCookie = 'outpost-session';
const secondsPerDay = 24 * 60 * 60;

declare module 'fastify' {
	interface FastifyRequest {
		/** Set behind `requireSession`. */
		session: Session | null;
		/** Set instead of a session behind a door for handing in. */
		leaver?: Leaver;
	}
	interface FastifyContextConfig {
		/** Unsent work goes in here: open to whom the account was disabled meanwhile, too. */
		handIn?: true;
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
		void reply.header('cache-control', 'no-store');
		if (!session || token === undefined) {
			request.leaver = await leaverOf(sessions, token, request.routeOptions.config.handIn);
			return;
		}
		if (session.renewed) giveCookie(request, reply, token);
		request.session = session;
	};
}

async function leaverOf(
	sessions: Sessions,
	token: string | undefined,
	handIn: true | undefined,
): Promise<Leaver> {
	const leaver = token === undefined ? undefined : await sessions.disabledBehind(token);
	if (!leaver) throw signedOut();
	if (!handIn) throw new Problem(403, 'user-disabled');
	return leaver;
}

/** Who hands in what is unsent, behind a door for that. */
export function handingIn(request: FastifyRequest): Leaver {
	const { leaver, session } = request;
	if (session) return { tokenHash: session.tokenHash, user: session.scope.user };
	if (!leaver) throw signedOut();
	return leaver;
}

/** The session behind `requireSession`. */
export function sessionOf(request: FastifyRequest): Session {
	if (!request.session) throw signedOut();
	return request.session;
}
