import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCaptured, runShown } from './child-process.mjs';
import { inRoot } from './paths.mjs';

/**
 * The script behind a package's command, run by our own Node: no shell, the same on every system.
 * @param {string} packageName
 * @param {string} [binName]
 */
export function toolScript(packageName, binName = packageName) {
	const dir = inRoot('node_modules', packageName);
	const { bin } = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'));
	return join(dir, typeof bin === 'string' ? bin : bin[binName]);
}

/**
 * Runs a script on our own Node, output shown.
 * @param {string} script
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv }} [options]
 */
export function runScript(script, args = [], options = {}) {
	return runShown(process.execPath, [script, ...args], options);
}

/**
 * Runs a script on our own Node, output kept.
 * @param {string} script
 * @param {string[]} args
 */
export function runScriptQuietly(script, args = []) {
	return runCaptured(process.execPath, [script, ...args]);
}
