/**
 * The customer's copy: made without signal, checked in his own browser without an account. An
 * untouched file is recognised and a changed byte is not, nothing of it leaves the device, a record
 * rewritten in the store is named, and "still broken" reaches the desk.
 */
import type { Browser, Page } from '@playwright/test';
import { copyHash } from '#domain/copy/copy-link.ts';
import { parseRecord } from '#domain/record-schemas.ts';
import { openSqliteStore } from '#server/store/open-sqlite.ts';
import type { ApiDevice } from '../fixtures/api-device.ts';
import { DemoServer } from '../fixtures/demo-server.ts';
import { Paper } from '../fixtures/paper.ts';
import { actionMsMax, phoneSize } from '../fixtures/phone.ts';
import { orderOnSite } from '../fixtures/ready-order.ts';
import { expect, test } from '../fixtures/story.ts';
import { BoardPage } from './pages/board.ts';
import { CopyPage } from './pages/copy.ts';
import { FieldOrderPage } from './pages/field-order.ts';
import { handIn } from './pages/hand-in.ts';
import { deskSize, openDevice } from './pages/open-device.ts';
import { SheetPage } from './pages/sheet.ts';
import { StatusLine } from './pages/status-line.ts';

const summary = '放射科打印机卡纸';
const wrongToken = 'Ab3dEf6hIj9kLm2nOp5qRs';

let demo: DemoServer;
let office: ApiDevice;
let orderId: string;

test.beforeAll(async () => {
	demo = await DemoServer.open();
	office = await demo.device('dispatcher');
	orderId = await orderOnSite(office, await demo.device('engineer'), summary);
});
test.afterAll(() => demo.close());

/** Nobody signed in, nothing of ours on it. */
async function customerPage(browser: Browser): Promise<Page> {
	const context = await browser.newContext({ viewport: phoneSize, locale: 'zh-CN' });
	context.setDefaultTimeout(actionMsMax);
	return context.newPage();
}

/** What the sheet's code says, as the server has it. */
async function addressOf(id: string): Promise<string> {
	const [body] = await office.lookUp({ kind: 'workOrder', id });
	const [paper] = parseRecord('workOrder', body).papers;
	return `${demo.url}/copy${copyHash({ order: id, token: paper?.token ?? '' })}`;
}

/** As who has the database would: the record alone, past every command. */
async function rewriteSolution(id: string): Promise<void> {
	await demo.stopServer();
	const store = openSqliteStore(demo.dataDir);
	const stored = await store.get('workOrder', id);
	const order = parseRecord('workOrder', JSON.parse(stored?.json ?? ''));
	const lines = order.lines.map((line) => ({ ...line, solution: '换了新的打印机' }));
	const { rev: expectedRev = 0, channels = [] } = stored ?? {};
	await store.commit([{ write: { record: { ...order, lines }, expectedRev, channels } }]);
	await store.close();
	await demo.startServer();
}

test('a copy is checked where it lies, and what is still broken reaches the desk', async ({
	browser,
}, testInfo) => {
	const phone = await openDevice(browser, demo.url, demo.account('engineer'));
	await phone.getByRole('link').filter({ hasText: summary }).first().click();
	await expect(new FieldOrderPage(phone).heading(summary)).toBeVisible();
	await phone.context().setOffline(true);
	await handIn(phone, { cause: '搓纸轮磨损', solution: '更换搓纸轮', signer: '赵主任' });
	const { name, bytes } = await new SheetPage(phone).save();
	const paper = new Paper(bytes, testInfo.outputPath('sheet.pdf'));
	expect(paper.text).toContain('扫码核对此单');
	await phone.context().setOffline(false);
	await new StatusLine(phone).saysAllSent();
	const address = await addressOf(orderId);

	const customer = await customerPage(browser);
	const refusedByPolicy: string[] = [];
	customer.on('console', (message) => {
		if (message.text().includes('Content Security Policy')) refusedByPolicy.push(message.text());
	});
	await customer.goto(`${demo.url}/copy${copyHash({ order: orderId, token: wrongToken })}`);
	await expect(customer.getByText('没有找到这张服务单')).toBeVisible();
	await customer.goto(address);
	const copy = new CopyPage(customer);
	await expect(copy.record).toContainText('记录和签字时一样，没有改动');
	await expect(copy.promise).toContainText('接着原工单处理');
	await expect(copy.promise).toContainText('没有约定');

	const sent: string[] = [];
	customer.on('request', (request) => sent.push(request.url()));
	await copy.choose(name, bytes);
	await expect(copy.file).toContainText('一字不差');
	const changed = bytes.slice();
	changed[changed.length >> 1] = (changed[changed.length >> 1] ?? 0) ^ 1;
	await copy.choose(name, changed);
	await expect(copy.file).toContainText('和服务器留存的不一样');
	expect(sent).toEqual([]);

	await copy.sayBroken('又卡纸了');
	await expect(copy.broken).toContainText('服务台已收到');
	const desk = await openDevice(browser, demo.url, demo.account('dispatcher'), deskSize);
	const board = new BoardPage(desk);
	await board.open();
	await board.find(summary);
	await board.row(summary).filter({ hasText: '待派单' }).click();
	await expect(desk.getByText('仍有故障')).toBeVisible();
	await expect(desk.getByText('又卡纸了')).toBeVisible();
	await desk.getByRole('link', { name: '原工单' }).click();
	await desk.waitForURL(`**/work-orders/${orderId}`);

	await phone.context().setOffline(true);
	await phone.goto(address);
	const atEngineers = new CopyPage(phone);
	await expect(atEngineers.held).toContainText('已签名，签后没有改动');
	await expect(phone.getByText('没有信号，暂时问不到服务器')).toBeVisible();

	await office.must('workOrder.note@1', orderId, { text: '客户来电确认' });
	await customer.reload();
	await expect(copy.record).toContainText('签名后补充：备注');
	await expect(copy.broken).toContainText('服务台已收到');
	await rewriteSolution(orderId);
	await customer.reload();
	await expect(copy.record).toContainText('签字后有改动：第 1 项方案');
	expect(refusedByPolicy).toEqual([]);
});
