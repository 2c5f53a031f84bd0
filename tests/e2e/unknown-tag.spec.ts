/**
 * A tag nobody knows, scanned for an order without signal: in a few taps it is a machine of the
 * order's place, named by its line and on its paper, provisional until the desk confirms it.
 */
import type { Browser, Page } from '@playwright/test';
import { mkdirSync } from 'node:fs';
import { isProvisional, type Asset } from '#domain/asset/asset.ts';
import { parseRecord } from '#domain/record-schemas.ts';
import type { ApiDevice } from '../fixtures/api-device.ts';
import { DemoServer } from '../fixtures/demo-server.ts';
import { artefact, Paper } from '../fixtures/paper.ts';
import { actionMsMax } from '../fixtures/phone.ts';
import { orderOf, orderOnSite, placeOf } from '../fixtures/ready-order.ts';
import { expect, test } from '../fixtures/story.ts';
import { AttentionPage } from './pages/attention.ts';
import { FieldOrderPage } from './pages/field-order.ts';
import { handIn } from './pages/hand-in.ts';
import { offlinePhone } from './pages/offline-phone.ts';
import { ScanPage } from './pages/scan.ts';
import { SheetPage } from './pages/sheet.ts';
import { SignInPage } from './pages/sign-in.ts';
import { StatusLine } from './pages/status-line.ts';

const testMsMax = 240_000;
const summary = '护士站新电脑连不上打印机';
const tag = 'ZC-2026-007345';
const serial = 'QM82-5J8N31';
const room = '6F 东护士站';
const signer = '刘淑芬';

let server: DemoServer;
let office: ApiDevice;
let orderId: string;

test.beforeAll(async () => {
	mkdirSync(artefact('unknown-tag'), { recursive: true });
	server = await DemoServer.open();
	office = await server.device('dispatcher');
	// Nobody had named the machine.
	orderId = await orderOnSite(office, await server.device('engineer'), summary, {
		at: await placeOf(office, 'ZC-2026-000123', false),
		...{ requester: signer, room },
	});
});
test.afterAll(() => server.close());

async function picture(page: Page, name: string): Promise<void> {
	await page.screenshot({ path: artefact(`unknown-tag/${name}.png`) });
}

async function assetOnServer(): Promise<Asset> {
	const [line] = (await orderOf(office, orderId)).lines;
	const [body] = await office.lookUp({ kind: 'asset', id: line?.asset?.id ?? '' });
	return parseRecord('asset', body);
}

/** From the scan to the line: what it is by one tap, the serial typed, the place known. */
async function registerByTag(page: Page): Promise<void> {
	await page.getByRole('link', { name: '扫资产标签' }).click();
	const scan = new ScanPage(page);
	await scan.type(tag.toLowerCase());
	await expect(scan.result).toContainText('本机台账没有这个标签');
	await picture(page, 'scanned');
	await scan.result.getByRole('link', { name: '登记为增补设备' }).click();
	await expect(page.getByRole('heading', { name: '增补设备' })).toBeVisible();
	await page.getByRole('button', { name: '台式工作站', exact: true }).click();
	await expect(page.getByLabel('类别')).toHaveValue('计算机/台式机');
	await expect(page.getByLabel('型号', { exact: true })).toHaveValue('启明 M8200');
	await page.getByLabel('序列号', { exact: true }).fill(serial);
	await expect(page.getByText(room)).toBeVisible();
	await picture(page, 'register');
	await page.getByRole('button', { name: '登记并用在工单上' }).click();
	const found = page.getByRole('region', { name: '增补设备' });
	await expect(found).toContainText(tag);
	await expect(found).toContainText('待服务台确认');
	await found.scrollIntoViewIfNeeded();
	await picture(page, 'order');
}

/** The next scan finds it, still without signal. */
async function isKnownNow(page: Page): Promise<void> {
	await new FieldOrderPage(page).openScan();
	const scan = new ScanPage(page);
	await scan.type(tag);
	await expect(scan.result).toContainText('找到资产');
	await page.getByRole('link', { name: '回工单' }).click();
}

async function complete(page: Page): Promise<Paper> {
	await handIn(page, { cause: '未装打印机驱动', solution: '安装驱动并打印测试页' });
	const { bytes } = await new SheetPage(page).save();
	return new Paper(bytes, artefact('unknown-tag/service-sheet.pdf'));
}

async function confirmAtDesk(browser: Browser): Promise<void> {
	const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
	context.setDefaultTimeout(actionMsMax);
	const page = await context.newPage();
	await new SignInPage(page).enter(server.url, server.account('dispatcher'));
	await new StatusLine(page).saysAllSent();
	await page.goto(`${server.url}/attention`);
	const item = new AttentionPage(page).item(tag);
	for (const words of ['增补设备', serial, room]) await expect(item).toContainText(words);
	await picture(page, 'desk');
	await item.getByRole('button', { name: '确认入账' }).click();
	await expect(item).toBeHidden();
	await new StatusLine(page).saysAllSent();
	await context.close();
}

test('an unknown tag becomes a machine of the order, and the desk confirms it', async ({
	browser,
}) => {
	test.setTimeout(testMsMax);
	const phone = await offlinePhone(browser, server, orderId);
	const context = phone.context();
	await registerByTag(phone);
	await isKnownNow(phone);
	const paper = await complete(phone);
	for (const words of ['增补设备', tag, serial, '台式工作站']) expect(paper.text).toContain(words);
	console.log(`service sheet with a found machine: ${paper.draw()}`);
	await new StatusLine(phone).saysOffline();
	await context.setOffline(false);
	await new StatusLine(phone).saysAllSent(60_000);
	const asset = await assetOnServer();
	const { customerId, siteId } = await orderOf(office, orderId);
	expect(isProvisional(asset)).toBe(true);
	expect(asset).toMatchObject({ tag, serial, room, customerId, siteId });
	await confirmAtDesk(browser);
	await expect.poll(async () => isProvisional(await assetOnServer())).toBe(false);
	await phone.goto(`${server.url}/work-orders/${orderId}`);
	await expect(phone.getByRole('region', { name: '增补设备' })).toContainText('服务台已确认');
	await context.close();
});
