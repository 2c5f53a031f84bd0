import type { FastifyPluginAsync } from 'fastify';
import type { PassThrough } from 'node:stream';
import type { ServerParts } from '#server/server-parts.ts';
import type { OpenStreams } from '#server/stream/open-streams.ts';
import { Problem } from './problem.ts';
import { sessionOf } from './session-cookie.ts';

/** Keeps proxies from closing the line, and finds out whether the session still lives. */
const heartbeatMs = 25_000;
const retryAfterS = 30;

interface StreamRouteOptions {
	parts: ServerParts;
	streams: OpenStreams;
}

/** `GET /stream`: says "changed" when something of the user's changed, and never what. */
export const streamRoute: FastifyPluginAsync<StreamRouteOptions> = async (
	app,
	{ parts: { pokes, sessions }, streams },
) => {
	app.get('/stream', { compress: false }, async (request, reply) => {
		const { tokenHash, scope } = sessionOf(request);
		if (pokes.isFull(scope.user.id)) throw new Problem(503, 'busy', retryAfterS);
		const stream = streams.open(tokenHash);
		const say = async (text: string) => {
			if (await sessions.byHash(tokenHash)) writeTo(stream, text);
			else stream.end();
		};
		const sayOrEnd = (text: string) => void say(text).catch(() => stream.end());
		const leave = pokes.listen(scope.user.id, () => sayOrEnd('event: changed\ndata: {}\n\n'));
		const heartbeat = setInterval(() => sayOrEnd(': still here\n\n'), heartbeatMs);
		stream.once('close', () => {
			clearInterval(heartbeat);
			leave();
		});
		request.raw.once('close', () => stream.destroy());
		stream.write('retry: 2000\n\n');
		return reply
			.type('text/event-stream')
			.header('cache-control', 'no-cache, no-transform')
			.header('x-accel-buffering', 'no')
			.send(stream);
	});
};

/** Who does not read what was said hears no more of it: a poke that waits says all there is to say. */
function writeTo(stream: PassThrough, text: string): void {
	if (stream.writable && !stream.writableNeedDrain) stream.write(text);
}
