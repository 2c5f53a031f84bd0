import { expect, type Page } from '@playwright/test';
import * as v from 'valibot';
import { keepsTheApp } from '../pages/open-device.ts';

const Manifest = v.object({
	id: v.string(),
	name: v.string(),
	short_name: v.string(),
	lang: v.string(),
	start_url: v.string(),
	scope: v.string(),
	display: v.picklist(['standalone', 'fullscreen', 'minimal-ui']),
	theme_color: v.string(),
	background_color: v.string(),
	icons: v.array(
		v.object({ src: v.string(), sizes: v.string(), type: v.string(), purpose: v.string() }),
	),
	shortcuts: v.array(v.object({ name: v.string(), url: v.string() })),
});
/** Browsers ask for these, one of them safe to be cut round. */
const iconsWanted = ['192x192 any', '512x512 any', '512x512 maskable'];
/** The test's browser keeps nothing, and none such installs anything. */
const ofTheTest = ['in-incognito'];

/** The manifest the page names says all that installing needs, and its pictures are what it says. */
export async function checkManifest(page: Page): Promise<void> {
	const href = await page.locator('link[rel=manifest]').getAttribute('href');
	const answer = await page.request.get(new URL(href ?? '', page.url()).href);
	expect(answer.headers()['content-type']).toContain('manifest+json');
	const { icons, shortcuts } = v.parse(Manifest, await answer.json());
	const listed = icons.map(({ sizes, purpose }) => `${sizes} ${purpose}`);
	expect(listed).toEqual(expect.arrayContaining(iconsWanted));
	for (const { src, sizes } of icons) {
		const size = await page.evaluate(sizeOf, src);
		if (sizes !== 'any') expect(size, src).toBe(sizes);
	}
	for (const { url } of shortcuts) {
		const target = await page.request.get(new URL(url, page.url()).href, {
			headers: { accept: 'text/html' },
		});
		expect(target.ok(), url).toBe(true);
	}
}

/** Runs in the page: the size of a picture as it is, `192x192`. */
async function sizeOf(src: string): Promise<string> {
	const picture = new Image();
	picture.src = src;
	await picture.decode();
	return `${picture.naturalWidth}x${picture.naturalHeight}`;
}

/** Resolves when the service worker serves this page. */
export async function served(page: Page): Promise<void> {
	await keepsTheApp(page);
	await expect
		.poll(() => page.evaluate(() => navigator.serviceWorker.controller?.state))
		.toBe('activated');
}

/** What the browser itself has against installing. */
export async function installErrors(page: Page): Promise<string[]> {
	const cdp = await page.context().newCDPSession(page);
	const { installabilityErrors } = await cdp.send('Page.getInstallabilityErrors');
	return installabilityErrors
		.map(({ errorId }) => errorId)
		.filter((errorId) => !ofTheTest.includes(errorId));
}
