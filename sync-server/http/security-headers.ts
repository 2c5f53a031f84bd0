import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Kit writes a static style attribute on its route announcer (svelte.config.js has the same hash). */
const announcerStyleHash = 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo=';
const inlineScript = /<script>([\s\S]*?)<\/script>/g;

/** The same policy as the page's own, with what only a header can say; Workers take theirs from here. */
export async function secureHeaders(app: FastifyInstance, buildDir: string): Promise<void> {
	const hashes = inlineScriptHashes(join(buildDir, '200.html'));
	await app.register(helmet, {
		contentSecurityPolicy: {
			useDefaults: false,
			directives: {
				'default-src': ["'self'"],
				'script-src': ["'self'", "'wasm-unsafe-eval'", ...hashes],
				'style-src': ["'self'"],
				'style-src-attr': ["'unsafe-hashes'", `'${announcerStyleHash}'`],
				'img-src': ["'self'", 'blob:', 'data:'],
				'media-src': ["'self'", 'blob:'],
				'font-src': ["'self'"],
				'connect-src': ["'self'"],
				'worker-src': ["'self'"],
				'object-src': ["'none'"],
				'base-uri': ["'self'"],
				'form-action': ["'self'"],
				'frame-ancestors': ["'none'"],
			},
		},
		referrerPolicy: { policy: 'no-referrer' },
		frameguard: { action: 'deny' },
		// A name that also serves plain HTTP today must not be locked out of it by a header.
		strictTransportSecurity: false,
	});
	app.addHook('onRequest', async (_request, reply) => {
		void reply.header('permissions-policy', 'camera=(self), microphone=(self), geolocation=()');
	});
}

/** As the browser computes them, so that the page's own inline script is allowed and no other. */
function inlineScriptHashes(page: string): string[] {
	if (!existsSync(page)) return [];
	const html = readFileSync(page, 'utf8');
	return [...html.matchAll(inlineScript)].map(([, script = '']) => {
		const hash = createHash('sha256').update(script).digest('base64');
		return `'sha256-${hash}'`;
	});
}
