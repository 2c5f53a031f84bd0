/**
 * One auditor counts a room without signal and records all there is to check of a machine, with a photo.
 * The desk asks for a second count of what is missing: it is not his to count. Another sees one of them;
 * both counts are one result, and the desk sees the photo.
 */
import type { Page } from '@playwright/test';
import { mkdirSync } from 'node:fs';
import { DemoServer } from '../fixtures/demo-server.ts';
import { makePhoto } from '../fixtures/make-photo.ts';
import { artefact } from '../fixtures/paper.ts';
import { expect, test } from '../fixtures/story.ts';
import { AuditPage } from './pages/audit.ts';
import { deskSize, openDevice } from './pages/open-device.ts';
import { StatusLine } from './pages/status-line.ts';

const id = 'demo-audit';
const room = '6F 东护士站';
const [first, second] = ['ZC-2026-000123', 'ZC-2026-000124'];
const testMsMax = 240_000;
const checks = [
	...['配置', '数量', '保修', '软件种类', '软件序列号', '许可证', '介质', '说明书'],
] as const;

let demo: DemoServer;

test.beforeAll(async () => {
	mkdirSync(artefact('audit-second-count'), { recursive: true });
	demo = await DemoServer.open();
});
test.afterAll(() => demo.close());

const picture = (page: Page, name: string) =>
	page.screenshot({ path: artefact(`audit-second-count/${name}.png`) });

async function counting(audit: AuditPage): Promise<void> {
	await audit.open(demo.url, id);
	await audit.page.context().setOffline(true);
	await audit.countIn(room);
}

async function backInStep({ page }: AuditPage): Promise<void> {
	await page.getByRole('button', { name: '关闭扫码' }).click();
	await page.context().setOffline(false);
	await new StatusLine(page).saysAllSent(60_000);
}

async function checkEverything({ page, recent }: AuditPage): Promise<void> {
	await recent.getByRole('button').first().click();
	await page.getByRole('radio', { name: /^与登记一致/ }).check();
	await page.getByLabel('机身序列号').fill('SN-OTHER-1');
	await page.getByLabel('封条', { exact: true }).selectOption({ label: '完好' });
	await page.getByLabel('封条号').fill('FT-999999');
	await page.getByLabel('标签破损，需重印').check();
	for (const check of checks) {
		const outcome = check === '数量' ? '不符' : '相符';
		const group = page.getByRole('group', { name: check, exact: true });
		await group.getByRole('radio', { name: outcome, exact: true }).check();
	}
	const asked = page.waitForEvent('filechooser');
	await page.getByRole('button', { name: '拍照' }).click();
	await (await asked).setFiles([await makePhoto(page, 'ZC-2026-000123')]);
	await expect(page.getByRole('button', { name: /的照片/ }).first()).toBeVisible();
	await page.getByLabel('备注').fill('显示器少一台');
	await picture(page, 'check');
	await page.getByRole('button', { name: '记下' }).click();
	await expect(page.getByRole('dialog')).toHaveCount(0);
}

test('what is missing is counted again by somebody else, and both counts are one result', async ({
	browser,
}) => {
	test.setTimeout(testMsMax);
	const one = new AuditPage(await openDevice(browser, demo.url, demo.account('engineer')));
	const other = new AuditPage(await openDevice(browser, demo.url, demo.account('engineer', 1)));
	await counting(one);
	await one.wedge(first);
	await one.told(first, '相符');
	await checkEverything(one);
	await backInStep(one);

	const desk = new AuditPage(
		await openDevice(browser, demo.url, demo.account('dispatcher'), deskSize),
	);
	await desk.open(demo.url, id);
	await desk.answer(/^开始对账/);
	const row = desk.page.getByRole('row').filter({ hasText: first });
	for (const word of ['SN-OTHER-1', '数量不符', 'FT-999999', '标签破损', '显示器少一台'])
		await expect(row).toContainText(word);
	await row.getByRole('button', { name: '照片 1' }).click();
	await expect(row.getByRole('img', { name: `${first} 的照片` })).toBeVisible();
	await picture(desk.page, 'photo');

	await desk.page.getByRole('button', { name: '复盘' }).click();
	const sheet = desk.page.getByRole('dialog', { name: '第二次盘点' });
	await expect(sheet.getByText(/^可以复盘的人/)).toBeVisible();
	await picture(desk.page, 'again');
	await sheet.getByRole('button', { name: /^开始复盘 \d+ 件$/ }).click();
	await expect(sheet).toHaveCount(0);

	// Who counted the room first is told to leave it to another.
	await one.open(demo.url, id);
	const ownRow = (audit: AuditPage) =>
		audit.page
			.getByRole('region', { name: /^复盘清单/ })
			.getByRole('listitem')
			.or(audit.page.getByRole('region', { name: /^复盘清单/ }))
			.first();
	await expect(ownRow(one)).toContainText('第一次是你盘的，要换人看');
	await picture(one.page, 'list');
	await one.page.context().setOffline(true);
	await one.countIn(room);
	await one.wedge(second);
	await one.told(second, '相符');
	await backInStep(one);

	await other.open(demo.url, id);
	await expect(ownRow(other)).toContainText(second);
	// Without signal he can only know what has come by then.
	await expect(other.page.getByRole('main')).toContainText(/工程师 07 扫描 2 次/);
	await counting(other);
	await other.wedge(second);
	await other.told(second, '已扫过');
	await backInStep(other);
	await other.open(demo.url, id);
	await expect(ownRow(other)).not.toContainText(second);

	await desk.open(demo.url, id);
	await expect(ownRow(desk)).not.toContainText(second);
	await desk.answer(/^开始对账/);
	await expect(desk.page.getByRole('row').filter({ hasText: second })).toHaveCount(0);
	await expect(desk.page.getByText('复盘也没有看到').first()).toBeVisible();
	await picture(desk.page, 'reconciled');
	for (const { page } of [one, other, desk]) await page.context().close();
});
