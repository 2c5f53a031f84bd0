import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import Fastify, { LogController, type FastifyInstance } from 'fastify';
import type { ServerParts } from '#server/server-parts.ts';
import { OpenStreams } from '#server/stream/open-streams.ts';
import { serverVersion } from '#server/version.ts';
import { serveAppFiles } from './app-files.ts';
import { copyRoutes } from './copy-routes.ts';
import { answerErrors, refuseOtherSites } from './error-answers.ts';
import { secureHeaders } from './security-headers.ts';
import { sessionRoutes } from './session-routes.ts';
import { syncRoutes } from './sync-routes.ts';

/** Bodies without a limit of their own: sign-in, hello, pull, lookup. */
const bodyBytesMax = 128 * 1024;
const connectionTimeoutMs = 120_000;
/** Fast and good enough: JSON shrinks to a tenth at the lowest levels already. */
const gzipLevel = 2;

export interface AppOptions {
	parts: ServerParts;
	/** Where blobs and uploads lie. */
	dataDir: string;
	/** The built app; without one there the API works all the same. */
	buildDir: string;
	/** PEM; with it the server speaks HTTPS. */
	https?: { key: string; cert: string };
	/** `silent`, `error`, `warn`, `info` … */
	logLevel?: string;
	/** More routes, such as the guide for the local network. */
	extend?: (app: FastifyInstance) => Promise<void>;
}

/** The server with all its doors, not yet listening. */
export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
	const { parts, dataDir, buildDir } = options;
	const app = newInstance(options);
	const streams = new OpenStreams();
	answerErrors(app);
	app.addHook('onRequest', refuseOtherSites);
	// Only JSON is read: a form of another site cannot send it.
	app.removeContentTypeParser('text/plain');
	await secureHeaders(app, buildDir);
	await app.register(cookie);
	await app.register(compress, {
		encodings: ['gzip', 'identity'],
		zlibOptions: { level: gzipLevel },
	});
	app.decorateRequest('session', null);
	app.get('/healthz', async () => {
		// A balancer has to know a server that has lost its database.
		await parts.store.peers?.scopeMark('healthz');
		return {
			status: 'ok',
			store: parts.store.driver,
			version: serverVersion,
			time: parts.clock(),
		};
	});
	await options.extend?.(app);
	await app.register(sessionRoutes, { parts, streams });
	await app.register(syncRoutes, { prefix: '/sync/v1', parts, dataDir, streams });
	await app.register(copyRoutes, { prefix: '/sync/v1', parts });
	await serveAppFiles(app, buildDir);
	app.addHook('preClose', async () => streams.endAll());
	return app;
}

function newInstance({ https, logLevel = 'warn' }: AppOptions): FastifyInstance {
	const settings = {
		logger: { level: logLevel },
		logController: new LogController({ disableRequestLogging: true }),
		bodyLimit: bodyBytesMax,
		connectionTimeout: connectionTimeoutMs,
		// A reverse proxy on the same machine may speak for others.
		trustProxy: 'loopback',
	};
	return https ? Fastify({ ...settings, https }) : Fastify(settings);
}
