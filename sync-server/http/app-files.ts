import staticFiles from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { existsSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { sendProblem } from './error-answers.ts';
import { notFound } from './problem.ts';

const immutable = 'public, max-age=31536000, immutable';
/** The shell, the service worker and the manifest say what is current: always ask. */
const alwaysAsk = 'no-cache';

/**
 * Serves the built app. An address of the app that is no file gets the shell; a missing chunk is a
 * plain 404, so that an old page notices. Without a build the API works and `/` says so.
 */
export async function serveAppFiles(app: FastifyInstance, buildDir: string): Promise<void> {
	const built = existsSync(join(buildDir, '200.html'));
	if (built) await registerFiles(app, buildDir);
	app.setNotFoundHandler((request, reply) => {
		if (!wantsPage(request)) return sendProblem(reply, notFound());
		if (!built) return notBuilt(reply);
		return reply.header('cache-control', alwaysAsk).sendFile('200.html');
	});
}

async function registerFiles(app: FastifyInstance, root: string): Promise<void> {
	await app.register(staticFiles, {
		root,
		index: false,
		// A folder is an address of the app; with compressed files the plugin looks for an index in it.
		allowedPath: (path) => !path.endsWith('/'),
		// What tools keep beside the built app is no part of it.
		dotfiles: 'ignore',
		cacheControl: false,
		preCompressed: true,
		setHeaders(reply, path) {
			const address = relative(root, path).split(sep).join('/');
			void reply.header(
				'cache-control',
				address.startsWith('_app/immutable/') ? immutable : alwaysAsk,
			);
		},
	});
}

function wantsPage({ method, url, headers }: FastifyRequest): boolean {
	if (method !== 'GET' && method !== 'HEAD') return false;
	if (/^\/(_app|sync|session|healthz|lan)(\/|\?|$)/.test(url)) return false;
	return headers.accept?.includes('text/html') ?? false;
}

function notBuilt(reply: FastifyReply): FastifyReply {
	return reply
		.code(503)
		.type('text/plain; charset=utf-8')
		.send('The app is not built yet: run "npm start".\n应用尚未构建:请运行 "npm start"。\n');
}
