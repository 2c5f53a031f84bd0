import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PlainError } from '#server/plain-error.ts';
import { TestServer } from '#server/testing/test-server.ts';
import { databaseFile, openSqliteStore } from './open-sqlite.ts';

let folder: string;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'outpost-open-'));
});
afterEach(() => {
	chmodSync(folder, 0o700);
	rmSync(folder, { recursive: true, force: true });
});

describe('opening a data folder', () => {
	test('what was committed is there again, with the same epoch and secret', async () => {
		const first = openSqliteStore(folder);
		const { epoch, secret } = first;
		const server = await TestServer.open({ store: first, dataDir: join(folder, 'files') });
		await server.staff({ li: ['engineer'] });
		await server.close();
		await first.close();
		const second = openSqliteStore(folder);
		expect([second.epoch, second.secret]).toEqual([epoch, secret]);
		expect(await second.get('user', 'u-li')).toBeDefined();
		await second.close();
	});

	test('a second process is refused, and the folder is free again after closing', async () => {
		const first = openSqliteStore(folder);
		expect(() => openSqliteStore(folder)).toThrow(/already using/);
		await first.close();
		await openSqliteStore(folder).close();
	});

	test.each([
		['no database at all', () => Buffer.from('this is a letter, not a database'.repeat(100))],
		['pages torn up', (whole: Buffer) => Buffer.from(whole.fill(0x5a, 2_000, 40_000))],
		['cut off', (whole: Buffer) => whole.subarray(0, 5_000)],
	])('a damaged database is refused and left as it is: %s', async (_, damage) => {
		const file = join(folder, databaseFile);
		await openSqliteStore(folder).close();
		writeFileSync(file, damage(readFileSync(file)));
		const before = readFileSync(file);
		expect(() => openSqliteStore(folder)).toThrow(PlainError);
		expect(() => openSqliteStore(folder)).toThrow(/damaged[\s\S]*已损坏/);
		expect(readFileSync(file)).toEqual(before);
	});

	test('a folder that cannot be made is told in one sentence', () => {
		const file = join(folder, 'a-file');
		writeFileSync(file, '');
		expect(() => openSqliteStore(join(file, 'data'))).toThrow(/cannot write/);
	});
});
