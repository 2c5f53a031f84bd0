import { svelte } from '@sveltejs/vite-plugin-svelte';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type InlineConfig, type Plugin } from 'vite';
import { inRoot } from '#server/bootstrap/paths.mjs';
import { paperFonts } from '#features/papers/build/paper-fonts-plugin.ts';

const benchDir = inRoot('tests', 'bench');
const peersDir = join(benchDir, 'peers');

interface Chunk {
	file: string;
	imports?: string[];
	dynamicImports?: string[];
}

/** Builds the bench's page and the libraries beside it into a folder; nothing of it ships. */
export async function buildBenchPages(
	page: 'page' | 'papers-page' | 'scan-page',
	outDir: string,
	peers: readonly string[],
): Promise<void> {
	const runes = svelte({ configFile: false, compilerOptions: { runes: true } });
	await build({
		...common,
		root: benchDir,
		plugins: [runes, paperFonts(), pageOf(page)],
		build: {
			...common.build,
			outDir,
			emptyOutDir: true,
			manifest: 'manifest.json',
			rolldownOptions: { input: join(benchDir, '200.html') },
		},
	});
	for (const peer of peers)
		await build({
			...common,
			root: peersDir,
			define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
			build: {
				...common.build,
				outDir: join(outDir, 'peers'),
				emptyOutDir: false,
				lib: { entry: join(peersDir, `${peer}.js`), formats: ['es'], fileName: peer },
				rolldownOptions: { output: { codeSplitting: false } },
			},
		});
}

/** The one page names the bench whose code it loads. */
function pageOf(bench: string): Plugin {
	return {
		name: 'bench-page',
		transformIndexHtml: { order: 'pre', handler: (html) => html.replace('BENCH', bench) },
	};
}

const common = {
	configFile: false,
	logLevel: 'error',
	worker: { format: 'es' },
	build: { assetsInlineLimit: 0, target: 'esnext', minify: true },
} satisfies InlineConfig;

/** KB gzip of a peer's one file. */
export function peerKb(outDir: string, peer: string): number {
	return gzipKb(join(outDir, 'peers', `${peer}.js`));
}

/** KB gzip of a module of the page with all it needs, what it loads later included. */
export function moduleKb(outDir: string, module: string): number {
	const text = readFileSync(join(outDir, 'manifest.json'), 'utf8');
	const manifest = JSON.parse(text) as Record<string, Chunk>;
	const found = new Set<string>();
	const collect = (key: string) => {
		const chunk = manifest[key];
		if (!chunk || found.has(chunk.file)) return;
		found.add(chunk.file);
		for (const next of [...(chunk.imports ?? []), ...(chunk.dynamicImports ?? [])])
			if (next !== '200.html') collect(next);
	};
	collect(module);
	return [...found].reduce((sum, file) => sum + gzipKb(join(outDir, file)), 0);
}

/** KB gzip of the sync Worker, which holds the store and the rules once more. */
export function workerKb(outDir: string): number {
	const assets = join(outDir, 'assets');
	const files = readdirSync(assets).filter((name) => name.startsWith('sync-worker'));
	return files.reduce((sum, file) => sum + gzipKb(join(assets, file)), 0);
}

function gzipKb(file: string): number {
	return gzipSync(readFileSync(file), { level: 9 }).length / 1_000;
}
