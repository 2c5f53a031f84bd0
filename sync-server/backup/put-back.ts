/**
 * Makes a data folder of a backup.
 *
 * 1. Every file is checked against the manifest before anything is touched.
 * 2. What was in the folder is set aside, never deleted; that needs a word of its own.
 * 3. All is made ready beside its place and put there at the end, the database last. A folder that was
 *    left in the middle says so at the next start; what fails before that leaves all as it was.
 * 4. The database is marked as restored: new epoch, numbers and codes behind all that may have been
 *    given since (`store/mark-restored.ts`).
 */
import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Instant } from '#domain/time/instant.ts';
import { PlainError } from '#server/plain-error.ts';
import { makeFolder } from '#server/store/make-folder.ts';
import { markRestored } from '#server/store/mark-restored.ts';
import { databaseFile, lockFolder, restoringFolder } from '#server/store/open-sqlite.ts';
import { checkCopy } from '#server/store/sqlite-copy.ts';
import { copyFile, isMissing, measure, type Progress } from './copy-file.ts';
import {
	filesFolder,
	readManifest,
	setupFile,
	type ListedFile,
	type Manifest,
} from './manifest.ts';

/** All of a data folder that a backup replaces. */
const replacedNames = [
	'blobs',
	'uploads',
	'lan',
	setupFile,
	`${databaseFile}-wal`,
	`${databaseFile}-shm`,
	databaseFile,
];

/** Where it is made ready; what lies there is of no use to anybody. */
const preparingFolder = 'preparing';

interface PutBack {
	manifest: Manifest;
	/** Where the former content is now; absent for a folder that was empty. */
	setAside: string | undefined;
}

/** Throws PlainErrors; then the folder is as it was. */
export async function putBack(
	backup: string,
	dataDir: string,
	options: { replace: boolean; now: Instant },
	progress: Progress = () => undefined,
): Promise<PutBack> {
	const manifest = readManifest(backup);
	for (const [at, file] of manifest.files.entries()) {
		await checkFile(backup, file);
		progress(at + 1, 2 * manifest.files.length);
	}
	makeFolder(dataDir);
	const lock = lockFolder(dataDir);
	try {
		if (!options.replace) refuseToReplace(dataDir);
		const ready = join(dataDir, restoringFolder);
		await makeReady(backup, join(dataDir, preparingFolder), manifest, options.now, progress);
		// One that was left in the middle is taken over: its name says so until all is in its place.
		rmSync(ready, { recursive: true, force: true });
		renameSync(join(dataDir, preparingFolder), ready);
		const setAside = exchange(dataDir, ready, options.now);
		rmSync(ready, { recursive: true });
		return { manifest, setAside };
	} finally {
		lock.close();
	}
}

async function checkFile(backup: string, { path, bytes, sha256 }: ListedFile): Promise<void> {
	const found = await measure(join(backup, filesFolder, path)).catch((error: unknown) => {
		if (isMissing(error)) return undefined;
		throw error;
	});
	if (found?.sha256 === sha256 && found.bytes === bytes) return;
	throw new PlainError(
		`The backup is ${found ? 'damaged' : 'incomplete'}: ${path} is not what it was. Nothing was changed.`,
		`备份${found ? '已损坏' : '不完整'}:${path} 与记录不符,未作任何改动。`,
	);
}

function refuseToReplace(dataDir: string): void {
	const there = replacedNames.some((name) => existsSync(join(dataDir, name)));
	if (!there) return;
	throw new PlainError(
		`${dataDir} has a database already. Choose an empty folder with --data, or add --replace to set it aside.`,
		`${dataDir} 中已有数据库。请用 --data 指定空文件夹,或加 --replace 将其移到一旁。`,
	);
}

async function makeReady(
	backup: string,
	preparing: string,
	{ files }: Manifest,
	now: Instant,
	progress: Progress,
): Promise<void> {
	rmSync(preparing, { recursive: true, force: true });
	try {
		for (const [at, { path }] of files.entries()) {
			await copyFile(join(backup, filesFolder, path), join(preparing, path));
			progress(files.length + at + 1, 2 * files.length);
		}
		checkCopy(join(preparing, databaseFile));
		markRestored(join(preparing, databaseFile), now);
	} catch (error) {
		rmSync(preparing, { recursive: true, force: true });
		throw error;
	}
}

function exchange(dataDir: string, ready: string, now: Instant): string | undefined {
	const former = replacedNames.filter((name) => existsSync(join(dataDir, name)));
	const aside = join(dataDir, `replaced-${now.slice(0, 19).replaceAll(':', '')}`);
	if (former.length > 0) makeFolder(aside);
	for (const name of former) renameSync(join(dataDir, name), join(aside, name));
	for (const name of replacedNames)
		if (existsSync(join(ready, name))) renameSync(join(ready, name), join(dataDir, name));
	return former.length > 0 ? aside : undefined;
}
