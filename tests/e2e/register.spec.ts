/**
 * The register of assets: filters that combine, carried by the address and kept under a name, on a
 * phone without signal and as a table at the desk.
 */
import type { Page } from '@playwright/test';
import { DemoServer } from '../fixtures/demo-server.ts';
import { artefact } from '../fixtures/paper.ts';
import { phoneSize } from '../fixtures/phone.ts';
import { expect, test } from '../fixtures/story.ts';
import { deskSize, openDevice } from './pages/open-device.ts';
import { StatusLine } from './pages/status-line.ts';

const tabletSize = { width: 820, height: 1180 };
const testMsMax = 120_000;
let demo: DemoServer;

test.beforeAll(async () => {
	demo = await DemoServer.open();
});
test.afterAll(() => demo.close());

async function choose(page: Page, fields: Record<string, string>): Promise<void> {
	await page.getByRole('button', { name: /^筛选/ }).click();
	const sheet = page.getByRole('dialog');
	for (const [label, value] of Object.entries(fields))
		await sheet.getByLabel(label, { exact: true }).selectOption(value);
	await sheet.getByRole('button', { name: '按条件显示' }).click();
	await expect(sheet).toBeHidden();
}

test('on a phone without signal: filtered, kept as a view, opened by its address', async ({
	browser,
}) => {
	test.setTimeout(testMsMax);
	const page = await openDevice(browser, demo.url, demo.account('storekeeper'), phoneSize);
	await page.goto(`${demo.url}/assets`);
	await page.context().setOffline(true);
	await new StatusLine(page).saysOffline();
	await choose(page, { 类别: '外设', 地点: 'site-hospital-clinic' });
	const rows = page.getByRole('listitem').filter({ hasText: /ZC-2026/ });
	await expect(page.getByRole('status').filter({ hasText: '找到' })).toHaveText('找到 7 件');
	await expect(page).toHaveURL(/category=/);
	await page.screenshot({ path: artefact('register-phone.png') });
	await page.getByRole('button', { name: '我的视图' }).click();
	await page.getByLabel('视图名称').fill('门诊外设');
	await page.getByRole('button', { name: '保存当前筛选' }).click();
	await expect(page.getByRole('dialog').getByText('门诊外设')).toBeVisible();
	await page.screenshot({ path: artefact('register-views.png') });
	await page.keyboard.press('Escape');
	await expect(page.getByRole('button', { name: '门诊外设' })).toBeVisible();
	await page.reload();
	await expect(page.getByRole('status').filter({ hasText: '找到' })).toHaveText('找到 7 件');
	await rows.first().getByRole('link').click();
	await page.getByRole('link', { name: '返回' }).click();
	await expect(page.getByRole('status').filter({ hasText: '找到' })).toHaveText('找到 7 件');
	await page.getByRole('button', { name: /去掉条件 地点/ }).click();
	await expect(page).not.toHaveURL(/site=/);
	await page.setViewportSize(tabletSize);
	await page.screenshot({ path: artefact('register-tablet.png') });
	await page.context().close();
});

test('at the desk: a table with chosen columns, sorted', async ({ browser }) => {
	test.setTimeout(testMsMax);
	const page = await openDevice(browser, demo.url, demo.account('admin'), deskSize);
	await page.goto(`${demo.url}/assets?warranty=none&category=电源`);
	await expect(page.getByRole('heading', { name: '资产' })).toBeVisible();
	await page.getByRole('button', { name: /去掉条件 质保/ }).click();
	await page.getByRole('button', { name: '选择列' }).click();
	await page.getByRole('dialog').getByLabel('输出方式').check();
	await page.keyboard.press('Escape');
	await expect(page.getByText('输出方式')).toBeVisible();
	await page.getByRole('button', { name: '标签号' }).click();
	await expect(page).toHaveURL(/sort=-tag/);
	await page.screenshot({ path: artefact('register-desk.png') });
	await page
		.getByRole('link', { name: /ZC-2026/ })
		.first()
		.click();
	await expect(page).toHaveURL(/\/assets\/asset-/);
	await page.screenshot({ path: artefact('register-desk-open.png') });
	await page.context().close();
});

test('many at once: looked at first, one left out, refused ones named, taken back while unsent', async ({
	browser,
}) => {
	test.setTimeout(testMsMax);
	const page = await openDevice(browser, demo.url, demo.account('storekeeper'), deskSize);
	await page.goto(`${demo.url}/assets?category=电源&room=2F`);
	await page.getByRole('link', { name: '批量修改' }).click();
	await expect(page.getByText('找到 2 件').last()).toBeVisible();
	await page.context().setOffline(true);
	await new StatusLine(page).saysOffline();
	await page.getByLabel('字段').selectOption('department');
	await page.getByLabel('新的值').fill('保卫处');
	await page.getByRole('button', { name: '预览' }).click();
	await page.getByRole('checkbox').last().uncheck();
	await page.screenshot({ path: artefact('bulk-desk.png') });
	await page.getByRole('button', { name: '修改 1 件' }).click();
	await expect(page.getByText('已修改 1 件')).toBeVisible();
	await page.screenshot({ path: artefact('bulk-done.png') });
	await page.getByRole('button', { name: '撤销' }).last().click();
	await expect(page.getByText('已撤销 1 件')).toBeVisible();
	await page.context().close();
});
