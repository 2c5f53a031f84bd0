/**
 * Takes a backup of a data folder; a server may be running on it.
 *
 * 1. The database first, as of one moment, then the files it names: they are written before the
 *    database speaks of them and never change, so all of them are there.
 * 2. The manifest comes last: without it nothing counts as a backup.
 */
import { existsSync, readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Instant } from '#domain/time/instant.ts';
import { PlainError } from '#server/plain-error.ts';
import { makeFolder } from '#server/store/make-folder.ts';
import { databaseFile } from '#server/store/open-sqlite.ts';
import { blobNamesIn, copyDatabase } from '#server/store/sqlite-copy.ts';
import { serverVersion } from '#server/version.ts';
import { copyFile, isMissing, measure, type Progress } from './copy-file.ts';
import {
	filesFolder,
	manifestFile,
	manifestOf,
	setupFile,
	type ListedFile,
	type Manifest,
} from './manifest.ts';

interface Backup {
	folder: string;
	manifest: Manifest;
}

/** Makes `to/outpost-DATE-TIME`. Throws PlainErrors. */
export async function takeBackup(
	dataDir: string,
	to: string,
	now: Instant,
	progress: Progress = () => undefined,
): Promise<Backup> {
	const folder = join(to, `outpost-${now.slice(0, 19).replaceAll(':', '')}`);
	const target = join(folder, filesFolder);
	makeBackupFolder(folder, target);
	copyDatabase(dataDir, join(target, databaseFile));
	const database = { path: databaseFile, ...(await measure(join(target, databaseFile))) };
	const blobs = blobNamesIn(join(target, databaseFile));
	const paths = [...blobs.map(blobPath), ...otherPaths(dataDir)];
	const files: ListedFile[] = [database];
	const missing: string[] = [];
	for (const [at, path] of paths.entries()) {
		const copied = await copyIfThere(join(dataDir, path), join(target, path));
		if (copied) files.push({ path, ...copied });
		else missing.push(path);
		progress(at + 1, paths.length);
	}
	const manifest = manifestOf({ takenAt: now, app: serverVersion, files, missing });
	await writeFile(join(folder, manifestFile), JSON.stringify(manifest), {
		mode: 0o600,
		flush: true,
	});
	return { folder, manifest };
}

function makeBackupFolder(folder: string, target: string): void {
	if (existsSync(folder))
		throw new PlainError(
			`${folder} is there already. Wait a second and try again.`,
			`${folder} 已存在。请稍候再试。`,
		);
	try {
		makeFolder(target);
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		throw new PlainError(
			`The backup cannot be written to ${folder} (${reason}). Choose another folder with --to.`,
			`无法将备份写入 ${folder}。请用 --to 指定其他文件夹。`,
		);
	}
}

function blobPath(sha256: string): string {
	return `blobs/${sha256.slice(0, 2)}/${sha256}`;
}

/** The authority that devices trust, which a new one would not be, and how far a first start came. */
function otherPaths(dataDir: string): string[] {
	const setup = existsSync(join(dataDir, setupFile)) ? [setupFile] : [];
	const folder = join(dataDir, 'lan');
	if (!existsSync(folder)) return setup;
	const certificates = readdirSync(folder)
		.filter((name) => name.endsWith('.pem'))
		.map((name) => `lan/${name}`);
	return [...setup, ...certificates];
}

async function copyIfThere(from: string, to: string) {
	try {
		return await copyFile(from, to);
	} catch (error) {
		if (isMissing(error)) return undefined;
		throw error;
	}
}
