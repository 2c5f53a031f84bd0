/**
 * A backup is a folder: `manifest.json`, written last, and under `files/` what it lists. The layout of
 * `files/` is that of a data folder.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { PlainError } from '#server/plain-error.ts';
import { InstantSchema } from '#domain/time/instant.ts';

const manifestFormat = 1;
export const manifestFile = 'manifest.json';
export const filesFolder = 'files';
/** What the first start wrote down (`first-start.ts`). */
export const setupFile = 'setup.json';

/** Below the folder, with `/` between names, and never out of it. */
const PathSchema = v.pipe(
	v.string(),
	v.regex(/^[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*$/),
	v.check((path) => !path.split('/').includes('..'), 'leads out of the backup'),
);

const ManifestSchema = v.object({
	format: v.literal(manifestFormat),
	takenAt: InstantSchema,
	app: v.string(),
	files: v.array(
		v.object({ path: PathSchema, bytes: v.number(), sha256: v.pipe(v.string(), v.length(64)) }),
	),
	/** Hashes of photos and papers that records name and the server no longer had. */
	missing: v.array(v.string()),
});
export type Manifest = v.InferOutput<typeof ManifestSchema>;
export type ListedFile = Manifest['files'][number];

export function manifestOf(more: Omit<Manifest, 'format'>): Manifest {
	return { format: manifestFormat, ...more };
}

/** Throws a PlainError. */
export function readManifest(folder: string): Manifest {
	try {
		return v.parse(ManifestSchema, JSON.parse(readFileSync(join(folder, manifestFile), 'utf8')));
	} catch {
		throw new PlainError(
			`${folder} is no complete backup: it has no ${manifestFile} that can be read.`,
			`${folder} 不是完整的备份:没有可读取的 ${manifestFile}。`,
		);
	}
}
