import { isStale, npmCi } from './npm.mjs';
import { inRoot, rootDir } from './paths.mjs';

/** Installs Outpost's packages when they are missing or older than the lock file. */
export async function ensureInstalled() {
	if (!isStale(rootDir)) return;
	console.log('Installing the packages (once, and after each change of package-lock.json) …');
	await npmCi(rootDir, 'the packages');
}

/** Installs what the benches measure Outpost beside. */
export async function ensurePeers() {
	const dir = inRoot('tests', 'bench', 'peers');
	if (!isStale(dir)) return;
	console.log('Installing the libraries the bench measures beside (once) …');
	await npmCi(dir, "the bench's libraries");
}
