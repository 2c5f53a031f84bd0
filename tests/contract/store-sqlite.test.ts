import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { openSqliteStore } from '#server/store/open-sqlite.ts';
import { storeContract } from './store-suite.ts';

const folder = mkdtempSync(join(tmpdir(), 'outpost-store-'));
let opened = 0;

afterAll(() => rmSync(folder, { recursive: true, force: true }));

storeContract('sqlite', async () => openSqliteStore(join(folder, String(opened++))));
