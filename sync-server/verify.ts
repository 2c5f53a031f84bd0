import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { addMinutes, type Instant } from '#domain/time/instant.ts';
import { systemClock } from './clock.ts';
import { readFlags, runToEnd } from './command-line.ts';
import { databaseFile, openSqliteStore } from './store/open-sqlite.ts';
import { openStore } from './store/open-store.ts';
import { copyDatabase } from './store/sqlite-copy.ts';
import type { Store } from './store/port.ts';
import { findingsIn, type FindingKind } from './verify/findings.ts';

const usage = 'npm run verify -- [--data DIR]  (or COUCHDB_URL=…)';
/** Findings that are printed; all of them are counted. */
const shownMax = 200;
/** Commands of a CouchDB in use that are this young may still be on their way into their record. */
const settlingMinutes = 5;

const words: Record<FindingKind, [english: string, chinese: string]> = {
	'number-twice': ['given to several records', '编号重复'],
	'offline-number-twice': ['offline number of several records', '离线编号重复'],
	'device-code-twice': ['code of several devices', '设备代码重复'],
	'counter-behind': ['counter behind the highest number', '计数器落后于最大编号'],
	'command-without-effect': ['taken, but not in its record', '命令已接收但未生效'],
	'record-without-command': ['in a record, but not in the journal', '记录中的命令不在日志中'],
	'record-unreadable': ['cannot be read', '记录无法读取'],
};

/** Looks for what must not be; prints it and fails if there is any. The server may be running. */
runToEnd(async (args) => {
	const options = { data: { type: 'string', default: './data' } } as const;
	const { data } = readFlags(args, options, usage);
	return withStore(resolve(data), async (store, before) => {
		let count = 0;
		for await (const { kind, what, where } of findingsIn(store, before)) {
			count++;
			if (count <= shownMax) console.log(`${what}: ${words[kind].join(' / ')} ${where.join(', ')}`);
		}
		console.log(
			count === 0 ? 'Nothing found. 未发现问题。' : `${count} findings. 共 ${count} 处。`,
		);
		return count === 0;
	});
});

type Work = (store: Store, before?: Instant) => Promise<boolean>;

async function withStore(dataDir: string, work: Work): Promise<boolean> {
	if (!process.env['COUCHDB_URL']) return withCopy(dataDir, work);
	const store = await openStore(dataDir);
	try {
		return await work(store, addMinutes(systemClock(), -settlingMinutes));
	} finally {
		await store.close();
	}
}

/** A copy of one moment: what a running server writes meanwhile would look like findings. */
async function withCopy(dataDir: string, work: Work): Promise<boolean> {
	const folder = mkdtempSync(join(tmpdir(), 'outpost-verify-'));
	try {
		copyDatabase(dataDir, join(folder, databaseFile));
		const store = openSqliteStore(folder);
		try {
			return await work(store);
		} finally {
			await store.close();
		}
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
