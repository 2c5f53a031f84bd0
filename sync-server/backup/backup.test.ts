import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addMinutes } from '#domain/time/instant.ts';
import { openSqliteStore } from '#server/store/open-sqlite.ts';
import { checkCopy } from '#server/store/sqlite-copy.ts';
import { start, TestServer } from '#server/testing/test-server.ts';
import { findingsIn } from '#server/verify/findings.ts';
import { readManifest } from './manifest.ts';
import { putBack } from './put-back.ts';
import { takeBackup } from './take-backup.ts';

let folder: string;
let dataDir: string;
let server: TestServer;

beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'outpost-backup-'));
	dataDir = join(folder, 'data');
	server = await TestServer.open({ store: openSqliteStore(dataDir), dataDir });
	await server.staff({ desk: ['dispatcher'], e08: ['engineer'] });
	await server.premises('one');
});
afterEach(async () => {
	await server.parts.store.close().catch(() => undefined);
	await server.close();
	rmSync(folder, { recursive: true, force: true });
});

const later = addMinutes(start, 60);
const backUp = () => takeBackup(dataDir, join(folder, 'backups'), start);
const restoreTo = (backup: string, name: string, replace = false) =>
	putBack(backup, join(folder, name), { replace, now: later });

async function findings(name: string): Promise<unknown[]> {
	const store = openSqliteStore(join(folder, name));
	const found: unknown[] = [];
	for await (const finding of findingsIn(store)) found.push(finding);
	await store.close();
	return found;
}

describe('a backup', () => {
	test('taken while orders come in is one moment: sound, journal and records agree', async () => {
		let writing = true;
		let orders = 0;
		const writer = (async () => {
			while (writing) await server.order(`order-${++orders}`, 'one', 'e08');
		})();
		const { folder: first } = await backUp();
		const { folder: second } = await takeBackup(dataDir, join(folder, 'backups'), later);
		writing = false;
		await writer;
		for (const [at, backup] of [first, second].entries()) {
			expect(() => checkCopy(join(backup, 'files', 'outpost.sqlite'))).not.toThrow();
			await restoreTo(backup, `restored-${at}`);
			expect(await findings(`restored-${at}`)).toEqual([]);
		}
	});

	test('tells what is missing, and of a folder without a database', async () => {
		await server.parts.store.putBlob({
			sha256: 'ab'.repeat(32),
			recordId: 'o',
			type: 'image/png',
			bytes: 1,
			createdAt: start,
		});
		const { manifest } = await backUp();
		expect(manifest.missing).toEqual([`blobs/ab/${'ab'.repeat(32)}`]);
		await expect(takeBackup(folder, folder, start)).rejects.toThrow(/There is no database/);
	});
});

describe('a restore', () => {
	test('makes a database of a new epoch with the same secret, and a server starts on it', async () => {
		await server.order('one', 'one');
		const { folder: backup } = await backUp();
		await restoreTo(backup, 'there');
		const store = openSqliteStore(join(folder, 'there'));
		expect(store.epoch).not.toBe(server.parts.store.epoch);
		expect(store.secret).toEqual(server.parts.store.secret);
		expect(await store.get('workOrder', 'one')).toBeDefined();
		await store.close();
	});

	test('leaves out the numbers of every day that may have been given since', async () => {
		await server.order('one', 'one');
		const { folder: backup } = await backUp();
		await restoreTo(backup, 'there');
		const again = await takeBackup(join(folder, 'there'), join(folder, 'backups'), later);
		await restoreTo(again.folder, 'once-more');
		const numbersIn = async (name: string) => {
			const store = openSqliteStore(join(folder, name));
			const counted: number[] = [];
			const numbering = (date: string) => ({ form: 'D0201', date, apply: note(counted) });
			const record = JSON.parse((await store.get('asset', 'a-one'))?.json ?? '') as never;
			for (const date of ['2026-11-21', '2026-11-20', '2026-11-25']) {
				const { rev = 0 } = (await store.get('asset', 'a-one')) ?? {};
				const write = { record, expectedRev: rev, channels: [], numbering: numbering(date) };
				await store.commit([{ write }]);
			}
			await store.close();
			return counted;
			function note(list: number[]) {
				return (n: number) => {
					list.push(n);
					return { record };
				};
			}
		};
		expect(await numbersIn('there')).toEqual([6_002, 6_001, 1]);
		expect(await numbersIn('once-more')).toEqual([23_004, 23_003, 1]);
	});

	test('refuses a folder in use, one with data, and what is no whole backup', async () => {
		const { folder: backup } = await backUp();
		await expect(restoreTo(backup, 'data', true)).rejects.toThrow(/already using/);
		await restoreTo(backup, 'there');
		await expect(restoreTo(backup, 'there')).rejects.toThrow(/--replace/);
		await expect(restoreTo(folder, 'elsewhere')).rejects.toThrow(/no complete backup/);
		const file = join(backup, 'files', 'outpost.sqlite');
		const bytes = readFileSync(file);
		bytes[5_000] = (bytes[5_000] ?? 0) ^ 1;
		writeFileSync(file, bytes);
		await expect(restoreTo(backup, 'elsewhere')).rejects.toThrow(/damaged/);
		rmSync(file);
		await expect(restoreTo(backup, 'elsewhere')).rejects.toThrow(/incomplete/);
		expect(existsSync(join(folder, 'elsewhere'))).toBe(false);
	});

	test('sets aside what was there when told to', async () => {
		const { folder: backup, manifest } = await backUp();
		await restoreTo(backup, 'there');
		const { setAside } = await restoreTo(backup, 'there', true);
		expect(readdirSync(setAside ?? '')).toContain('outpost.sqlite');
		expect(readManifest(backup)).toEqual(manifest);
		expect(await findings('there')).toEqual([]);
	});

	test('that fails before the exchange leaves a server that starts, and nothing half made', async () => {
		const { folder: backup, manifest } = await backUp();
		await restoreTo(backup, 'there');
		const diskFull = (done: number) => {
			if (done > manifest.files.length) throw new Error('the disk is full');
		};
		const options = { replace: true, now: later };
		await expect(putBack(backup, join(folder, 'there'), options, diskFull)).rejects.toThrow(/full/);
		expect(await findings('there')).toEqual([]);
		expect(readdirSync(join(folder, 'there'))).not.toContain('preparing');
	});

	test('that was cut off is told at the next start', async () => {
		const { folder: backup } = await backUp();
		await restoreTo(backup, 'there');
		rmSync(join(folder, 'there', 'outpost.sqlite'));
		mkdirSync(join(folder, 'there', 'restoring'));
		expect(() => openSqliteStore(join(folder, 'there'))).toThrow(/was cut off/);
		await restoreTo(backup, 'there', true);
		expect(await findings('there')).toEqual([]);
	});
});
