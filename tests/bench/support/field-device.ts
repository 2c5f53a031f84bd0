import { chromium, type BrowserContext, type Page } from '@playwright/test';
import { chromiumArguments, findChromium } from '#server/bootstrap/browser.mjs';
import type { DemoAccount } from '../../fixtures/demo-accounts.ts';
import { SignInPage } from '../../e2e/pages/sign-in.ts';

const firstPullMsMax = 10 * 60_000;
const phone = { width: 390, height: 844 };

/** A phone that keeps its data between openings, as an installed app does. */
export function openBrowser(profileDir: string): Promise<BrowserContext> {
	const executablePath = findChromium();
	return chromium.launchPersistentContext(profileDir, {
		args: chromiumArguments(),
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
	/** From sign-in to the last record, ms. */
	pullMs: number;
}

/** Signs in and waits for the product's own first pull, and until the shell is kept for offline use. */
export async function seedDevice(
	profileDir: string,
	url: string,
	account: DemoAccount,
	device: { userId: string; records: number },
): Promise<Seeded> {
	const context = await openBrowser(profileDir);
	const page = await context.newPage();
	await new SignInPage(page).enter(`${url}/today`, account);
	const started = performance.now();
	const database = `outpost-${device.userId}`;
	await page.waitForFunction(
		hasRecords,
		{ database, min: device.records },
		{ timeout: firstPullMsMax, polling: 500 },
	);
	const pullMs = performance.now() - started;
	await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
	const records = await countRecords(page, database);
	await context.close();
	return { records, pullMs };
}

async function countRecords(page: Page, database: string): Promise<number> {
	return Number(await page.evaluate(hasRecords, { database, min: 0 }));
}

/** Runs in the page: how many records the database holds; false while they are fewer than `min`. */
async function hasRecords({ database, min }: { database: string; min: number }) {
	const settled = <T>(request: IDBRequest<T>): Promise<T> =>
		new Promise((resolve, reject) => {
			request.onsuccess = () => resolve(request.result);
			request.onerror = () => reject(request.error ?? new Error('no answer from IndexedDB'));
		});
	const known = await indexedDB.databases();
	if (!known.some(({ name }) => name === database)) return false;
	const db = await settled(indexedDB.open(database));
	const count = await settled(db.transaction('records').objectStore('records').count());
	db.close();
	return count >= min && count;
}
