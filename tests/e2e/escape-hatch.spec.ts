/**
 * A phone that cannot reach the server: its unsent work and a photo leave it as a file, the desk
 * brings the file in, twice, and the phone that comes back has nothing left to send and doubles
 * nothing. What it handed in is signed by the phone and countersigned by the server.
 */
import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseRecord } from '#domain/record-schemas.ts';
import type { WorkOrder } from '#domain/work-order/work-order.ts';
import { ApiDevice } from '../fixtures/api-device.ts';
import { accountOf, demoAccounts, type DemoAccount } from '../fixtures/demo-accounts.ts';
import { deviceRows } from '../fixtures/device-rows.ts';
import { makePhoto } from '../fixtures/make-photo.ts';
import { phoneSize } from '../fixtures/phone.ts';
import { startServer, type ServerProcess } from '../fixtures/server-process.ts';
import { DeskOrderPage } from './pages/desk-order.ts';
import { FieldOrderPage } from './pages/field-order.ts';
import { ExportSection, RescuePage } from './pages/rescue.ts';
import { SignInPage } from './pages/sign-in.ts';
import { StatusLine } from './pages/status-line.ts';

const summary = '地下机房断网，交换机不通电';
const note = '更换电源模块后恢复';

let folder: string;
let server: ServerProcess;
let dispatcher: DemoAccount;
let engineer: DemoAccount;
let office: ApiDevice;
let engineerId: string;
let orderId: string;

test.beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'outpost-escape-'));
	server = await startServer({ dataDir: folder });
	dispatcher = accountOf(demoAccounts(folder), 'dispatcher');
	engineer = accountOf(demoAccounts(folder), 'engineer');
	office = await ApiDevice.signIn(server.url, dispatcher);
	engineerId = (await ApiDevice.signIn(server.url, engineer)).userId;
	orderId = await dispatched();
});
test.afterAll(async () => {
	await server.stop();
	rmSync(folder, { recursive: true, force: true });
});

/** An order at a site of the demo, on its way to the engineer. */
async function dispatched(): Promise<string> {
	const site = (await office.pull()).find(({ kind }) => kind === 'site');
	const { id: siteId, customerId } = parseRecord('site', site?.body);
	const id = randomUUID();
	await office.must('workOrder.create@1', id, {
		...{ orderKind: 'fault', channel: 'phone', mode: 'on_site', summary, customerId, siteId },
		...{ requester: { name: '赵' }, impact: 'medium', urgency: 'medium', lines: [{}] },
	});
	await office.must('workOrder.dispatch@1', id, { assigneeId: engineerId });
	return id;
}

async function order(): Promise<WorkOrder> {
	const [body] = await office.lookUp({ kind: 'workOrder', id: orderId });
	return parseRecord('workOrder', body);
}

/** On the phone: the order is there, then the signal goes and he works. */
async function workWithoutSignal(phone: Page, context: BrowserContext): Promise<void> {
	await new SignInPage(phone).enter(server.url, engineer);
	await phone.getByRole('link').filter({ hasText: summary }).first().click();
	const field = new FieldOrderPage(phone);
	await expect(field.heading(summary)).toBeVisible();
	await new StatusLine(phone).saysAllSent();
	await phone.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
	await context.setOffline(true);
	await field.step('接单').click();
	await field.isIn('已接单');
	await field.addNote(note);
	await field.chooseFiles([await makePhoto(phone, '电源')]);
	await expect(field.photo(1)).toBeVisible();
}

async function exported(phone: Page): Promise<string> {
	await phone.getByRole('link', { name: /^离线/ }).click();
	const before = await deviceRows(phone, engineerId, 'outbox');
	const download = await new ExportSection(phone).save();
	expect(download.suggestedFilename()).toMatch(/^outpost-\d{8}-\d{4}-.{6}\.outpost$/);
	const file = join(folder, download.suggestedFilename());
	await download.saveAs(file);
	expect(await deviceRows(phone, engineerId, 'outbox')).toEqual(before);
	return file;
}

test('unsent work leaves the phone as a file and takes effect once', async ({ browser }) => {
	const field = await browser.newContext({ viewport: phoneSize, acceptDownloads: true });
	const phone = await field.newPage();
	await workWithoutSignal(phone, field);
	const file = await exported(phone);
	expect(readFileSync(file).includes(Buffer.from(note))).toBe(false);

	const desk = await (await browser.newContext()).newPage();
	await new SignInPage(desk).enter(server.url, dispatcher);
	const rescue = new RescuePage(desk);
	await test.step('a file that was touched is refused, in words', async () => {
		const bytes = readFileSync(file);
		bytes[bytes.length - 100] = (bytes[bytes.length - 100] ?? 0) ^ 1;
		const touched = join(folder, 'touched.outpost');
		writeFileSync(touched, bytes);
		await rescue.open();
		await rescue.bring(touched);
		await expect(rescue.trouble).toContainText('不能确认这个文件出自哪台设备');
		expect((await order()).state).toBe('dispatched');
	});
	await test.step('the desk brings it in; the order shows the work and the photo', async () => {
		await rescue.bring(file);
		await expect(rescue.report).toContainText(`${engineer.name} 的工作已导入`);
		await expect(rescue.report).toContainText('新记下 3');
		await expect(rescue.report).toContainText('新照片和文件 1');
		await rescue.order(summary).click();
		const shown = new DeskOrderPage(desk);
		await shown.isIn('已接单');
		await expect(desk.getByText(note)).toBeVisible();
		await expect(shown.photos).toHaveCount(1);
		const [photo] = await shown.photos.all();
		await expect
			.poll(() => photo?.evaluate((img: HTMLImageElement) => img.naturalWidth))
			.toBeGreaterThan(0);
	});
	const after = await order();
	await test.step('a second time is harmless', async () => {
		await rescue.open();
		await rescue.bring(file);
		await expect(rescue.report).toContainText('再导一次没有关系');
		expect(await order()).toEqual(after);
	});
	await test.step('the phone comes back, its queue empties, nothing is doubled', async () => {
		await field.setOffline(false);
		await new StatusLine(phone).saysAllSent(60_000);
		expect(await deviceRows(phone, engineerId, 'outbox')).toEqual([]);
		const blobs = await deviceRows(phone, engineerId, 'blobs');
		expect(blobs.map(({ status }) => status)).toEqual(['confirmed']);
		expect(await order()).toEqual(after);
	});
});
