/**
 * Visits that do not go as planned, without signal: a delay on the road, a door nobody opens (with a
 * photo, with a scan), a loan device that gives the user back his work, the wrong engineer, a fault
 * solved by phone after all. Each says what it does to the clock, and the desk is told.
 */
import type { Page } from '@playwright/test';
import { mkdirSync } from 'node:fs';
import { parseRecord } from '#domain/record-schemas.ts';
import type { WorkOrder } from '#domain/work-order/work-order.ts';
import type { ApiDevice } from '../fixtures/api-device.ts';
import { DemoServer } from '../fixtures/demo-server.ts';
import { makePhoto } from '../fixtures/make-photo.ts';
import { artefact } from '../fixtures/paper.ts';
import { anyPlace, dispatchedOrder } from '../fixtures/ready-order.ts';
import { expect, test } from '../fixtures/story.ts';
import { FieldOrderPage } from './pages/field-order.ts';
import { offlineDevice } from './pages/offline-phone.ts';
import { ScanPage } from './pages/scan.ts';
import { StatusLine } from './pages/status-line.ts';

const testMsMax = 240_000;
const names = ['late', 'door', 'scan', 'loan', 'wrong', 'phone'] as const;
type Name = (typeof names)[number];

let server: DemoServer;
let office: ApiDevice;
const ids = new Map<Name, string>();

test.beforeAll(async () => {
	mkdirSync(artefact('off-plan'), { recursive: true });
	server = await DemoServer.open();
	office = await server.device('dispatcher');
	await sendOrders();
});
test.afterAll(() => server.close());

/** Six orders, each as far as its story begins. */
async function sendOrders(): Promise<void> {
	const field = await server.device('engineer');
	const place = await anyPlace(office);
	for (const name of names) {
		const id = await dispatchedOrder(office, field.userId, place, `计划外 ${name}`);
		ids.set(name, id);
		await field.must('workOrder.accept@1', id);
		if (name === 'door' || name === 'scan') await field.must('workOrder.depart@1', id);
		if (name === 'loan') await field.must('workOrder.arrive@1', id);
	}
}

/** Opens the order and a move of its menu. */
async function move(page: Page, name: Name, words: string) {
	await page.goto(`${server.url}/work-orders/${ids.get(name)}`);
	const order = new FieldOrderPage(page);
	await expect(order.heading(`计划外 ${name}`)).toBeVisible();
	await page.getByRole('button', { name: '更多操作' }).click();
	await page.getByRole('menuitem', { name: words, exact: true }).click();
	return order.sheet(words);
}

async function picture(page: Page, name: string): Promise<void> {
	await page.screenshot({ path: artefact(`off-plan/${name}.png`) });
}

async function reportDelay(page: Page): Promise<void> {
	const sheet = await move(page, 'late', '报延误');
	await expect(sheet).toContainText('服务台马上收到');
	await sheet.getByLabel('原因').fill('高架上有事故');
	await sheet.getByRole('button', { name: '报延误' }).click();
	await expect(page.getByText('服务台还没告知客户')).toBeVisible();
}

async function standBeforeADoor(page: Page): Promise<void> {
	const sheet = await move(page, 'door', '进不去');
	await sheet.getByRole('button', { name: '进不去' }).click();
	await expect(sheet.getByRole('alert')).toBeVisible();
	await sheet.getByRole('radio', { name: '拍照' }).check();
	const asked = page.waitForEvent('filechooser');
	await sheet.getByRole('button', { name: '拍一张' }).click();
	await (await asked).setFiles([await makePhoto(page, 'door')]);
	await expect(sheet).toContainText('已拍');
	await picture(page, 'door');
	await sheet.getByRole('button', { name: '进不去' }).click();
	await expect(sheet).toBeHidden();
	await new FieldOrderPage(page).isIn('挂起');
	await expect(page.getByText('停钟').filter({ visible: true })).toBeVisible();
	await picture(page, 'door-after');
}

async function scanAtTheDoor(page: Page): Promise<void> {
	const sheet = await move(page, 'scan', '进不去');
	await sheet.getByRole('radio', { name: '扫现场的码' }).check();
	await sheet.getByRole('link', { name: '去扫码' }).click();
	const scan = new ScanPage(page);
	await scan.type('ZC-2026-000101');
	await picture(page, 'scan');
	await scan.act('用作进不去的凭据').click();
	await new FieldOrderPage(page).isIn('挂起');
	await expect(page.getByRole('region', { name: '到场记录' })).toContainText('ZC-2026-000101');
}

async function lendADevice(page: Page): Promise<void> {
	const sheet = await move(page, 'loan', '已恢复使用');
	await sheet.getByRole('radio', { name: '借用备机' }).check();
	await sheet.getByLabel('说明').fill('ZC-2026-000250');
	await sheet.getByRole('button', { name: '已恢复使用' }).click();
	await expect(page.getByText(/用户已恢复工作.*解决时限停在/)).toBeVisible();
	await picture(page, 'loan');
}

async function giveBack(page: Page): Promise<void> {
	const sheet = await move(page, 'wrong', '退回');
	await sheet.getByRole('radio', { name: '派错人，技能不符' }).check();
	await sheet.getByRole('button', { name: '退回' }).click();
	await expect(sheet).toBeHidden();
}

async function solveByPhone(page: Page): Promise<void> {
	const sheet = await move(page, 'phone', '热线解决');
	await sheet.getByRole('radio', { name: '电话' }).check();
	await sheet.getByLabel('解决方案').fill('指导用户重插网线');
	await sheet.getByRole('button', { name: '热线解决' }).click();
	await new FieldOrderPage(page).isIn('热线解决');
}

test('what does not go as planned is told, and does to the clocks what it should', async ({
	browser,
}) => {
	test.setTimeout(testMsMax);
	const phone = await offlineDevice(browser, server);
	for (const story of [
		reportDelay,
		standBeforeADoor,
		scanAtTheDoor,
		lendADevice,
		giveBack,
		solveByPhone,
	])
		await story(phone);
	await phone.context().setOffline(false);
	await new StatusLine(phone).saysAllSent(60_000);
	const held = new Map<string, WorkOrder>();
	for (const { kind, body } of await office.pull())
		if (kind === 'workOrder') {
			const order = parseRecord('workOrder', body);
			held.set(order.id, order);
		}
	const orderOf = (name: Name) => held.get(ids.get(name) ?? '');
	expect(orderOf('late')?.delays).toMatchObject([{ reason: '高架上有事故' }]);
	const sha256 = orderOf('door')?.photos[0]?.blob.sha256;
	expect(orderOf('door')).toMatchObject({
		...{ state: 'suspended', visits: [{ outcome: 'no_access', evidence: { sha256 } }] },
		clocks: { resolution: { pauses: [{ reason: 'access' }] } },
	});
	expect(orderOf('door')?.clocks?.response.stoppedAt).toBeDefined();
	expect(orderOf('scan')?.visits).toMatchObject([{ evidence: { kind: 'scan' } }]);
	expect(orderOf('loan')).toMatchObject({ state: 'on_site', restored: { how: 'loan' } });
	expect(orderOf('loan')?.clocks?.resolution.stoppedAt).toBeDefined();
	expect(orderOf('wrong')).toMatchObject({ state: 'returned', returned: { code: 'wrong_skill' } });
	expect(orderOf('phone')).toMatchObject({ state: 'resolved_by_phone', mode: 'phone' });
	await phone.context().close();
});
