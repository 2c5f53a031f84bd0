import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keepAssets } from '../../sync-server/bootstrap/kept-assets.mjs';

const dayMs = 24 * 60 * 60 * 1000;
let dir: string;
const built = () => join(dir, 'built');

function build(...files: string[]) {
	rmSync(built(), { recursive: true, force: true });
	mkdirSync(join(built(), 'chunks'), { recursive: true });
	for (const file of files) writeFileSync(join(built(), file), file);
}
const has = (file: string) => existsSync(join(built(), file));

beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'outpost-assets-'))));
afterEach(() => rmSync(dir, { recursive: true }));

test('parts of an older version lie beside the new one for thirty days', () => {
	const now = Date.UTC(2026, 10, 1);
	build('chunks/old.js');
	keepAssets(built(), join(dir, 'store'), now);
	build('chunks/new.js');
	keepAssets(built(), join(dir, 'store'), now + 29 * dayMs);
	expect(has('chunks/old.js') && has('chunks/new.js')).toBe(true);
	build('chunks/new.js');
	keepAssets(built(), join(dir, 'store'), now + 31 * dayMs);
	expect(has('chunks/old.js')).toBe(false);
	expect(has('chunks/new.js')).toBe(true);
});
