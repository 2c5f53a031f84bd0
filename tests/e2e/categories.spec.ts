/**
 * The administrator gives a category a field of its own; phones without signal ask for it, and the
 * server alone says whether a value that has to be unique is taken.
 */
import type { Browser, Page } from '@playwright/test';
import type { ApiDevice } from '../fixtures/api-device.ts';
import { DemoServer } from '../fixtures/demo-server.ts';
import { artefact } from '../fixtures/paper.ts';
import { phoneSize } from '../fixtures/phone.ts';
import { expect, test } from '../fixtures/story.ts';
import { deskSize, openDevice } from './pages/open-device.ts';
import { StatusLine } from './pages/status-line.ts';

const category = '电源/UPS';
const testMsMax = 120_000;
let demo: DemoServer;
let other: ApiDevice;

test.beforeAll(async () => {
	demo = await DemoServer.open();
	other = await demo.device('storekeeper');
});
test.afterAll(() => demo.close());

async function addField(browser: Browser): Promise<void> {
	const page = await openDevice(browser, demo.url, demo.account('admin'), deskSize);
	await page.goto(`${demo.url}/categories`);
	await page.getByRole('link', { name: /^UPS/ }).click();
	await page.getByRole('button', { name: '添加字段' }).click();
	await page.getByLabel('字段名称').last().fill('保险卡号');
	await page.getByRole('checkbox', { name: '必填' }).last().check();
	await page.getByRole('checkbox', { name: '不能重复' }).last().check();
	await page.getByRole('button', { name: '保存类别' }).click();
	await expect(page.getByText('已保存，类型不能再改')).toHaveCount(2);
	await new StatusLine(page).saysAllSent();
	await page.screenshot({ path: artefact('category-desk.png') });
	await page.context().close();
}

async function keyOfField(): Promise<string> {
	const records = await other.pull();
	const tree = records.find(({ kind }) => kind === 'assetCategories');
	const text = JSON.stringify(tree?.body);
	return /"key":"(f-[0-9a-f]+)"/.exec(text)?.[1] ?? '';
}

async function registerOffline(page: Page): Promise<void> {
	await page.goto(`${demo.url}/assets/new`);
	await page.context().setOffline(true);
	await new StatusLine(page).saysOffline();
	await page.getByLabel('标签号').fill('ZC-2026-007001');
	await page.getByLabel('名称', { exact: true }).fill('UPS 不间断电源');
	await page.getByLabel('类别').selectOption(category);
	await page.getByRole('button', { name: '登记', exact: true }).click();
	await expect(page.getByText('这一项必填')).toBeVisible();
	await page.getByLabel('保险卡号').fill('K-100');
	await page.screenshot({ path: artefact('category-phone.png'), fullPage: true });
	await page.getByRole('button', { name: '登记', exact: true }).click();
	await expect(page.getByRole('heading', { name: 'ZC-2026-007001' })).toBeVisible();
	await expect(page.getByText('K-100')).toBeVisible();
}

test('a field of a category, asked for without signal, unique by the server’s word', async ({
	browser,
}) => {
	test.setTimeout(testMsMax);
	const phone = await openDevice(browser, demo.url, demo.account('storekeeper'), phoneSize);
	await addField(browser);
	await expect(async () => {
		await phone.goto(`${demo.url}/assets/new`);
		await phone.getByLabel('类别').selectOption(category);
		await expect(phone.getByLabel('保险卡号')).toBeVisible({ timeout: 1_000 });
	}).toPass();
	await registerOffline(phone);
	const set = { tag: 'ZC-2026-007002', name: 'UPS', category };
	const card = `custom:${await keyOfField()}`;
	await other.must('asset.register@1', 'asset-other', { set: { ...set, [card]: 'K-100' } });
	await phone.context().setOffline(false);
	await phone.goto(`${demo.url}/me/ledger`);
	await expect(phone.getByText('这个值别的资产已经用了，请核对后改一个')).toBeVisible();
	await phone.screenshot({ path: artefact('category-taken.png'), fullPage: true });
	await phone.context().close();
});
