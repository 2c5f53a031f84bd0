/**
 * A phone that cannot reach the server: its unsent work and a photo leave it as a file, the desk
 * brings the file in, twice, and the phone that comes back has nothing left to send and doubles
 * nothing. What it handed in is signed by the phone and countersigned by the server.
 */
import type { Page } from '@playwright/test';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseRecord } from '#domain/record-schemas.ts';
import type { WorkOrder } from '#domain/work-order/work-order.ts';
import type { ApiDevice } from '../fixtures/api-device.ts';
import { DemoServer } from '../fixtures/demo-server.ts';
import { deviceRows } from '../fixtures/device-rows.ts';
import { makePhoto } from '../fixtures/make-photo.ts';
import { anyPlace, dispatchedOrder } from '../fixtures/ready-order.ts';
import { expect, test } from '../fixtures/story.ts';
import { DeskOrderPage } from './pages/desk-order.ts';
import { FieldOrderPage } from './pages/field-order.ts';
import { deskSize, openDevice } from './pages/open-device.ts';
import { ExportSection, RescuePage } from './pages/rescue.ts';
import { StatusLine } from './pages/status-line.ts';

const summary = '地下机房断网，交换机不通电';
const note = '更换电源模块后恢复';

let folder: string;
let demo: DemoServer;
let office: ApiDevice;
let engineerId: string;
let orderId: string;

test.beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'outpost-escape-'));
	demo = await DemoServer.open();
	office = await demo.device('dispatcher');
	engineerId = (await demo.device('engineer')).userId;
	orderId = await dispatchedOrder(office, engineerId, await anyPlace(office), summary);
});
test.afterAll(async () => {
	await demo.close();
	rmSync(folder, { recursive: true, force: true });
});

async function order(): Promise<WorkOrder> {
	const [body] = await office.lookUp({ kind: 'workOrder', id: orderId });
	return parseRecord('workOrder', body);
}

/** On the phone: the order is there, then the signal goes and he works. */
async function workWithoutSignal(phone: Page): Promise<void> {
	await phone.getByRole('link').filter({ hasText: summary }).first().click();
	const field = new FieldOrderPage(phone);
	await expect(field.heading(summary)).toBeVisible();
	await phone.context().setOffline(true);
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
	const engineer = demo.account('engineer');
	const phone = await openDevice(browser, demo.url, engineer);
	await workWithoutSignal(phone);
	const file = await exported(phone);
	expect(readFileSync(file).includes(Buffer.from(note))).toBe(false);

	const desk = await openDevice(browser, demo.url, demo.account('dispatcher'), deskSize);
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
		await phone.context().setOffline(false);
		await new StatusLine(phone).saysAllSent(60_000);
		expect(await deviceRows(phone, engineerId, 'outbox')).toEqual([]);
		const blobs = await deviceRows(phone, engineerId, 'blobs');
		expect(blobs.map(({ status }) => status)).toEqual(['confirmed']);
		expect(await order()).toEqual(after);
	});
});
