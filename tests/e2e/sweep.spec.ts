/**
 * Opens every route as somebody who uses it, at every size, in both languages, light and dark and
 * with text twice as large, and looks for what no unit test sees. Its pictures lie in
 * `tests/artefacts/sweep/`, to be looked at.
 */
import { expect, test } from '@playwright/test';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoAccounts, type DemoAccount } from '../fixtures/demo-accounts.ts';
import { artefact } from '../fixtures/paper.ts';
import { startServer, type ServerProcess } from '../fixtures/server-process.ts';
import { routesOnDisk, views, viewsOf } from './sweep/views.ts';
import { Sweeper } from './sweep/sweeper.ts';

const sweepMsMax = 240_000;
const people = [undefined, ...new Set(Object.values(views).flat().flatMap(({ as }) => as ?? []))];

let server: ServerProcess;
let dataDir: string;

test.beforeAll(async () => {
	dataDir = mkdtempSync(join(tmpdir(), 'outpost-sweep-'));
	server = await startServer({ dataDir });
});
test.afterAll(async () => {
	await server.stop();
	rmSync(dataDir, { recursive: true, force: true });
});

test('every route is swept', () => {
	expect(Object.keys(views).sort()).toEqual(routesOnDisk());
});

for (const account of people) {
	test(`nothing is cut, covered, untranslated or hard to reach: ${account ?? 'nobody signed in'}`, async ({
		browser,
	}) => {
		test.setTimeout(sweepMsMax);
		const sweeper = await Sweeper.open(browser, server.url, personOf(account));
		try {
			await sweeper.sweep(viewsOf(account));
		} finally {
			await sweeper.close();
		}
		const faults = [...new Set(sweeper.faults)];
		writeFileSync(artefact(`sweep/faults-${account ?? 'nobody'}.txt`), faults.join('\n'));
		expect(faults).toEqual([]);
	});
}

function personOf(account: string | undefined): DemoAccount | undefined {
	return demoAccounts(dataDir).find((person) => person.account === account);
}
