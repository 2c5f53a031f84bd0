import { existsSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { runCaptured } from './child-process.mjs';
import { PlainError } from './plain-error.mjs';

const npmArguments = [
	'ci',
	'--include=dev',
	'--include=optional',
	'--ignore-scripts',
	'--no-audit',
	'--no-fund',
	'--loglevel=error',
];
const networkFault =
	/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH/;

/**
 * Whether the packages of a folder are missing or older than its lock file.
 * @param {string} dir
 */
export function isStale(dir) {
	const installed = join(dir, 'node_modules', '.package-lock.json');
	if (!existsSync(installed)) return true;
	return statSync(installed).mtimeMs < statSync(join(dir, 'package-lock.json')).mtimeMs;
}

/**
 * Installs exactly what a folder's lock file says; packages' own scripts do not run.
 * @param {string} dir
 * @param {string} what for the sentence when it fails
 */
export async function npmCi(dir, what) {
	const npm = npmProgram();
	const { code, output } = await runCaptured(npm.file, [...npm.args, ...npmArguments], {
		cwd: dir,
		shell: npm.shell,
		// npm answers "is this silent?" from the environment of an outer `npm test --silent` otherwise.
		env: { ...process.env, npm_config_loglevel: 'error' },
	}).catch((error) => ({ code: 1, output: String(error) }));
	if (code !== 0) throw new PlainError(installFailure(what, output));
}

/**
 * @param {string} what
 * @param {string} output npm's
 */
export function installFailure(what, output) {
	const reason = networkFault.test(output)
		? 'the package registry cannot be reached'
		: (/npm (?:error|ERR!) (?!code )(.+)/.exec(output)?.[1] ?? 'npm failed').replace(/\.+$/, '');
	const log = /complete log of this run can be found in:\s*(.+)/.exec(output)?.[1];
	const whereLog = log ? `npm's log: ${log.trim()}` : `npm said: ${output.trim() || 'nothing'}`;
	return `Installing ${what} failed: ${reason}. Nothing else was changed; try again when that is mended. ${whereLog}`;
}

/** Where npm keeps its logs. */
export function npmLogsDir() {
	return join(process.env.npm_config_cache ?? join(homedir(), '.npm'), '_logs');
}

/** npm as its own script where we know it, so that it runs on the Node we run on. */
function npmProgram() {
	const beside = join(dirname(process.execPath), 'node_modules', 'npm', 'bin', 'npm-cli.js');
	const script = [process.env.npm_execpath, beside].find(
		(path) => path?.endsWith('npm-cli.js') && existsSync(path),
	);
	if (script) return { file: process.execPath, args: [script], shell: false };
	return { file: 'npm', args: [], shell: process.platform === 'win32' };
}
