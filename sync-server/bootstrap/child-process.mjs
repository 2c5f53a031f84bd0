import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { rootDir } from './paths.mjs';

const parentCheckMs = 500;

/**
 * @typedef {object} Finished
 * @property {number} code exit code; 128 + signal number when a signal ended it
 * @property {string} output what it wrote, when captured
 */

/**
 * Runs a program to its end, its output shown as it comes. Signals sent to us reach it.
 * @param {string} file
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, shell?: boolean }} [options]
 * @returns {Promise<number>} the exit code
 */
export function runShown(file, args, options = {}) {
	const child = spawn(file, args, { cwd: rootDir, ...options, stdio: 'inherit' });
	const stopForwarding = forwardSignals(child);
	return ended(child).finally(stopForwarding);
}

/**
 * Runs a program to its end and keeps what it writes to itself.
 * @param {string} file
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, shell?: boolean }} [options]
 * @returns {Promise<Finished>}
 */
export async function runCaptured(file, args, options = {}) {
	const child = spawn(file, args, {
		cwd: rootDir,
		...options,
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const stopForwarding = forwardSignals(child);
	let output = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream?.setEncoding('utf8').on('data', (text) => (output += text));
	}
	const code = await ended(child).finally(stopForwarding);
	return { code, output };
}

/**
 * Passes on the signals that ask for an end. A terminal sends its Ctrl-C to the whole group by
 * itself; passed on once more it would look to the child like an impatient second one.
 * @param {import('node:child_process').ChildProcess} child
 * @returns {() => void} stops passing on
 */
export function forwardSignals(child) {
	const onInterrupt = () => process.stdin.isTTY || child.kill('SIGINT');
	const onTerminate = () => child.kill('SIGTERM');
	process.on('SIGINT', onInterrupt).on('SIGTERM', onTerminate);
	const stopWatching = watchNpm(onTerminate);
	return () => {
		stopWatching();
		process.off('SIGINT', onInterrupt).off('SIGTERM', onTerminate);
	};
}

/**
 * npm that is told to end takes the shell between us along without a word to us; the server would
 * live on and keep its port. Whoever starts us without npm may leave us running on purpose.
 * @param {() => void} onGone
 * @returns {() => void} stops watching
 */
function watchNpm(onGone) {
	if (process.env.npm_lifecycle_event === undefined) return () => {};
	const parent = process.ppid;
	const timer = setInterval(() => {
		if (process.ppid === parent) return;
		clearInterval(timer);
		onGone();
	}, parentCheckMs);
	timer.unref();
	return () => clearInterval(timer);
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number>} the exit code; rejects when the program cannot be started
 */
export function ended(child) {
	return new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('close', (code, signal) => {
			resolve(code ?? 128 + (signal ? constants.signals[signal] : 0));
		});
	});
}
