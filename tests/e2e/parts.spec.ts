/**
 * Spare parts without signal: taken from the van by its code, used down below zero with a warning
 * and never stopped, given back unused; on the service sheet and on a slip of its own. Back on the
 * line the desk sees the use, the balance below zero and what is to be replenished.
 */
import type { Browser, Locator, Page } from '@playwright/test';
import { mkdirSync } from 'node:fs';
import { parseRecord } from '#domain/record-schemas.ts';
import { balanceOf } from '#domain/stock/stock.ts';
import type { ApiDevice } from '../fixtures/api-device.ts';
import { DemoServer } from '../fixtures/demo-server.ts';
import { artefact, Paper } from '../fixtures/paper.ts';
import { orderOnSite } from '../fixtures/ready-order.ts';
import { expect, test } from '../fixtures/story.ts';
import { pickFromCombo } from './pages/combo-box.ts';
import { FieldOrderPage } from './pages/field-order.ts';
import { handIn } from './pages/hand-in.ts';
import { deskAt, offlinePhone } from './pages/offline-phone.ts';
import { ScanPage } from './pages/scan.ts';
import { SheetPage } from './pages/sheet.ts';
import { SigningPage } from './pages/signing.ts';
import { StatusLine } from './pages/status-line.ts';

const summary = '打印室电脑断电后开不了机';
/** One of it is in the demo's van. */
const supply = { code: 'PSU-300', name: '电源 300 W' };
const cable = { code: 'CABLE-C6-3', name: '六类网线 3 米' };
/** Share of the place over the engineer's name that his hand covers at least. */
const handInkMin = 0.005;
const testMsMax = 240_000;

let server: DemoServer;
let office: ApiDevice;
let orderId: string;

test.beforeAll(async () => {
	mkdirSync(artefact('parts'), { recursive: true });
	server = await DemoServer.open();
	office = await server.device('dispatcher');
	orderId = await orderOnSite(office, await server.device('engineer'), summary);
});
test.afterAll(() => server.close());

const partsOf = (page: Page): Locator => page.getByRole('region', { name: '备件', exact: true });
const sheetOf = (page: Page, name: string): Locator => page.getByRole('dialog', { name });

async function picture(page: Page, name: string): Promise<void> {
	await page.screenshot({ path: artefact(`parts/${name}.png`) });
}

/** Typed where no camera helps; two are used where the books say one. */
async function useByCode(page: Page): Promise<void> {
	await partsOf(page).getByRole('button', { name: '用备件' }).click();
	await page.getByRole('link', { name: '扫备件条码' }).click();
	const scan = new ScanPage(page);
	await scan.type(supply.code.toLowerCase());
	await expect(scan.result).toContainText(supply.name);
	await scan.act('用在工单上').click();
	const sheet = sheetOf(page, '用备件');
	await expect(sheet).toContainText('车上 1 个，用后剩 0 个');
	await sheet.getByLabel('数量').fill('2');
	await expect(sheet).toContainText('车上账面只有 1 个，用后为 -1');
	await picture(page, 'short');
	await sheet.getByRole('button', { name: '已用，记下' }).click();
	await expect(sheet).toBeHidden();
	await expect(partsOf(page)).toContainText(`${supply.name} ${supply.code}`);
	await expect(partsOf(page)).toContainText('2 个');
}

/** Picked by name, and given back with the reason. */
async function useAndReturn(page: Page): Promise<void> {
	await partsOf(page).getByRole('button', { name: '用备件' }).click();
	const sheet = sheetOf(page, '用备件');
	await pickFromCombo(page, '备件', cable.name);
	await sheet.getByRole('button', { name: '已用，记下' }).click();
	await expect(sheet).toBeHidden();
	const row = partsOf(page).getByRole('listitem').filter({ hasText: cable.name });
	await row.getByRole('button', { name: '退回' }).click();
	await sheetOf(page, '退回备件').getByRole('button', { name: '退回车上' }).click();
	await expect(row).toContainText('已退回：没用上');
	await picture(page, 'order');
}

/** Once for all his sheets; then back to the order. */
async function drawOwnHand(page: Page): Promise<void> {
	await page.goto(`${server.url}/me/hand`);
	await new SigningPage(page).stroke([0.1, 0.5], [0.3, 0.2], [0.5, 0.7], [0.8, 0.3]);
	await expect(page.getByText('签名已存本机')).toBeVisible();
	await picture(page, 'own-hand');
	await page.goto(`${server.url}/work-orders/${orderId}`);
}

/** Above the engineer's name on the sheet. */
function engineersInk(sheet: Paper): number {
	// The foot names whose copy it is, too.
	const [label] = sheet.boxesOf('Engineer').sort((a, b) => a.y - b.y);
	if (!label) throw new Error('the sheet has no place for the engineer');
	return sheet.inkIn({ x: label.x - 40, y: label.y - 46, width: 150, height: 42 });
}

async function complete(page: Page): Promise<Paper> {
	await handIn(page, { cause: '电源烧毁', solution: '更换电源', signer: '赵' });
	const { bytes } = await new SheetPage(page).save();
	return new Paper(bytes, artefact('parts/service-sheet.pdf'));
}

async function makeSlip(page: Page): Promise<Paper> {
	await page.getByRole('link', { name: '返回' }).click();
	await new FieldOrderPage(page).papers.getByRole('link', { name: '备件领用单' }).click();
	await expect(page.getByRole('heading', { level: 1, name: /^D0208-D0201-/ })).toBeVisible();
	await expect(page.getByRole('region', { name: /^备件领用单 .* 的预览$/ })).toBeVisible();
	await picture(page, 'slip-preview');
	const { name, bytes } = await new SheetPage(page).save();
	expect(name).toMatch(/^D0208-D0201-\d{10}-S1\.pdf$/);
	return new Paper(bytes, artefact('parts/slip.pdf'));
}

async function seeVan(page: Page): Promise<void> {
	await page.goto(`${server.url}/stock`);
	const row = page.getByRole('link').filter({ hasText: supply.name });
	await expect(row).toContainText(/-1 个\s*账面为负/);
	await new StatusLine(page).saysOffline();
	await picture(page, 'van');
}

/** The desk sees what was used, that the van is below zero, and what has to go there. */
async function seeAtDesk(browser: Browser): Promise<void> {
	const page = await deskAt(browser, server, orderId);
	await expect(partsOf(page)).toContainText(`${supply.name} ${supply.code}`);
	await expect(page.getByRole('link', { name: /D0208-D0201-/ })).toBeVisible();
	await picture(page, 'desk-order');
	await page.goto(`${server.url}/stock`);
	await expect(page.getByRole('row').filter({ hasText: supply.code })).toContainText(
		/-1\s*账面为负/,
	);
	await picture(page, 'desk-stock');
	await page.getByRole('button', { name: /^补货清单/ }).click();
	const van = page.getByRole('region', { name: `${server.account('engineer').name} 车载` });
	const row = van.getByRole('link').filter({ hasText: supply.name });
	await expect(row).toContainText('补 2 个（下限 1）');
	await picture(page, 'desk-replenish');
	await row.click();
	await expect(page.getByRole('region', { name: '出入记录' })).toContainText('用于工单');
	await picture(page, 'desk-part');
	await page.context().close();
}

test('parts used without signal, from the van to the replenishment list', async ({ browser }) => {
	test.setTimeout(testMsMax);
	const phone = await offlinePhone(browser, server, orderId);
	await useByCode(phone);
	await useAndReturn(phone);
	await drawOwnHand(phone);
	const sheet = await complete(phone);
	expect(engineersInk(sheet)).toBeGreaterThan(handInkMin);
	for (const words of [
		'电源300WPSU-300',
		'2个',
		`${server.account('engineer').name.replace(' ', '')}车载`,
	])
		expect(sheet.text).toContain(words);
	expect(sheet.text).not.toContain(cable.code);
	console.log(`service sheet with parts: ${sheet.draw()}`);
	const slip = await makeSlip(phone);
	for (const words of ['备件领用单', 'Partsslip', supply.code, '电源300W', '2个', '库管'])
		expect(slip.text).toContain(words);
	expect(slip.text).not.toContain(cable.code);
	console.log(`parts slip: ${slip.bytes.length} bytes, drawn as ${slip.draw()}`);
	await seeVan(phone);
	await phone.context().setOffline(false);
	await new StatusLine(phone).saysAllSent(60_000);
	const stocks = (await office.pull()).flatMap(({ kind, body }) =>
		kind === 'stock' ? [parseRecord('stock', body)] : [],
	);
	const left = (code: string) =>
		stocks.filter(({ id }) => id === `van-user-eng07.${code}`).map(balanceOf);
	expect(left(supply.code)).toEqual([-1]);
	expect(left(cable.code)).toEqual([10]);
	await seeAtDesk(browser);
	await phone.context().close();
});
