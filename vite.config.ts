import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';
import { paperFonts } from './src/features/papers/build/paper-fonts-plugin.ts';
import { paraglideOptions } from './src/i18n/paraglide-options.ts';

/** The addresses a day begins with. What they need statically comes as one file, offline in one go. */
const firstScreens =
	/\/src\/routes\/(\+layout|\+error|today\/\+page)\.svelte$|\/client\/entry\.js$/;

const syncServerPort = process.env['OUTPOST_PORT'] ?? '8787';

export default defineConfig({
	plugins: [paraglideVitePlugin(paraglideOptions), paperFonts(), sveltekit()],
	// @fastify/cookie hoists cookie 2, Kit's own server build needs 0.6: bundle Kit's copy.
	ssr: { noExternal: ['cookie'] },
	// A data: URL would need a wider content security policy.
	build: {
		assetsInlineLimit: 0,
		rolldownOptions: {
			output: { codeSplitting: { groups: [{ name: 'first-screen', test: firstScreens }] } },
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
