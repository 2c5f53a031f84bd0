import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keepAssets } from './kept-assets.mjs';
import { inRoot, rootDir } from './paths.mjs';
import { PlainError } from './plain-error.mjs';
import { runScript, runScriptQuietly, toolScript } from './tools.mjs';

const buildInputs = [
	'src',
	'static',
	'package.json',
	'package-lock.json',
	'svelte.config.js',
	'vite.config.ts',
];
/** Written by tools into the source folders, and no source: the second start must not build again. */
const madeByTools = /(^|\/)generated$|\.inlang\/(?!settings\.json$)/;
const stampFile = inRoot('build', '.stamp');

/**
 * Builds the app unless build/ was made from exactly these sources. The stamp is taken away first
 * and written last: a build that was cut short has none and is never served.
 * @returns {Promise<boolean>} whether it had to build; throws PlainError when the build fails
 */
export async function ensureBuilt() {
	const stamp = sourceStamp(rootDir);
	if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return false;
	console.log('Building the app (once after each change) …');
	rmSync(stampFile, { force: true });
	const { code, output } = await runScriptQuietly(toolScript('vite'), ['build']);
	if (code !== 0) {
		console.error(output);
		throw new PlainError('The app could not be built; the reason stands above.');
	}
	keepAssets(
		inRoot('build', '_app', 'immutable'),
		inRoot('node_modules', '.cache', 'outpost-assets'),
	);
	writeFileSync(stampFile, stamp);
	return true;
}

/**
 * A digest of everything the app is built from, by name and content.
 * @param {string} dir the top of the checkout
 */
export function sourceStamp(dir) {
	const hash = createHash('sha256');
	for (const input of buildInputs) {
		for (const file of filesBelow(dir, input)) {
			hash
				.update(`${file}\0`)
				.update(readFileSync(join(dir, file)))
				.update('\0');
		}
	}
	return hash.digest('hex');
}

/**
 * Files below a path, in an order that does not depend on the disk; made files are left out.
 * @param {string} dir
 * @param {string} path relative to dir, with forward slashes
 * @returns {string[]}
 */
function filesBelow(dir, path) {
	const full = join(dir, path);
	if (!existsSync(full)) return [];
	if (!statSync(full).isDirectory()) return [path];
	return readdirSync(full)
		.sort()
		.map((name) => `${path}/${name}`)
		.filter((below) => !madeByTools.test(below))
		.flatMap((below) => filesBelow(dir, below));
}

/**
 * Makes what type check, linter and tests need of the generated code: messages and Kit's types.
 * @returns {Promise<number>} exit code
 */
export async function generateSources() {
	const messages = await runScript(inRoot('src', 'i18n', 'compile.mjs'));
	const kitTypes = await runScript(toolScript('@sveltejs/kit', 'svelte-kit'), ['sync']);
	return messages || kitTypes;
}
