import { svelte } from '@sveltejs/vite-plugin-svelte';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, preview } from 'vite';
import type { InlineConfig } from 'vite';

/** The product's policy for a page that scans: our own files only, wasm allowed, nothing inline. */
const contentSecurityPolicy =
	"default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob: data:; object-src 'none'";

/** A page built for one test file, on a port of its own. */
export interface ServedPage {
	url: string;
	close(): Promise<void>;
}

/** Builds the test page into a temporary folder, so that nothing of it ships with the product. */
export async function servePage(): Promise<ServedPage> {
	const outDir = await mkdtemp(join(tmpdir(), 'barcodes-page-'));
	const config = configFor(outDir);
	await build(config);
	const server = await preview(config);
	const url = server.resolvedUrls?.local[0];
	if (url === undefined) throw new Error('the test page has no address');
	return {
		url,
		async close() {
			await server.close();
			await rm(outDir, { recursive: true, force: true });
		},
	};
}

function configFor(outDir: string): InlineConfig {
	return {
		root: join(import.meta.dirname, 'page'),
		configFile: false,
		logLevel: 'error',
		plugins: [svelte({ configFile: false, compilerOptions: { runes: true } })],
		build: { outDir, emptyOutDir: true, assetsInlineLimit: 0, target: 'esnext' },
		worker: { format: 'es' },
		preview: {
			host: '127.0.0.1',
			port: 0,
			headers: { 'content-security-policy': contentSecurityPolicy },
		},
	};
}
