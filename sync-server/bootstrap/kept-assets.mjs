import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';

/** A tab opened with an older version still finds its parts for so long after a newer one was built. */
const keptDaysMax = 30;
const dayMs = 24 * 60 * 60 * 1000;

/**
 * Hashed files never change under a name, so those of earlier builds can lie beside the new ones.
 * `store` holds every build's; what no build of the last 30 days had is dropped.
 * @param {string} built the new build's folder of hashed files
 * @param {string} store where they are kept from build to build
 * @param {number} nowMs
 */
export function keepAssets(built, store, nowMs = Date.now()) {
	mkdirSync(store, { recursive: true });
	const fresh = new Set(filesBelow(built));
	for (const file of fresh) {
		cpSync(join(built, file), join(store, file));
		utimesSync(join(store, file), nowMs / 1000, nowMs / 1000);
	}
	for (const file of filesBelow(store)) {
		const isOld = nowMs - statSync(join(store, file)).mtimeMs > keptDaysMax * dayMs;
		if (isOld) rmSync(join(store, file));
		else if (!fresh.has(file)) cpSync(join(store, file), join(built, file));
	}
}

/**
 * @param {string} dir
 * @returns {string[]} paths below it, of files only
 */
function filesBelow(dir) {
	if (!existsSync(dir)) return [];
	return readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((path) =>
		statSync(join(dir, path)).isFile(),
	);
}
