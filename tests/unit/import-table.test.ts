import { ESLint } from 'eslint';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

/** The import table (.dependency-cruiser.cjs) against planted files: every stair it must refuse, and those it must not. */

interface Planted {
	/** `<from> -> <imported>`, the importing file's imports being its whole content. */
	edge: string;
	/** The rule that must name it; undefined for an edge that is allowed. */
	rule?: string;
}

const planted: Planted[] = [
	{ edge: 'src/domain/a1.ts -> #store/x.ts', rule: 'domain-may' },
	{ edge: 'src/domain/a2.ts -> #i18n/x.ts', rule: 'domain-may' },
	{ edge: 'src/domain/a3.ts -> minisearch', rule: 'domain-packages' },
	{ edge: 'src/domain/a4.ts -> node:fs', rule: 'no-node-in-the-app' },
	{ edge: 'src/store/a1.ts -> #sync/x.ts', rule: 'store-may' },
	{ edge: 'src/store/a2.ts -> #ui/x.ts', rule: 'store-may' },
	{ edge: 'src/sync/a1.ts -> #features/one/x.ts', rule: 'sync-may' },
	{ edge: 'src/sync/a2.ts -> dexie', rule: 'dexie-has-one-home' },
	{ edge: 'src/i18n/a1.ts -> #store/x.ts', rule: 'i18n-may' },
	{ edge: 'src/i18n/a2.ts -> #domain/x.ts' },
	{ edge: 'src/ui/a1.ts -> #domain/x.ts', rule: 'ui-may' },
	{ edge: 'src/ui/A2.svelte -> #features/one/x.ts', rule: 'ui-may' },
	{ edge: 'src/features/one/a1.ts -> #features/two/x.ts', rule: 'no-other-feature' },
	{ edge: 'src/features/one/A2.svelte -> ../two/x.ts', rule: 'no-other-feature' },
	{ edge: 'src/features/one/a3.ts -> #sync/x.ts', rule: 'features-may' },
	{ edge: 'src/features/one/a4.ts -> #app/x.ts', rule: 'features-may' },
	{ edge: 'src/features/one/a5.ts -> dexie', rule: 'dexie-has-one-home' },
	{ edge: 'src/app/a1.ts -> #server/x.ts', rule: 'app-may' },
	{ edge: 'src/routes/A1.svelte -> #store/x.ts', rule: 'routes-may' },
	{ edge: 'src/routes/a2.ts -> #sync/x.ts', rule: 'routes-may' },
	{ edge: 'src/service-worker/a1.ts -> #store/x.ts', rule: 'service-worker-may' },
	{ edge: 'src/attic/a1.ts -> #domain/x.ts', rule: 'known-rooms-only' },
	{ edge: 'src/ui/a4.ts -> #features/one/build/x.ts', rule: 'no-build-code-in-the-app' },
	{ edge: 'sync-server/a1.ts -> #store/x.ts', rule: 'sync-server-may' },
	{ edge: 'sync-server/a2.ts -> node:sqlite', rule: 'node-sqlite-has-one-home' },
	{ edge: 'sync-server/bootstrap/a1.mjs -> valibot', rule: 'bootstrap-needs-nothing' },
	{ edge: 'src/domain/a5.ts -> #domain/nowhere.ts', rule: 'resolvable' },
	{ edge: 'src/store/a3.ts -> not-a-package', rule: 'resolvable' },
	{ edge: 'src/domain/circle.ts -> ./round.ts', rule: 'no-circle' },

	{ edge: 'src/domain/b1.ts -> valibot' },
	{ edge: 'src/domain/b2.ts -> #domain/x.ts' },
	{ edge: 'src/domain/b3.test.ts -> minisearch' },
	{ edge: 'src/store/b1.ts -> #domain/x.ts' },
	{ edge: 'src/store/b2.ts -> dexie' },
	{ edge: 'src/sync/b1.ts -> #store/x.ts' },
	{ edge: 'src/ui/B1.svelte -> #i18n/x.ts' },
	{ edge: 'src/features/one/b1.ts -> #features/one/x.ts' },
	{ edge: 'src/features/one/b2.ts -> #sync/status.ts' },
	{ edge: 'src/features/one/build/b3.ts -> node:fs' },
	{ edge: 'src/features/one/b4.ts -> ./x.wasm?url' },
	{ edge: 'src/app/b1.ts -> #sync/x.ts' },
	{ edge: 'src/routes/b1.ts -> #app/x.ts' },
	{ edge: 'src/routes/B2.svelte -> $app/paths' },
	{ edge: 'sync-server/b1.ts -> #domain/x.ts' },
	{ edge: 'sync-server/store/b2.ts -> node:sqlite' },
	{ edge: 'tests/b1.ts -> #server/x.ts' },
];

/** What the planted edges lead to. */
const targets = [
	...['domain', 'store', 'sync', 'i18n', 'ui', 'features/one', 'features/two', 'app'].map(
		(room) => `src/${room}/x.ts`,
	),
	'src/sync/status.ts',
	'src/features/one/build/x.ts',
	'sync-server/x.ts',
];

const rootDir = fileURLToPath(new URL('../..', import.meta.url));
const packageNames = ['dexie', 'valibot', 'minisearch', 'svelte'];
let dir = '';
let reported: string[] = [];

beforeAll(async () => {
	dir = mkdtempSync(join(tmpdir(), 'outpost-import-table-'));
	plantPackages();
	for (const target of targets) plant(target, 'export const x = 1;\n');
	for (const { edge } of planted) plantEdge(edge);
	plantEdge('src/domain/round.ts -> ./circle.ts');
	reported = await cruise();
}, 60_000);
afterAll(() => rmSync(dir, { recursive: true }));

test.each(planted.filter(({ rule }) => rule !== undefined))('refuses $edge', ({ edge, rule }) => {
	expect(reportedFor(edge)).toContain(rule);
});

test.each(planted.filter(({ rule }) => rule === undefined))('allows $edge', ({ edge }) => {
	expect(reportedFor(edge)).toEqual([]);
});

test('an import of types is an edge like any other', () => {
	expect(reportedFor('src/domain/types.ts -> #store/x.ts')).toContain('domain-may');
});

test.each([
	['src/ui/button/X.svelte', '#domain/x.ts', false],
	['src/ui/button/X.svelte', '#i18n/x.ts', true],
	['src/features/scan/X.svelte', '#sync/engine.ts', false],
	['src/features/scan/X.svelte', '#sync/status.ts', true],
	['src/features/scan/X.svelte', '#app/x.ts', false],
	['src/routes/X.svelte', '#store/x.ts', false],
	['src/routes/X.svelte', '#features/scan/x.ts', true],
	['src/app/X.svelte', '#server/x.ts', false],
])('the linter on types in %s importing %s: allowed %s', async (file, imported, allowed) => {
	const patterns = await restrictedImports(file);
	expect(patterns.some((pattern) => new RegExp(pattern).test(imported))).toBe(!allowed);
});

interface LintConfig {
	rules: { 'no-restricted-imports': [number, { patterns: { regex: string }[] }] };
}

/** What the linter refuses in a .svelte file; the cruiser does not see its imports of types. */
async function restrictedImports(file: string): Promise<string[]> {
	const linter = new ESLint({ cwd: rootDir });
	const config = (await linter.calculateConfigForFile(join(rootDir, file))) as LintConfig;
	return config.rules['no-restricted-imports'][1].patterns.map(({ regex }) => regex);
}

function reportedFor(edge: string): string[] {
	const from = edge.split(' -> ')[0] ?? '';
	return reported.filter((line) => line.startsWith(`${from}: `)).map((l) => l.split(': ')[1] ?? '');
}

function plant(path: string, content: string): void {
	mkdirSync(dirname(join(dir, path)), { recursive: true });
	writeFileSync(join(dir, path), content);
}

function plantEdge(edge: string): void {
	const [from = '', to = ''] = edge.split(' -> ');
	const line = `import { x } from '${to}';\nexport const y = x;\n`;
	plant(from, from.endsWith('.svelte') ? `<script lang="ts">\n${line}</script>\n` : line);
}

function plantPackages(): void {
	const dependencies = Object.fromEntries(packageNames.map((name) => [name, '1.0.0']));
	const imports: Record<string, string> = { '#server/*': './sync-server/*' };
	for (const room of ['domain', 'store', 'sync', 'ui', 'features', 'app', 'i18n']) {
		imports[`#${room}/*`] = `./src/${room}/*`;
	}
	plant('package.json', JSON.stringify({ type: 'module', dependencies, imports }));
	for (const name of packageNames) {
		const exports = { '.': './index.js', './*': './index.js' };
		plant(`node_modules/${name}/package.json`, JSON.stringify({ name, exports }));
		plant(`node_modules/${name}/index.js`, 'export const x = 1;\n');
	}
	plant(
		'src/domain/types.ts',
		"import type { x } from '#store/x.ts';\nexport type Y = typeof x;\n",
	);
}

interface Report {
	summary: { violations: { from: string; rule: { name: string } }[] };
}

/** Runs the cruiser as `npm test` does, on the planted tree; gives `<file>: <rule>` lines. */
async function cruise(): Promise<string[]> {
	const script = join(rootDir, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
	const config = join(rootDir, '.dependency-cruiser.cjs');
	const args = [script, `--config=${config}`, '--output-type=json', 'src', 'sync-server', 'tests'];
	const json = await new Promise<string>((resolve) => {
		// The exit code counts the violations: it is not zero, and the report says all.
		execFile(process.execPath, args, { cwd: dir, maxBuffer: 2 ** 26 }, (_error, stdout) =>
			resolve(stdout),
		);
	});
	const { summary } = JSON.parse(json) as Report;
	return summary.violations.map(({ from, rule }) => `${from}: ${rule.name}`);
}
