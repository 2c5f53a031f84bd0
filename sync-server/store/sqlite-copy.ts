import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { PlainError } from '#server/plain-error.ts';
import { databaseFile } from './open-sqlite.ts';
import { schemaVersion } from './sqlite-schema.ts';

/**
 * Writes the database of a data folder into a new file, as it was at one moment: a server that is
 * running goes on writing meanwhile. Throws PlainErrors; the copy is checked before it counts.
 */
export function copyDatabase(dataDir: string, target: string): void {
	const source = join(dataDir, databaseFile);
	if (!existsSync(source))
		throw new PlainError(
			`There is no database in ${dataDir}. Name the server's folder with --data.`,
			`${dataDir} 中没有数据库。请用 --data 指定服务的数据文件夹。`,
		);
	const db = new DatabaseSync(source, { readOnly: true });
	try {
		db.prepare('VACUUM INTO ?').run(target);
	} catch (error) {
		throw cannotCopy(source, error);
	} finally {
		db.close();
	}
	checkCopy(target);
}

/** Every blob the database names, once. */
export function blobNamesIn(file: string): string[] {
	return reading(file, (db) =>
		db
			.prepare('SELECT DISTINCT sha256 FROM blob_of_record ORDER BY sha256')
			.all()
			.map((row) => String(row['sha256'])),
	);
}

/** Throws a PlainError for a file this version cannot go on with. */
export function checkCopy(file: string): void {
	reading(file, (db) => {
		const found = db.prepare('PRAGMA integrity_check(1)').get()?.['integrity_check'];
		if (found !== 'ok')
			throw new PlainError(`The database in ${file} is damaged.`, `${file} 中的数据库已损坏。`);
		const version = Number(db.prepare('PRAGMA user_version').get()?.['user_version']);
		if (version > schemaVersion)
			throw new PlainError(
				`The database in ${file} was written by a newer version of Outpost. Update Outpost first.`,
				`${file} 中的数据库由更新版本的前哨写入。请先升级前哨。`,
			);
	});
}

function reading<T>(file: string, work: (db: DatabaseSync) => T): T {
	const db = new DatabaseSync(file, { readOnly: true });
	try {
		return work(db);
	} finally {
		db.close();
	}
}

function cannotCopy(source: string, error: unknown): PlainError {
	const reason = error instanceof Error ? error.message : String(error);
	return new PlainError(
		`The database ${source} could not be copied (${reason}). No backup was made.`,
		`无法复制数据库 ${source},未生成备份。`,
	);
}
