import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { ensureBrowser } from './browser.mjs';
import { ensureBuilt, generateSources } from './build.mjs';
import { ended, forwardSignals } from './child-process.mjs';
import { ensurePeers } from './install.mjs';
import { inRoot, rootDir } from './paths.mjs';
import { PlainError } from './plain-error.mjs';
import { runTests } from './test-run.mjs';
import { runScript, toolScript } from './tools.mjs';

const devServerPort = '8787';
/** Benches beside other people's libraries, which nothing else of Outpost needs. */
const benchesWithPeers = ['sync', 'papers'];

/**
 * Every command by name. Each takes its own options and gives the exit code.
 * @type {Record<string, (options: string[]) => Promise<number>>}
 */
export const commands = {
	start,
	test: runTests,
	import: (options) => runScript(inRoot('sync-server', 'import.ts'), options),
	move: (options) => runScript(inRoot('sync-server', 'move.ts'), options),
	backup: (options) => runScript(inRoot('sync-server', 'backup.ts'), options),
	restore: (options) => runScript(inRoot('sync-server', 'restore.ts'), options),
	verify: (options) => runScript(inRoot('sync-server', 'verify.ts'), options),
	bench,
	sim,
	chaos,
	check: () => runTests(['check']),
	fix,
	dev,
};

/** @param {string[]} options */
async function start(options) {
	await ensureBuilt();
	return runScript(inRoot('sync-server', 'main.ts'), options);
}

/** @param {string[]} options */
async function bench([name = '', ...options]) {
	const known = benchNames();
	if (!known.includes(name)) {
		const unknown = name && `There is no bench "${name}". `;
		const names = known.join(', ') || 'none yet';
		throw new PlainError(`${unknown}Name a bench: npm run bench -- NAME. Known: ${names}.`);
	}
	if (benchesWithPeers.includes(name)) await ensurePeers();
	await ensureBuilt();
	return runScript(inRoot('tests', 'bench', `${name}.ts`), options);
}

/** @param {string[]} options */
async function chaos(options) {
	if ((await ensureBrowser()) !== 0)
		throw new PlainError('There is no Chromium; set CHROMIUM to its path.');
	await ensureBuilt();
	return runScript(inRoot('tests', 'chaos', 'chaos.ts'), options);
}

/**
 * The simulator runs the sources as they are: nothing is built for it.
 * @param {string[]} options
 */
function sim(options) {
	return runScript(inRoot('tests', 'sim', 'main.ts'), options);
}

function benchNames() {
	const dir = inRoot('tests', 'bench');
	if (!existsSync(dir)) return [];
	const files = readdirSync(dir).filter((file) => file.endsWith('.ts'));
	return files.map((file) => file.slice(0, -'.ts'.length)).sort();
}

async function fix() {
	await generateSources();
	const formatted = await runScript(toolScript('prettier'), ['--write', '--log-level=warn', '.']);
	const linted = await runScript(toolScript('eslint'), ['--fix', '.']);
	return formatted || linted;
}

/** The server and Vite side by side; when one ends, so does the other. */
async function dev() {
	await generateSources();
	const programs = [
		[inRoot('sync-server', 'main.ts'), '--port', devServerPort],
		[toolScript('vite'), 'dev'],
	];
	const env = { ...process.env, OUTPOST_PORT: devServerPort };
	const children = programs.map((args) =>
		spawn(process.execPath, args, { cwd: rootDir, env, stdio: 'inherit' }),
	);
	children.forEach(forwardSignals);
	const first = await Promise.race(children.map(ended));
	for (const child of children) child.kill('SIGTERM');
	await Promise.all(children.map((child) => child.exitCode ?? child.signalCode ?? ended(child)));
	return first;
}
