/**
 * Exchanges without signal: a piece for another for a while, and the whole machine for a spare whose
 * code is read. Both stand on the order, its paper and in the machines' own records; what is to be
 * swapped back is told on the day and on the machine.
 */
import type { Locator, Page } from '@playwright/test';
import { mkdirSync } from 'node:fs';
import type { Asset } from '#domain/asset/asset.ts';
import { parseRecord } from '#domain/record-schemas.ts';
import type { ApiDevice } from '../fixtures/api-device.ts';
import { DemoServer } from '../fixtures/demo-server.ts';
import { artefact, Paper } from '../fixtures/paper.ts';
import { orderOnSite, placeOf } from '../fixtures/ready-order.ts';
import { expect, test } from '../fixtures/story.ts';
import { handIn } from './pages/hand-in.ts';
import { offlinePhone } from './pages/offline-phone.ts';
import { ScanPage } from './pages/scan.ts';
import { SheetPage } from './pages/sheet.ts';
import { StatusLine } from './pages/status-line.ts';

const testMsMax = 240_000;
const summary = '护士站电脑硬盘异响，另一台主板烧毁';
const [broken, spare] = ['ZC-2026-000123', 'ZC-2026-000124'] as const;
const disk = { old: 'HD-OLD-7', new: 'HD-NEW-9', back: '2031-05-06' };
const warranty = '2032-01-31';

let server: DemoServer;
let office: ApiDevice;
let orderId: string;

test.beforeAll(async () => {
	mkdirSync(artefact('swap'), { recursive: true });
	server = await DemoServer.open();
	office = await server.device('dispatcher');
	orderId = await orderOnSite(office, await server.device('engineer'), summary, {
		at: await placeOf(office, broken),
		requester: '刘护士',
	});
});
test.afterAll(() => server.close());

async function assetOf(tag: string): Promise<Asset> {
	const [body] = await office.lookUp({ kind: 'asset', text: tag });
	return parseRecord('asset', body);
}

async function picture(page: Page, name: string): Promise<void> {
	await page.screenshot({ path: artefact(`swap/${name}.png`) });
}

const swapsOf = (page: Page): Locator => page.getByRole('region', { name: '换件与附件' });
const choose = (page: Page, label: string): Promise<void> =>
	page.getByRole('radio', { name: label, exact: true }).check();

/** Another disk for a while; its number is read where the form asks for it. */
async function exchangeDisk(page: Page): Promise<void> {
	await swapsOf(page).getByRole('link', { name: '换件、附件、换整机' }).click();
	await page.getByLabel('是什么').fill('硬盘');
	await page.getByLabel('旧件序列号').fill(disk.old);
	await page.getByRole('link', { name: '扫码' }).click();
	await new ScanPage(page).type(disk.new);
	await expect(page.getByLabel('新件序列号')).toHaveValue(disk.new);
	await expect(page.getByLabel('旧件序列号')).toHaveValue(disk.old);
	await choose(page, '返厂');
	await page.getByRole('checkbox', { name: '临时换上，以后换回' }).check();
	await page.getByLabel('最晚换回').fill(disk.back);
	await picture(page, 'part');
	await page.getByRole('button', { name: '记下' }).click();
	for (const words of [disk.old, disk.new, '返厂', disk.back])
		await expect(swapsOf(page)).toContainText(words);
}

/** The one beside it takes its place for good. */
async function exchangeDevice(page: Page): Promise<void> {
	await swapsOf(page).getByRole('link', { name: '换件、附件、换整机' }).click();
	await choose(page, '换整机');
	await page.getByRole('link', { name: '扫码' }).click();
	await new ScanPage(page).type(spare.toLowerCase());
	await expect(page.getByText(`${spare} 台式工作站`)).toBeVisible();
	await choose(page, '收回备件库');
	await page.getByLabel('新的保修截止日').fill(warranty);
	await picture(page, 'device');
	await page.getByRole('button', { name: '记下' }).click();
	await expect(swapsOf(page)).toContainText(spare);
	await swapsOf(page).scrollIntoViewIfNeeded();
	await picture(page, 'order');
}

/** Told on the day and on the machine, and swapped back from the order. */
async function isRemindedOf(page: Page): Promise<void> {
	await page.goto(`${server.url}/today`);
	const due = page.getByRole('region', { name: '待换回' });
	await expect(due).toContainText(`最晚 ${disk.back}`);
	await due.scrollIntoViewIfNeeded();
	await picture(page, 'today');
	await due.getByRole('link').filter({ hasText: disk.back }).click();
	await expect(page.getByText(`待换回：硬盘：${disk.old} 换成 ${disk.new}`)).toBeVisible();
	await expect(page.getByRole('region', { name: '附件' })).toContainText(disk.new);
	await picture(page, 'asset');
	await page.goto(`${server.url}/work-orders/${orderId}`);
}

async function swapBack(page: Page): Promise<void> {
	await swapsOf(page).getByRole('link', { name: '换回', exact: true }).click();
	await expect(page.getByLabel('旧件序列号')).toHaveValue(disk.new);
	await expect(page.getByLabel('新件序列号')).toHaveValue(disk.old);
	await picture(page, 'back');
	await page.getByRole('button', { name: '记下' }).click();
	await expect(swapsOf(page)).toContainText('换回了临时的');
	await expect(swapsOf(page).getByText('待换回')).toBeHidden();
}

test('a piece for a while and a whole machine are exchanged without signal', async ({
	browser,
}) => {
	test.setTimeout(testMsMax);
	const phone = await offlinePhone(browser, server, orderId);
	const context = phone.context();
	await exchangeDisk(phone);
	await exchangeDevice(phone);
	await isRemindedOf(phone);
	await swapBack(phone);
	await handIn(phone, { cause: '硬盘老化、主板烧毁', solution: '换硬盘，换整机' });
	const paper = new Paper(
		(await new SheetPage(phone).save()).bytes,
		artefact('swap/service-sheet.pdf'),
	);
	for (const words of ['换件与附件', disk.old, disk.new, spare, '返厂', '收回备件库', 'Exchanged'])
		expect(paper.text).toContain(words);
	console.log(`service sheet with exchanges: ${paper.draw()}`);
	await new StatusLine(phone).saysOffline();
	await context.setOffline(false);
	await new StatusLine(phone).saysAllSent(60_000);
	const [old, came] = [await assetOf(broken), await assetOf(spare)];
	expect(old.swaps?.map(({ what }) => what)).toEqual(['part', 'device', 'part']);
	const disks = old.accessories?.filter(({ sort }) => sort === '硬盘');
	expect(disks).toMatchObject([{ serial: disk.old }]);
	expect(old).toMatchObject({ state: 'in_stock' });
	expect(came.swaps).toMatchObject([{ what: 'device', goes: 'store' }]);
	expect(came).toMatchObject({ warrantyUntil: warranty, room: old.room, state: 'in_use' });
	await context.close();
});
