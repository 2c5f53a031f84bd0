import type { Browser, Page } from '@playwright/test';
import type { DemoAccount } from '../../fixtures/demo-accounts.ts';
import { actionMsMax, phoneSize } from '../../fixtures/phone.ts';
import { SignInPage } from './sign-in.ts';
import { StatusLine } from './status-line.ts';

export const deskSize = { width: 1440, height: 900 };
/** A first pull beside another device's. */
const pulledMsMax = 60_000;

/** A device of its own, signed in and in step with the server; it opens without signal from here on. */
export async function openDevice(
	browser: Browser,
	url: string,
	who: DemoAccount,
	viewport: { width: number; height: number } = phoneSize,
): Promise<Page> {
	const hasTouch = viewport === phoneSize;
	const context = await browser.newContext({ viewport, hasTouch, acceptDownloads: true });
	context.setDefaultTimeout(actionMsMax);
	const page = await context.newPage();
	await new SignInPage(page).enter(url, who);
	await new StatusLine(page).saysAllSent(pulledMsMax);
	await keepsTheApp(page);
	return page;
}

/** Resolves when the service worker has put the app by: without it no page opens without signal. */
export async function keepsTheApp(page: Page): Promise<void> {
	await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
}
