/**
 * Handed in without signal, signed by the phone, countersigned by the server: said on the phone and
 * at the desk, checked there with the keys each device holds. The phone's key survives a restart.
 */
import type { ApiDevice } from '../fixtures/api-device.ts';
import { DemoServer } from '../fixtures/demo-server.ts';
import { orderOnSite } from '../fixtures/ready-order.ts';
import { expect, test } from '../fixtures/story.ts';
import { DeskOrderPage } from './pages/desk-order.ts';
import { FieldOrderPage } from './pages/field-order.ts';
import { handIn } from './pages/hand-in.ts';
import { deskSize, openDevice } from './pages/open-device.ts';
import { StatusLine } from './pages/status-line.ts';

const summary = '会议室投影没有画面';

let demo: DemoServer;
let office: ApiDevice;
let orderId: string;

test.beforeAll(async () => {
	demo = await DemoServer.open();
	office = await demo.device('dispatcher');
	orderId = await orderOnSite(office, await demo.device('engineer'), summary);
});
test.afterAll(() => demo.close());

test('what was handed in is signed, and says so everywhere', async ({ browser }) => {
	const phone = await openDevice(browser, demo.url, demo.account('engineer'));
	await phone.getByRole('link').filter({ hasText: summary }).first().click();
	const order = new FieldOrderPage(phone);
	await expect(order.heading(summary)).toBeVisible();
	await phone.context().setOffline(true);
	await handIn(phone, { cause: '线缆松动', solution: '重插并固定线缆', signer: '赵主任' });
	await phone.goto(`${demo.url}/work-orders/${orderId}`);
	await expect(order.papers).toContainText('已用本机签名，等服务器回执');

	await phone.context().setOffline(false);
	await expect(order.papers).toContainText('已签名，签后没有改动', { timeout: 60_000 });
	await new StatusLine(phone).saysAllSent();

	const desk = await openDevice(browser, demo.url, demo.account('dispatcher'), deskSize);
	await desk.goto(`${demo.url}/work-orders/${orderId}`);
	const shown = new DeskOrderPage(desk);
	await expect(shown.handling).toContainText('已签名，签后没有改动');
	await expect(shown.handling).toContainText('收讫');
	await office.must('workOrder.note@1', orderId, { text: '客户来电确认' });
	await expect(shown.handling).toContainText('签名后补充：备注');

	await phone.reload();
	await expect(order.papers).toContainText('签名后补充：备注');
});
