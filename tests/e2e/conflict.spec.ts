/**
 * Two devices without signal, one record: what does not clash is merged, what does is chosen by one
 * tap; and work done on an order that was given to somebody else meanwhile: nothing of it is lost,
 * the desk decides, its author is told.
 */
import type { Page } from '@playwright/test';
import { parseRecord } from '#domain/record-schemas.ts';
import type { ApiDevice } from '../fixtures/api-device.ts';
import { decideFindings } from '../fixtures/decide-findings.ts';
import { DemoServer } from '../fixtures/demo-server.ts';
import { dispatchedOrder } from '../fixtures/ready-order.ts';
import { expect, test } from '../fixtures/story.ts';
import { AttentionPage } from './pages/attention.ts';
import { FieldOrderPage } from './pages/field-order.ts';
import { handIn } from './pages/hand-in.ts';
import { deskSize, openDevice } from './pages/open-device.ts';
import { StatusLine } from './pages/status-line.ts';

const assetId = 'asset-ZC-2026-000123';
const tag = 'ZC-2026-000123';
const summary = '护士站打印机不进纸';

const tabletSize = { width: 820, height: 1180 };

let demo: DemoServer;

test.beforeAll(async () => {
	demo = await DemoServer.open();
	await decideFindings(demo);
});
test.afterAll(() => demo.close());

async function editAsset(page: Page, fields: Record<string, string>): Promise<void> {
	await page.getByRole('link', { name: '修改' }).click();
	for (const [label, value] of Object.entries(fields))
		await page.getByLabel(label, { exact: true }).fill(value);
	await page.getByRole('button', { name: '保存' }).click();
	await expect(page.getByRole('link', { name: '修改' })).toBeVisible();
}

test('the same field of one asset changed on two devices is chosen by one tap', async ({
	browser,
}) => {
	const phone = await openDevice(browser, demo.url, demo.account('engineer'));
	const tablet = await openDevice(browser, demo.url, demo.account('engineer'), tabletSize);
	const desk = await openDevice(browser, demo.url, demo.account('dispatcher'), deskSize);
	const list = new AttentionPage(desk);
	await desk.goto(`${demo.url}/attention`);
	await expect(list.empty).toBeVisible();

	for (const page of [phone, tablet]) {
		await page.goto(`${demo.url}/assets/${assetId}`);
		await expect(page.getByRole('link', { name: '修改' })).toBeVisible();
		await page.context().setOffline(true);
	}
	await editAsset(tablet, { 房间: '6F 西护士站' });
	await editAsset(phone, { 房间: '6F 东护士站 2 号位', 主机名: 'ward6-east' });
	await tablet.context().setOffline(false);
	await new StatusLine(tablet).saysAllSent();
	await phone.context().setOffline(false);

	const room = new AttentionPage(phone).conflict('房间');
	await expect(room.side('6F 西护士站')).toBeVisible();
	await expect(room.side('6F 东护士站 2 号位')).toContainText('本机');
	await expect(phone.getByText('ward6-east').first()).toBeVisible();
	await expect(list.item(tag)).toBeVisible();
	await list.countIs(1);

	await room.side('6F 东护士站 2 号位').click();
	await expect(phone.getByRole('region', { name: '两处改动' })).toBeHidden();
	await expect(list.empty).toBeVisible();
	await list.countIs(0);
	await expect(tablet.getByText('6F 东护士站 2 号位').first()).toBeVisible();
});

test('work on an order given away meanwhile is taken over by the desk, and its author is told', async ({
	browser,
}) => {
	const desk = await demo.device('dispatcher');
	const other = await demo.device('engineer', 1);
	const phone = await openDevice(browser, demo.url, demo.account('engineer'));
	const order = await dispatched(desk);
	const field = new FieldOrderPage(phone);
	await phone.goto(`${demo.url}/work-orders/${order}`);
	await field.step('接单').click();
	await new StatusLine(phone).saysAllSent();

	await phone.context().setOffline(true);
	await field.step('出发').click();
	await field.step('记到场').click();
	await handIn(phone, { cause: '搓纸轮老化', solution: '更换搓纸轮并测试', signer: '赵主任' });
	const reason = { assigneeId: other.userId, reason: 'absence' };
	await desk.must('workOrder.dispatch@1', order, reason);
	await phone.context().setOffline(false);

	await phone.goto(`${demo.url}/today`);
	await expect(phone.getByText(/已改派或取消。你补交的 \d+ 项等服务台决定/)).toBeVisible();

	const board = await openDevice(browser, demo.url, demo.account('dispatcher'), deskSize);
	const list = new AttentionPage(board);
	await board.goto(`${demo.url}/attention`);
	await list.item(summary).getByRole('button', { name: '作为处理结果采用' }).click();
	const asked = board.getByRole('alertdialog');
	await asked.getByRole('button', { name: '作为处理结果采用' }).click();
	await expect(list.empty).toBeVisible();
	await expect.poll(async () => (await stateOf(desk, order)).state).toBe('completed');

	// Told at once: nothing waits for the desk any more, and the ledger says what became of it.
	await expect(phone.getByText(/等服务台决定/)).toBeHidden();
	await phone.goto(`${demo.url}/me/ledger`);
	await expect(phone.getByText('已作为处理结果采用').first()).toBeVisible();
});

async function stateOf(desk: ApiDevice, id: string) {
	const [body] = await desk.lookUp({ kind: 'workOrder', id });
	return parseRecord('workOrder', body);
}

async function dispatched(desk: ApiDevice): Promise<string> {
	const [body] = await desk.lookUp({ kind: 'asset', text: tag });
	const { customerId, siteId } = parseRecord('asset', body);
	const { userId } = await demo.device('engineer');
	return dispatchedOrder(desk, userId, { customerId, siteId }, summary);
}
