/**
 * Two devices without signal, one record: what does not clash is merged, what does is chosen by one
 * tap; and work done on an order that was given to somebody else meanwhile: nothing of it is lost,
 * the desk decides, its author is told.
 */
import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseRecord } from '#domain/record-schemas.ts';
import { ApiDevice } from '../fixtures/api-device.ts';
import { accountOf, demoAccounts, type DemoAccount } from '../fixtures/demo-accounts.ts';
import { actionMsMax, phoneSize } from '../fixtures/phone.ts';
import { startServer, type ServerProcess } from '../fixtures/server-process.ts';
import { AttentionPage } from './pages/attention.ts';
import { FieldOrderPage } from './pages/field-order.ts';
import { SheetPage } from './pages/sheet.ts';
import { SignInPage } from './pages/sign-in.ts';
import { SigningPage } from './pages/signing.ts';
import { StatusLine } from './pages/status-line.ts';

const assetId = 'asset-ZC-2026-000123';
const tag = 'ZC-2026-000123';
const summary = '护士站打印机不进纸';

let dataDir: string;
let server: ServerProcess;
let accounts: readonly DemoAccount[];

test.beforeAll(async () => {
	dataDir = mkdtempSync(join(tmpdir(), 'outpost-conflict-'));
	server = await startServer({ dataDir });
	accounts = demoAccounts(dataDir);
});
test.afterAll(async () => {
	await server.stop();
	rmSync(dataDir, { recursive: true, force: true });
});

const engineer = () => accountOf(accounts, 'engineer');
const dispatcher = () => accountOf(accounts, 'dispatcher');

/** A device of its own, signed in and in step with the server. */
async function open(
	newContext: (options: object) => Promise<BrowserContext>,
	who: DemoAccount,
	viewport: { width: number; height: number },
): Promise<Page> {
	const context = await newContext({ viewport });
	context.setDefaultTimeout(actionMsMax);
	const page = await context.newPage();
	await new SignInPage(page).enter(server.url, who);
	await new StatusLine(page).saysAllSent(60_000);
	// From here on every page opens without signal.
	await page.evaluate(async () => void (await navigator.serviceWorker.ready));
	return page;
}

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
	const newContext = browser.newContext.bind(browser);
	const phone = await open(newContext, engineer(), phoneSize);
	const tablet = await open(newContext, engineer(), { width: 820, height: 1180 });
	const desk = await open(newContext, dispatcher(), { width: 1440, height: 900 });
	const list = new AttentionPage(desk);
	await desk.goto(`${server.url}/attention`);
	await expect(list.empty).toBeVisible();

	for (const page of [phone, tablet]) {
		await page.goto(`${server.url}/assets/${assetId}`);
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
	const newContext = browser.newContext.bind(browser);
	const desk = await ApiDevice.signIn(server.url, dispatcher());
	const other = await ApiDevice.signIn(server.url, accountOf(accounts, 'engineer', 1));
	const phone = await open(newContext, engineer(), phoneSize);
	const order = await dispatched(desk);
	const field = new FieldOrderPage(phone);
	await phone.goto(`${server.url}/work-orders/${order}`);
	await field.step('接单').click();
	await new StatusLine(phone).saysAllSent();

	await phone.context().setOffline(true);
	await field.step('出发').click();
	await field.step('记到场').click();
	await field.saveWork({ cause: '搓纸轮老化', solution: '更换搓纸轮并测试' });
	await field.step('请客户签名').click();
	const signing = new SigningPage(phone);
	await signing.name.fill('赵护士');
	await signing.stroke([0.2, 0.5], [0.4, 0.3], [0.6, 0.7], [0.8, 0.4]);
	await signing.confirm.click();
	await field.step('完成工单').click();
	await new SheetPage(phone).number();
	const reason = { assigneeId: other.userId, reason: 'absence' };
	await desk.must('workOrder.dispatch@1', order, reason);
	await phone.context().setOffline(false);

	await phone.goto(`${server.url}/today`);
	await expect(phone.getByText(/已改派或取消。你补交的 \d+ 项等服务台决定/)).toBeVisible();

	const board = await open(newContext, dispatcher(), { width: 1440, height: 900 });
	const list = new AttentionPage(board);
	await board.goto(`${server.url}/attention`);
	await list.item(summary).getByRole('button', { name: '作为处理结果采用' }).click();
	const asked = board.getByRole('alertdialog');
	await asked.getByRole('button', { name: '作为处理结果采用' }).click();
	await expect(list.empty).toBeVisible();
	await expect.poll(async () => (await stateOf(desk, order)).state).toBe('completed');

	await phone.getByRole('link', { name: '查看' }).click();
	await phone.getByRole('button', { name: '立即同步' }).click();
	await expect(phone.getByText('已作为处理结果采用').first()).toBeVisible();
});

async function stateOf(desk: ApiDevice, id: string) {
	const [body] = await desk.lookUp({ kind: 'workOrder', id });
	return parseRecord('workOrder', body);
}

async function dispatched(desk: ApiDevice): Promise<string> {
	const id = randomUUID();
	const [body] = await desk.lookUp({ kind: 'asset', text: tag });
	const { customerId, siteId } = parseRecord('asset', body);
	await desk.must('workOrder.create@1', id, {
		...{ orderKind: 'fault', channel: 'phone', mode: 'on_site', summary, customerId, siteId },
		...{ requester: { name: '赵护士' }, impact: 'medium', urgency: 'medium', lines: [{}] },
	});
	const { userId } = await ApiDevice.signIn(server.url, engineer());
	await desk.must('workOrder.dispatch@1', id, { assigneeId: userId });
	return id;
}
