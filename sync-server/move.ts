import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { systemClock } from './clock.ts';
import { readFlags, runToEnd, wrongUsage } from './command-line.ts';
import { PlainError } from './plain-error.ts';
import { moveStore } from './move/move-store.ts';
import { CouchMoving } from './store/couch-moving.ts';
import type { MoveTarget } from './store/move-port.ts';
import { databaseFile } from './store/open-sqlite.ts';
import { openCouchStore } from './store/open-couch.ts';
import { SqliteMoving } from './store/sqlite-moving.ts';

const usage =
	'npm run move -- --from sqlite:DIR|COUCHDB_ADDRESS --to sqlite:DIR|COUCHDB_ADDRESS  (no server running)';
const folderPrefix = 'sqlite:';

/** Carries an organisation from one store to another; neither may have a server at work on it. */
runToEnd(async (args) => {
	const options = { from: { type: 'string' }, to: { type: 'string' } } as const;
	const { from, to } = readFlags(args, options, usage);
	if (!from || !to || from === to) throw wrongUsage(usage);
	checkSource(from);
	const source = await openEnd(from);
	const target = await openEnd(to);
	try {
		const { summary, missing } = await moveStore(source, target, systemClock(), showRows);
		for (const [sort, { count }] of Object.entries(summary)) console.log(`${sort}: ${count}`);
		for (const sha256 of missing) console.log(`not on the server 服务器上没有: ${sha256}`);
		console.log('Both sides hold the same. 两边一致,迁移完成。');
		return true;
	} finally {
		await source.close();
		await target.close();
	}
});

/** The source is there already: a wrong name must not make an empty one. */
function checkSource(text: string): void {
	const dir = resolve(text.slice(folderPrefix.length));
	if (!text.startsWith(folderPrefix) || existsSync(join(dir, databaseFile))) return;
	throw new PlainError(`There is no database in ${dir}.`, `${dir} 中没有数据库。`);
}

async function openEnd(text: string): Promise<MoveTarget> {
	if (text.startsWith(folderPrefix))
		return new SqliteMoving(resolve(text.slice(folderPrefix.length)));
	return new CouchMoving(await openCouchStore(text));
}

function showRows(done: number): void {
	if (process.stderr.isTTY) process.stderr.write(`\r${done} `);
}
