/** A tablet, and a phone on its side, have room for the day and one of its orders at once. */
import type { Browser, Locator, Page } from '@playwright/test';
import { mkdirSync } from 'node:fs';
import { DemoServer } from '../fixtures/demo-server.ts';
import { artefact } from '../fixtures/paper.ts';
import { actionMsMax } from '../fixtures/phone.ts';
import { expect, test } from '../fixtures/story.ts';
import { FieldOrderPage } from './pages/field-order.ts';
import { SignInPage } from './pages/sign-in.ts';
import { StatusLine } from './pages/status-line.ts';

const testMsMax = 120_000;
const order = { id: 'demo-cashier', summary: '收费窗口打印机反复卡纸' };
const other = '护士站工作站无法开机，三声短鸣';
const screens = {
	tablet: { width: 820, height: 1180 },
	landscape: { width: 844, height: 390 },
} as const;

let demo: DemoServer;

test.beforeAll(async () => {
	mkdirSync(artefact('side-by-side'), { recursive: true });
	demo = await DemoServer.open();
});
test.afterAll(() => demo.close());

async function offline(browser: Browser, viewport: { width: number; height: number }) {
	const context = await browser.newContext({ hasTouch: true, viewport });
	context.setDefaultTimeout(actionMsMax);
	const page = await context.newPage();
	await new SignInPage(page).enter(demo.url, demo.account('engineer'));
	await new StatusLine(page).saysAllSent();
	await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
	await context.setOffline(true);
	return page;
}

const listOf = (page: Page): Locator => page.getByRole('region', { name: '今日', exact: true });
const detailOf = (page: Page): Locator => page.getByRole('region', { name: '工单', exact: true });
const scrolled = (pane: Locator) => pane.evaluate((node) => node.scrollTop);

async function standBeside(page: Page): Promise<void> {
	const [left, right] = await Promise.all([
		listOf(page).boundingBox(),
		detailOf(page).boundingBox(),
	]);
	expect(left && right && left.x + left.width <= right.x + 1).toBe(true);
	expect(left?.y).toBe(right?.y);
}

for (const [name, viewport] of Object.entries(screens))
	test(`the day beside its order: ${name}`, async ({ browser }) => {
		test.setTimeout(testMsMax);
		const page = await offline(browser, viewport);
		await page.goto(`${demo.url}/today`);
		const row = listOf(page).getByRole('link').filter({ hasText: order.summary });
		await row.click();
		await expect(new FieldOrderPage(page).heading(order.summary)).toBeVisible();
		await standBeside(page);
		await page.screenshot({ path: artefact(`side-by-side/${name}.png`) });

		// Each scrolls by itself, and the list stays where it was left.
		await listOf(page).evaluate((node) => node.scrollTo(0, node.scrollHeight));
		const place = await scrolled(listOf(page));
		await detailOf(page).getByRole('region', { name: '签名与服务单' }).scrollIntoViewIfNeeded();
		expect(await scrolled(listOf(page))).toBe(place);
		await page.goBack();
		await expect(detailOf(page)).not.toContainText(order.summary);
		await expect.poll(() => scrolled(listOf(page))).toBe(place);

		// Opened by its address both are there too.
		await page.goto(`${demo.url}/work-orders/${order.id}`);
		await expect(listOf(page)).toContainText(other);
		await expect(new FieldOrderPage(page).heading(order.summary)).toBeVisible();
		await standBeside(page);
		await page.context().close();
	});
