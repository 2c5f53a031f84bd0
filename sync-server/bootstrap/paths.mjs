import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The top of the checkout. */
export const rootDir = fileURLToPath(new URL('../..', import.meta.url));
/** Where reports and pictures of test runs go; not kept in git. */
export const artefactsDir = join(rootDir, 'tests', 'artefacts');

/**
 * A path below the top of the checkout.
 * @param {string[]} parts
 */
export function inRoot(...parts) {
	return join(rootDir, ...parts);
}
