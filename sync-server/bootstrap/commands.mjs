import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { ensureBuilt, generateSources } from './build.mjs';
import { ended, forwardSignals } from './child-process.mjs';
import { inRoot, rootDir } from './paths.mjs';
import { PlainError } from './plain-error.mjs';
import { runTests } from './test-run.mjs';
import { runScript, toolScript } from './tools.mjs';

const devServerPort = '8787';

/**
 * Every command by name. Each takes its own options and gives the exit code.
 * @type {Record<string, (options: string[]) => Promise<number>>}
 */
export const commands = {
	start,
	test: runTests,
	import: (options) => runScript(inRoot('sync-server', 'import.ts'), options),
	bench,
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
		const names = known.join(', ') || 'none yet';
		throw new PlainError(`Name a bench: npm run bench -- NAME. Known: ${names}.`);
	}
	await ensureBuilt();
	return runScript(inRoot('tests', 'bench', `${name}.ts`), options);
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
