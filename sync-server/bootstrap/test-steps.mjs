import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBrowser, findChromium } from './browser.mjs';
import { ensureBuilt, generateSources } from './build.mjs';
import { artefactsDir, inRoot } from './paths.mjs';
import { playwrightCounts, readCounts, settleCounts, vitestCounts } from './report-counts.mjs';
import { runScript, toolScript } from './tools.mjs';

/**
 * @typedef {import('./report-counts.mjs').Counts} Counts
 * @typedef {object} Step
 * @property {string} name
 * @property {(filters: string[]) => Promise<Counts>} run
 */

/** @type {Step[]} */
export const generateSteps = [checked('messages and generated types', generateSources)];

/** @type {Step[]} */
export const staticSteps = [
	tool('format', 'prettier', 'prettier', ['--check', '--log-level=warn', '.']),
	tool('lint', 'eslint', 'eslint', ['--max-warnings=0', '--concurrency=2', '.']),
	tool('types of the app', 'svelte-check', 'svelte-check', [
		'--tsconfig=./tsconfig.json',
		'--fail-on-warnings',
		'--output=human',
	]),
	...['src/domain', 'src/service-worker', 'sync-server', 'tests']
		.filter((dir) => existsSync(inRoot(dir, 'tsconfig.json')))
		.map((dir) => tool(`types of ${dir}`, 'typescript', 'tsc', ['-p', dir])),
	tool('import table', 'dependency-cruiser', 'depcruise', [
		'--config=.dependency-cruiser.cjs',
		'--output-type=err',
		...['src', 'sync-server', 'tests'].filter((dir) => existsSync(inRoot(dir))),
	]),
];

/** @type {Step[]} */
export const unitSteps = [{ name: 'unit and contract tests', run: runVitest }];

/** @type {Step[]} */
export const endToEndSteps = [
	checked('build', async () => {
		const built = await ensureBuilt();
		if (!built) console.log('build/ is made from these very sources already.');
		return 0;
	}),
	{ name: 'end-to-end tests', run: runPlaywright },
];

/**
 * A step that passes or fails as a whole.
 * @param {string} name
 * @param {() => Promise<number>} run gives an exit code
 * @returns {Step}
 */
function checked(name, run) {
	return {
		name,
		run: async () => {
			const ok = (await run()) === 0;
			return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
		},
	};
}

/**
 * @param {string} name
 * @param {string} packageName
 * @param {string} binName
 * @param {string[]} args
 */
function tool(name, packageName, binName, args) {
	return checked(name, () => runScript(toolScript(packageName, binName), args));
}

/** @param {string[]} filters names of files to run, all when empty */
async function runVitest(filters) {
	const report = freshReport('vitest.json');
	const exitCode = await runScript(toolScript('vitest'), [
		'run',
		'--allowOnly=false',
		'--reporter=default',
		'--reporter=json',
		`--outputFile.json=${report}`,
		...filters,
	]);
	return settleCounts(readCounts(report, vitestCounts), exitCode);
}

/** @param {string[]} filters names of files to run, all when empty */
async function runPlaywright(filters) {
	if (!existsSync(inRoot('build', '.stamp'))) {
		console.error('Not run: there is no built app.');
		return settleCounts(undefined, 1);
	}
	if ((await ensureBrowser()) !== 0) {
		console.error('Not run: no Chromium here and none could be fetched; set CHROMIUM to its path.');
		return settleCounts(undefined, 1);
	}
	const report = freshReport('playwright.json');
	const chromium = findChromium();
	const exitCode = await runScript(
		toolScript('@playwright/test', 'playwright'),
		['test', '--config=tests/playwright.config.ts', ...filters],
		{ env: { ...process.env, ...(chromium && { CHROMIUM: chromium }) } },
	);
	return settleCounts(readCounts(report, playwrightCounts), exitCode);
}

/**
 * The path for a report; one left by an earlier run must not be taken for this run's.
 * @param {string} name
 */
function freshReport(name) {
	const file = join(artefactsDir, name);
	mkdirSync(artefactsDir, { recursive: true });
	rmSync(file, { force: true });
	return file;
}
