import { commands } from './commands.mjs';
import { ensureInstalled } from './install.mjs';
import { rerunWithBundledNode, hostNodeIsNewEnough } from './node-runtime.mjs';
import { PlainError } from './plain-error.mjs';

/**
 * Runs one command on a Node that is new enough, with the packages installed.
 * @param {string[]} args the command's name, then its own options
 * @returns {Promise<number>} the exit code
 */
export async function main(args) {
	const [name = '', ...options] = args;
	const command = commands[name];
	if (!command) {
		throw new PlainError(`Unknown command "${name}". Known: ${Object.keys(commands).join(', ')}.`);
	}
	if (!hostNodeIsNewEnough()) return rerunWithBundledNode(args);
	await ensureInstalled();
	return command(options);
}
