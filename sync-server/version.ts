import { readFileSync } from 'node:fs';
import * as v from 'valibot';

const Package = v.looseObject({ version: v.string() });
const packageFile = new URL('../package.json', import.meta.url);

/** Of this release, from package.json. */
export const serverVersion = v.parse(
	Package,
	JSON.parse(readFileSync(packageFile, 'utf8')),
).version;
