/**
 * A machine goes to a vendor: asked for without signal, agreed to by the supervisor, quoted, chosen by
 * the customer, handed over against a signature, back, signed for, failed once and passed.
 */
import { expect, test, type Page } from '@playwright/test';
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseRecord } from '#domain/record-schemas.ts';
import { ApiDevice } from '../fixtures/api-device.ts';
import { accountOf, demoAccounts, type DemoAccount } from '../fixtures/demo-accounts.ts';
import { artefact } from '../fixtures/paper.ts';
import { actionMsMax, phoneSize } from '../fixtures/phone.ts';
import { startServer, type ServerProcess } from '../fixtures/server-process.ts';
import { FieldOrderPage } from './pages/field-order.ts';
import { SignInPage } from './pages/sign-in.ts';
import { SigningPage } from './pages/signing.ts';
import { StatusLine } from './pages/status-line.ts';

const testMsMax = 180_000;
const vendor = '恒通维修';

let folder: string;
let server: ServerProcess;
let engineer: DemoAccount;
let supervisor: DemoAccount;
let office: ApiDevice;
let orderId: string;

test.beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'outpost-repair-'));
	mkdirSync(artefact('repair'), { recursive: true });
	server = await startServer({ dataDir: folder });
	const accounts = demoAccounts(folder);
	engineer = accountOf(accounts, 'engineer');
	supervisor = accountOf(accounts, 'supervisor');
	office = await ApiDevice.signIn(server.url, accountOf(accounts, 'dispatcher'));
	const field = await ApiDevice.signIn(server.url, engineer);
	const [body] = await office.lookUp({ kind: 'asset', text: 'ZC-2026-000123' });
	const { id, tag, customerId, siteId } = parseRecord('asset', body);
	orderId = randomUUID();
	await office.must('workOrder.create@1', orderId, {
		...{ orderKind: 'repair', channel: 'phone', mode: 'on_site', summary: '主机电源烧毁' },
		...{ customerId, siteId, requester: { name: '赵' }, impact: 'medium', urgency: 'medium' },
		lines: [{ asset: { id, tag } }],
	});
	await office.must('workOrder.dispatch@1', orderId, { assigneeId: field.userId });
	for (const step of ['accept', 'depart', 'arrive'])
		await field.must(`workOrder.${step}@1`, orderId);
});
test.afterAll(async () => {
	await server.stop();
	rmSync(folder, { recursive: true, force: true });
});

/** The one move at the thumb, filled in and confirmed. */
async function move(page: Page, name: string, fields: Record<string, string> = {}): Promise<void> {
	await page.getByRole('region', { name: '下一步' }).getByRole('button', { name }).click();
	await fill(page, name, fields);
}

async function fill(page: Page, name: string, fields: Record<string, string>): Promise<void> {
	const sheet = page.getByRole('dialog', { name });
	for (const [label, text] of Object.entries(fields)) await sheet.getByLabel(label).fill(text);
	await sheet.getByRole('button', { name }).click();
	await expect(sheet).toBeHidden();
}

async function signed(page: Page, name: string, by: string): Promise<void> {
	await page.getByRole('region', { name: '下一步' }).getByRole('button', { name }).click();
	const sheet = page.getByRole('dialog', { name });
	await sheet.getByLabel('签名人').fill(by);
	await new SigningPage(page).stroke([0.1, 0.5], [0.3, 0.2], [0.5, 0.7], [0.8, 0.3]);
	await sheet.getByRole('button', { name }).click();
	await expect(sheet).toBeHidden();
}

test('a vendor repair, from the request without signal to the verdict', async ({ browser }) => {
	test.setTimeout(testMsMax);
	const field = await browser.newContext({ viewport: phoneSize, hasTouch: true });
	field.setDefaultTimeout(actionMsMax);
	const phone = await field.newPage();
	await new SignInPage(phone).enter(server.url, engineer);
	await new StatusLine(phone).saysAllSent();
	await phone.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
	await phone.goto(`${server.url}/work-orders/${orderId}`);
	await expect(new FieldOrderPage(phone).dock).toBeVisible();
	await field.setOffline(true);

	await phone.getByRole('button', { name: '更多操作' }).click();
	await phone.getByRole('menuitem', { name: '申请送修' }).click();
	await phone.getByLabel('故障').fill('电源模块烧毁，有焦味');
	await phone.getByRole('button', { name: '申请送修' }).click();
	await expect(phone.getByRole('heading', { name: /^D0302-D0201-\d{10}$/ })).toBeVisible();
	await expect(phone.getByText('待审批')).toBeVisible();
	await phone.screenshot({ path: artefact('repair/requested.png') });
	const repair = phone.url().split('/').at(-1) ?? '';
	await field.setOffline(false);
	await new StatusLine(phone).saysAllSent(60_000);

	const desk = await (await browser.newContext()).newPage();
	await new SignInPage(desk).enter(server.url, supervisor);
	await new StatusLine(desk).saysAllSent();
	await desk.getByRole('link', { name: '送修' }).first().click();
	await desk.getByRole('link').filter({ hasText: '主机电源烧毁' }).click();
	await desk.screenshot({ path: artefact('repair/desk.png') });
	await desk.getByRole('button', { name: '批准送修' }).click();
	await expect(desk.getByText('已批准')).toBeVisible();

	await expect(phone.getByText('已批准')).toBeVisible({ timeout: 60_000 });
	await move(phone, '记一家报价', { 维修商: vendor, 报价: '860 元' });
	await phone
		.getByRole('region', { name: '下一步' })
		.getByRole('button', { name: '记客户选定' })
		.click();
	const choice = phone.getByRole('dialog', { name: '记客户选定' });
	await choice.getByRole('radio').first().check();
	await choice.getByLabel('客户方谁选的').fill('信息科 王');
	await choice.getByRole('button', { name: '记客户选定' }).click();
	await signed(phone, '交给维修商', '何师傅');
	await expect(phone.getByText('在维修商处')).toBeVisible();
	await expect(phone.getByText(/前书面告知进度/)).toBeVisible();
	await move(phone, '记进度', { 进度: '已到货，周四装机' });
	await phone.screenshot({ path: artefact('repair/at-vendor.png') });
	await phone.getByRole('button', { name: '取回，记结果' }).click();
	await fill(phone, '取回，记结果', { 维修商怎么修的: '更换电源模块' });
	await signed(phone, '请客户签名', '赵主任');
	await phone.getByRole('button', { name: '验收不合格' }).click();
	await fill(phone, '验收不合格', { 原因: '风扇异响' });
	await expect(phone.getByText('第 2 轮')).toBeVisible();
	await signed(phone, '交给维修商', '何师傅');
	await phone.getByRole('button', { name: '取回，记结果' }).click();
	await fill(phone, '取回，记结果', { 维修商怎么修的: '更换风扇' });
	await signed(phone, '请客户签名', '赵主任');
	await phone
		.getByRole('region', { name: '下一步' })
		.getByRole('button', { name: '验收合格' })
		.click();
	await expect(phone.getByText('验收合格').first()).toBeVisible();
	await phone.screenshot({ path: artefact('repair/passed.png'), fullPage: true });

	await new StatusLine(phone).saysAllSent(60_000);
	const held = (await office.pull()).find(({ id }) => id === repair);
	expect(parseRecord('repair', held?.body)).toMatchObject({
		...{ state: 'passed', round: 2 },
		verdicts: [{ verdict: 'failed', reason: '风扇异响' }, { verdict: 'passed' }],
	});
	await field.close();
	await desk.context().close();
});
