import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';
import { paperFonts } from './src/features/papers/build/paper-fonts-plugin.ts';
import { paraglideOptions } from './src/i18n/paraglide-options.ts';

/** The addresses a day begins with. What they need statically comes as one file, offline in one go. */
const firstScreens =
	/\/src\/routes\/(\+layout|\+error|today\/\+page)\.svelte$|\/client\/entry\.js$/;

/**
 * What several screens use lies together as the same screens use it, and what is smaller than this
 * joins its nearest: each file is a round trip before the app can be opened without signal. Bytes of
 * source; twice as much already makes a screen load a good deal it does not need.
 */
const sharedPartBytesMin = 8_000;

const syncServerPort = process.env['OUTPOST_PORT'] ?? '8787';

export default defineConfig({
	plugins: [paraglideVitePlugin(paraglideOptions), paperFonts(), sveltekit()],
	// @fastify/cookie hoists cookie 2, Kit's own server build needs 0.6: bundle Kit's copy.
	ssr: { noExternal: ['cookie'] },
	// A data: URL would need a wider content security policy.
	build: { assetsInlineLimit: 0 },
	// What runs in the browser alone: the pages are not drawn by a server.
	environments: {
		client: {
			build: {
				rolldownOptions: {
					output: {
						// Parts that were joined may need each other: run in the order they arrive they would break.
						strictExecutionOrder: true,
						codeSplitting: {
							groups: [
								{ name: 'first-screen', test: firstScreens, priority: 1 },
								{
									...{ name: 'shared', minShareCount: 2, entriesAware: true },
									entriesAwareMergeThreshold: sharedPartBytesMin,
								},
							],
						},
					},
				},
			},
		},
	},
	worker: { format: 'es' },
	server: {
		host: '127.0.0.1',
		proxy: {
			'/sync': { target: `http://127.0.0.1:${syncServerPort}` },
			'/session': { target: `http://127.0.0.1:${syncServerPort}` },
		},
	},
});
