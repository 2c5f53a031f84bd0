import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { PlainError } from '#server/plain-error.ts';
import { makeFolder } from './make-folder.ts';
import { SqliteStore } from './sqlite.ts';

export const databaseFile = 'outpost.sqlite';
const lockFile = 'outpost.lock';
/** Where a backup is made ready; there only while a restore is under way, or after one was cut off. */
export const restoringFolder = 'restoring';

/** Result codes of SQLite that tell of the file, not of a fault of ours. */
const sqliteBusy = 5;
const sqliteCorrupt = 11;
const sqliteNotADatabase = 26;

/**
 * Opens the database of a data folder, or makes one. One process at a time: a lock that the system
 * lets go of when the process ends, however it ends. Throws PlainErrors; a damaged file is never
 * written to.
 */
export function openSqliteStore(dataDir: string): SqliteStore {
	makeDataFolder(dataDir);
	const lock = lockFolder(dataDir);
	try {
		if (existsSync(join(dataDir, restoringFolder))) throw cutOff(dataDir);
		const db = openDatabase(join(dataDir, databaseFile));
		return new LockedStore(db, lock);
	} catch (error) {
		lock.close();
		throw error;
	}
}

class LockedStore extends SqliteStore {
	readonly #lock: DatabaseSync;

	constructor(db: DatabaseSync, lock: DatabaseSync) {
		super(db);
		this.#lock = lock;
	}

	override async close(): Promise<void> {
		await super.close();
		this.#lock.close();
	}
}

function makeDataFolder(dataDir: string): void {
	try {
		makeFolder(dataDir);
	} catch (error) {
		throw unwritable(dataDir, error);
	}
}

/** Held until it is closed, or the process ends. Throws a PlainError while another holds it. */
export function lockFolder(dataDir: string): DatabaseSync {
	let lock: DatabaseSync | undefined;
	try {
		lock = new DatabaseSync(join(dataDir, lockFile), { timeout: 0 });
		lock.exec('BEGIN EXCLUSIVE');
		return lock;
	} catch (error) {
		lock?.close();
		if (codeOf(error) !== sqliteBusy) throw unwritable(dataDir, error);
		throw new PlainError(
			`Another Outpost server is already using ${dataDir}. Stop it first, or choose another folder with --data.`,
			`已有另一个前哨服务正在使用 ${dataDir}。请先停止它,或用 --data 指定其他文件夹。`,
		);
	}
}

function openDatabase(file: string): DatabaseSync {
	const isNew = !existsSync(file) || statSync(file).size === 0;
	if (!isNew) checkDatabase(file);
	try {
		const db = new DatabaseSync(file);
		db.exec('BEGIN IMMEDIATE; COMMIT;');
		return db;
	} catch (error) {
		throw unwritable(file, error);
	}
}

/** Looks at the file through a connection that cannot write; a database that was cut off is recovered later. */
function checkDatabase(file: string): void {
	let db: DatabaseSync | undefined;
	try {
		db = new DatabaseSync(file, { readOnly: true });
		const found = db.prepare('PRAGMA quick_check(1)').get()?.['quick_check'];
		if (found !== 'ok') throw damaged(file);
	} catch (error) {
		const code = codeOf(error);
		if (code === sqliteCorrupt || code === sqliteNotADatabase) throw damaged(file);
		throw error instanceof PlainError ? error : unwritable(file, error);
	} finally {
		db?.close();
	}
}

function cutOff(dataDir: string): PlainError {
	return new PlainError(
		`A restore into ${dataDir} was cut off. Run it once more with --replace.`,
		`对 ${dataDir} 的恢复被中断。请加 --replace 重新恢复。`,
	);
}

function damaged(file: string): PlainError {
	return new PlainError(
		`The database ${file} is damaged. It was left as it is: restore a backup, or start with another folder by --data.`,
		`数据库 ${file} 已损坏,未作任何改动:请恢复备份,或用 --data 指定其他文件夹启动。`,
	);
}

function unwritable(path: string, error: unknown): PlainError {
	const reason = error instanceof Error ? error.message : String(error);
	return new PlainError(
		`Outpost cannot write to ${path} (${reason}). Choose a folder you may write to with --data.`,
		`前哨无法写入 ${path}。请用 --data 指定一个有写入权限的文件夹。`,
	);
}

/** SQLite's primary result code; extended codes carry it in their low byte. */
function codeOf(error: unknown): number | undefined {
	if (!(error instanceof Error) || !('errcode' in error)) return undefined;
	return typeof error.errcode === 'number' ? error.errcode & 0xff : undefined;
}
