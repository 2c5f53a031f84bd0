/**
 * Opens every route as somebody who uses it, at every size, in both languages, light and dark and
 * with text twice as large, and looks for what no unit test sees. With OUTPOST_PICTURES=1 each look is
 * drawn as well, into `tests/artefacts/sweep/`, to be looked at; with OUTPOST_VIEWS='^audit' only what
 * is called so is opened.
 */
import type { Page } from '@playwright/test';
import { writeFileSync } from 'node:fs';
import type { DemoAccount } from '../fixtures/demo-accounts.ts';
import { DemoServer } from '../fixtures/demo-server.ts';
import { artefact } from '../fixtures/paper.ts';
import { phoneSize } from '../fixtures/phone.ts';
import { expect, test } from '../fixtures/story.ts';
import { leaveWaitingWork } from '../fixtures/waiting-work.ts';
import { SignInPage } from './pages/sign-in.ts';
import { StatusLine } from './pages/status-line.ts';
import { checkManifest, installErrors, served } from './sweep/install.ts';
import { routesOnDisk, sheetViews, views, viewsOf, type View } from './sweep/views.ts';
import { Sweeper } from './sweep/sweeper.ts';

// Thousands of steps: a trace of them takes longer than the sweep.
test.use({ trace: 'off' });
// Everybody on a server of his own.
test.describe.configure({ mode: 'parallel' });

const sweepMsMax = 2_400_000;
const isWanted = ({ name }: View) => new RegExp(process.env['OUTPOST_VIEWS'] ?? '').test(name);
/** Whose sweep takes longest begins first. */
const people = [
	undefined,
	...new Set(
		Object.values(views)
			.flat()
			.flatMap(({ as }) => as ?? []),
	),
].sort((a, b) => viewsOf(b).length - viewsOf(a).length);

let demo: DemoServer;

test.beforeAll(async () => {
	demo = await DemoServer.open();
	await leaveWaitingWork(demo);
});
test.afterAll(() => demo.close());

test('every route is swept', () => {
	expect(Object.keys(views).sort()).toEqual(routesOnDisk());
});

for (const account of people) {
	test(`nothing is cut, covered, untranslated or hard to reach: ${account ?? 'nobody signed in'}`, async ({
		browser,
	}) => {
		test.setTimeout(sweepMsMax);
		const sweeper = await Sweeper.open(browser, demo.url, personOf(account));
		try {
			await sweeper.sweep(viewsOf(account).filter(isWanted));
			await sweeper.sweepAbove(sheetViews.filter((one) => one.as === account && isWanted(one)));
		} finally {
			await sweeper.close();
		}
		const faults = [...new Set(sweeper.faults)];
		writeFileSync(artefact(`sweep/faults-${account ?? 'nobody'}.txt`), faults.join('\n'));
		expect(faults).toEqual([]);
	});
}

test('it can be installed', async ({ page }) => {
	await page.goto(demo.url);
	await checkManifest(page);
	await served(page);
	expect(await installErrors(page)).toEqual([]);
});

test('everybody starts at home without the server', async ({ browser }) => {
	test.setTimeout(sweepMsMax);
	const homes: [string, Page][] = [];
	for (const person of oneOfEachRole()) {
		const context = await browser.newContext({ hasTouch: true, viewport: phoneSize });
		const page = await context.newPage();
		await new SignInPage(page).enter(demo.url, person);
		await new StatusLine(page).saysAllSent();
		await served(page);
		homes.push([person.account, page]);
	}
	await demo.stopServer();
	for (const [account, page] of homes) {
		await page.goto('about:blank');
		await page.goto(demo.url);
		await expect(page, account).toHaveURL(/\/(?:today|board|stock|assets|audits|requests)$/);
		await expect(page.getByRole('heading', { level: 1 }).first(), account).toBeVisible();
		await new StatusLine(page).saysOffline();
		await page.screenshot({ path: artefact(`sweep/offline-${account}.png`) });
		await page.context().close();
	}
	await demo.startServer();
});

function oneOfEachRole(): DemoAccount[] {
	const seen = new Set<string>();
	return demo.accounts.filter(({ roles }) => {
		const isNew = roles.some((role) => !seen.has(role));
		for (const role of roles) seen.add(role);
		return isNew;
	});
}

function personOf(account: string | undefined): DemoAccount | undefined {
	return demo.accounts.find((person) => person.account === account);
}
