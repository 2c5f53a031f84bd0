import { chromium, type BrowserContext, type Page } from '@playwright/test';
import { chromiumArguments, findChromium } from '#server/bootstrap/browser.mjs';
import type { DemoAccount } from '../../fixtures/demo-accounts.ts';
import { SignInPage } from '../../e2e/pages/sign-in.ts';

const firstPullMsMax = 10 * 60_000;
const askAgainMs = 500;
const phone = { width: 390, height: 844 };

/** A phone that keeps its data between openings, as an installed app does. */
export function openBrowser(
	profileDir: string,
	moreArguments: readonly string[] = [],
): Promise<BrowserContext> {
	const executablePath = findChromium();
	return chromium.launchPersistentContext(profileDir, {
		args: [...chromiumArguments(), ...moreArguments],
		...(executablePath && { executablePath }),
		viewport: phone,
		locale: 'zh-CN',
		timezoneId: 'Asia/Shanghai',
		hasTouch: true,
	});
}

export interface Seeded {
	/** Records on the device after its first pull. */
	records: number;
	/** From sign-in to the end of the first round of sync, ms. */
	pullMs: number;
}

/** Signs in and waits for the product's own first pull, and until the shell is kept for offline use. */
export async function seedDevice(
	profileDir: string,
	url: string,
	account: DemoAccount,
	userId: string,
): Promise<Seeded> {
	const context = await openBrowser(profileDir);
	const page = await context.newPage();
	const started = performance.now();
	await new SignInPage(page).enter(`${url}/today`, account);
	const records = await pulledRecords(page, `outpost-${userId}`);
	const pullMs = performance.now() - started;
	await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
	await context.close();
	return { records, pullMs };
}

async function pulledRecords(page: Page, database: string): Promise<number> {
	const deadline = performance.now() + firstPullMsMax;
	while (performance.now() < deadline) {
		const records = await page.evaluate(readPulled, database);
		if (records > 0) return records;
		await page.waitForTimeout(askAgainMs);
	}
	throw new Error(`the first pull did not end within ${firstPullMsMax} ms`);
}

/** Runs in the page: how many records the device holds; 0 until a whole round of sync has ended. */
async function readPulled(database: string): Promise<number> {
	const settled = <T>(request: IDBRequest<T>): Promise<T> =>
		new Promise((resolve, reject) => {
			request.onsuccess = () => resolve(request.result);
			request.onerror = () => reject(request.error ?? new Error('no answer from IndexedDB'));
		});
	const known = await indexedDB.databases();
	if (!known.some(({ name }) => name === database)) return 0;
	const db = await settled(indexedDB.open(database));
	const read = db.transaction(['records', 'meta']);
	const synced = settled(read.objectStore('meta').count('lastSyncedAt'));
	const count = settled(read.objectStore('records').count());
	const [ended, records] = await Promise.all([synced, count]);
	db.close();
	return ended > 0 ? records : 0;
}
