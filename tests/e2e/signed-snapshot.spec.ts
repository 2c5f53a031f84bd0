/**
 * Handed in without signal, signed by the phone, countersigned by the server: said on the phone and
 * at the desk, checked there with the keys each device holds. The phone's key survives a restart.
 */
import { expect, test, type Page } from '@playwright/test';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseRecord } from '#domain/record-schemas.ts';
import { ApiDevice } from '../fixtures/api-device.ts';
import { accountOf, demoAccounts, type DemoAccount } from '../fixtures/demo-accounts.ts';
import { phoneSize } from '../fixtures/phone.ts';
import { startServer, type ServerProcess } from '../fixtures/server-process.ts';
import { DeskOrderPage } from './pages/desk-order.ts';
import { FieldOrderPage } from './pages/field-order.ts';
import { SheetPage } from './pages/sheet.ts';
import { SignInPage } from './pages/sign-in.ts';
import { SigningPage } from './pages/signing.ts';
import { StatusLine } from './pages/status-line.ts';

const summary = '会议室投影没有画面';

let folder: string;
let server: ServerProcess;
let dispatcher: DemoAccount;
let engineer: DemoAccount;
let office: ApiDevice;
let orderId: string;

test.beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'outpost-signed-'));
	server = await startServer({ dataDir: folder });
	dispatcher = accountOf(demoAccounts(folder), 'dispatcher');
	engineer = accountOf(demoAccounts(folder), 'engineer');
	office = await ApiDevice.signIn(server.url, dispatcher);
	orderId = await onSite();
});
test.afterAll(async () => {
	await server.stop();
	rmSync(folder, { recursive: true, force: true });
});

/** An order at a site of the demo; the engineer has arrived. */
async function onSite(): Promise<string> {
	const field = await ApiDevice.signIn(server.url, engineer);
	const site = (await office.pull()).find(({ kind }) => kind === 'site');
	const { id: siteId, customerId } = parseRecord('site', site?.body);
	const id = randomUUID();
	await office.must('workOrder.create@1', id, {
		...{ orderKind: 'fault', channel: 'phone', mode: 'on_site', summary, customerId, siteId },
		...{ requester: { name: '赵' }, impact: 'medium', urgency: 'medium', lines: [{}] },
	});
	await office.must('workOrder.dispatch@1', id, { assigneeId: field.userId });
	for (const step of ['accept', 'depart', 'arrive']) await field.must(`workOrder.${step}@1`, id);
	return id;
}

async function handIn(phone: Page): Promise<void> {
	const order = new FieldOrderPage(phone);
	await order.saveWork({ cause: '线缆松动', solution: '重插并固定线缆' });
	await order.step('请客户签名').click();
	const signing = new SigningPage(phone);
	await signing.name.fill('赵主任');
	await signing.stroke([0.1, 0.5], [0.25, 0.2], [0.3, 0.7], [0.6, 0.3]);
	await signing.confirm.click();
	await order.step('完成工单').click();
	await new SheetPage(phone).number();
	await phone.goto(`${server.url}/work-orders/${orderId}`);
}

test('what was handed in is signed, and says so everywhere', async ({ browser }) => {
	const field = await browser.newContext({ viewport: phoneSize });
	const phone = await field.newPage();
	await new SignInPage(phone).enter(server.url, engineer);
	await phone.getByRole('link').filter({ hasText: summary }).first().click();
	await new StatusLine(phone).saysAllSent();
	await phone.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
	await field.setOffline(true);
	await handIn(phone);
	const order = new FieldOrderPage(phone);
	await expect(order.papers).toContainText('已用本机签名，等服务器回执');

	await field.setOffline(false);
	await expect(order.papers).toContainText('已签名，签后没有改动', { timeout: 60_000 });
	await new StatusLine(phone).saysAllSent();

	const desk = await (await browser.newContext()).newPage();
	await new SignInPage(desk).enter(server.url, dispatcher);
	await new StatusLine(desk).saysAllSent();
	await desk.goto(`${server.url}/work-orders/${orderId}`);
	const shown = new DeskOrderPage(desk);
	await expect(shown.handling).toContainText('已签名，签后没有改动');
	await expect(shown.handling).toContainText('收讫');
	await office.must('workOrder.note@1', orderId, { text: '客户来电确认' });
	await expect(shown.handling).toContainText('签名后补充：备注');

	await phone.reload();
	await expect(order.papers).toContainText('签名后补充：备注');
});
