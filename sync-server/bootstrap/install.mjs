import { isStale, npmCi } from './npm.mjs';
import { rootDir } from './paths.mjs';

/** Installs Outpost's packages when they are missing or older than the lock file. */
export async function ensureInstalled() {
	if (!isStale(rootDir)) return;
	console.log('Installing the packages (once, and after each change of package-lock.json) …');
	await npmCi(rootDir, 'the packages');
}
