/**
 * A browser that finds its database damaged throws the whole of it away. What the engineer had saved and
 * not sent is there again at the next start, without signal, and takes effect once.
 */
import type { Page } from '@playwright/test';
import { parseRecord } from '#domain/record-schemas.ts';
import type { WorkOrder } from '#domain/work-order/work-order.ts';
import type { ApiDevice } from '../fixtures/api-device.ts';
import { DemoServer } from '../fixtures/demo-server.ts';
import { makePhoto } from '../fixtures/make-photo.ts';
import { anyPlace, dispatchedOrder } from '../fixtures/ready-order.ts';
import { expect, test } from '../fixtures/story.ts';
import { FieldOrderPage } from './pages/field-order.ts';
import { openDevice } from './pages/open-device.ts';
import { StatusLine } from './pages/status-line.ts';
import { WalkUpPage } from './pages/walk-up.ts';

const summary = '配电间交换机掉线';
const note = '换了电源，等十分钟观察';
const walkUp = '隔壁打印机卡纸';

let demo: DemoServer;
let office: ApiDevice;
let orderId: string;

test.beforeAll(async () => {
	demo = await DemoServer.open();
	office = await demo.device('dispatcher');
	const engineer = await demo.device('engineer');
	orderId = await dispatchedOrder(office, engineer.userId, await anyPlace(office), summary);
});
test.afterAll(() => demo.close());

/** The app is not open meanwhile; its other files stay, as they do when Chromium finds damage. */
async function loseDatabases(phone: Page): Promise<void> {
	await phone.goto('about:blank');
	const session = await phone.context().newCDPSession(phone);
	await session.send('Storage.clearDataForOrigin', {
		origin: demo.url,
		storageTypes: 'indexeddb',
	});
	await session.detach();
}

async function order(id: string): Promise<WorkOrder> {
	const [body] = await office.lookUp({ kind: 'workOrder', id });
	return parseRecord('workOrder', body);
}

test('unsent work outlives the database it was saved in', async ({ browser }) => {
	const phone = await openDevice(browser, demo.url, demo.account('engineer'));
	await phone.getByRole('link').filter({ hasText: summary }).first().click();
	const field = new FieldOrderPage(phone);
	await expect(field.heading(summary)).toBeVisible();
	await phone.context().setOffline(true);
	await field.step('接单').click();
	await field.isIn('已接单');
	await field.addNote(note);
	await field.chooseFiles([await makePhoto(phone, '电源')]);
	await expect(field.photo(1)).toBeVisible();
	await phone.goto(`${demo.url}/work-orders/new`);
	const id = await new WalkUpPage(phone).take({ summary: walkUp, site: '门诊楼', requester: '赵' });
	const number = await phone.getByRole('heading', { name: /^D0201-/ }).innerText();

	await loseDatabases(phone);
	await phone.goto(`${demo.url}/work-orders/${id}`);
	await expect(phone.getByText('没上传的内容已全部找回')).toBeVisible();
	await expect(phone.getByRole('heading', { name: number })).toBeVisible();
	await new StatusLine(phone).saysOffline();

	await phone.context().setOffline(false);
	await phone.goto(`${demo.url}/work-orders/${orderId}`);
	await new StatusLine(phone).saysAllSent();
	await field.isIn('已接单');
	await expect(field.notes.getByText(note)).toBeVisible();
	await expect(field.photo(1)).toBeVisible();
	const served = await order(orderId);
	expect(served.notes.map(({ text }) => text)).toEqual([note]);
	expect(served.photos).toHaveLength(1);
	expect(served.visits.filter(({ acceptedAt }) => acceptedAt)).toHaveLength(1);
	expect(await order(id)).toMatchObject({ summary: walkUp, offlineNumber: number });
	const picture = served.photos[0]?.blob.sha256 ?? '';
	const kept = await office.ask(`/sync/v1/blobs/${picture}?record=${orderId}`);
	expect(kept.status).toBe(200);
});
