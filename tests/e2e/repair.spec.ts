/**
 * A machine goes to a vendor, the engineer without signal all the way but for the approval: asked for,
 * the user works on with a loan device and the order's clock stops; quoted, chosen by the customer,
 * handed over against a signature, told of, back, signed for, failed once and passed, the loan device
 * back. Its paper is made on the phone; the desk gets the very bytes.
 */
import type { BrowserContext, Page } from '@playwright/test';
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseRecord } from '#domain/record-schemas.ts';
import { ApiDevice } from '../fixtures/api-device.ts';
import { accountOf, demoAccounts, type DemoAccount } from '../fixtures/demo-accounts.ts';
import { artefact, Paper, sha256 } from '../fixtures/paper.ts';
import { actionMsMax, phoneSize } from '../fixtures/phone.ts';
import { startServer, type ServerProcess } from '../fixtures/server-process.ts';
import { expect, test } from '../fixtures/story.ts';
import { FieldOrderPage } from './pages/field-order.ts';
import { expectReadable } from './pages/readable.ts';
import { SheetPage } from './pages/sheet.ts';
import { SignInPage } from './pages/sign-in.ts';
import { SigningPage } from './pages/signing.ts';
import { StatusLine } from './pages/status-line.ts';

const testMsMax = 180_000;
const vendor = '恒通维修';
const loan = 'BJ-2026-07';

let folder: string;
let server: ServerProcess;
let engineer: DemoAccount;
let supervisor: DemoAccount;
let office: ApiDevice;
let orderId: string;
let assetId: string;

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
	const { id, tag, name, customerId, siteId } = parseRecord('asset', body);
	assetId = id;
	orderId = randomUUID();
	await office.must('workOrder.create@1', orderId, {
		...{ orderKind: 'repair', channel: 'phone', mode: 'on_site', summary: '主机电源烧毁' },
		...{ customerId, siteId, requester: { name: '赵' }, impact: 'medium', urgency: 'medium' },
		lines: [{ asset: { id, tag, name } }],
	});
	await office.must('workOrder.dispatch@1', orderId, { assigneeId: field.userId });
	for (const step of ['accept', 'depart', 'arrive'])
		await field.must(`workOrder.${step}@1`, orderId);
});
test.afterAll(async () => {
	await server.stop();
	rmSync(folder, { recursive: true, force: true });
});

/** The phone holds the order and has no signal any more. */
async function offlineAt(context: BrowserContext): Promise<Page> {
	context.setDefaultTimeout(actionMsMax);
	const phone = await context.newPage();
	await new SignInPage(phone).enter(server.url, engineer);
	await new StatusLine(phone).saysAllSent();
	await phone.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
	await phone.goto(`${server.url}/work-orders/${orderId}`);
	await expect(new FieldOrderPage(phone).dock).toBeVisible();
	await context.setOffline(true);
	return phone;
}

/** Opens a move, fills its sheet in and confirms; one that is signed is signed. */
async function move(
	page: Page,
	name: string,
	fields: Record<string, string> = {},
	how: { sign?: boolean; choose?: boolean; picture?: string } = {},
): Promise<void> {
	await page.getByRole('button', { name, exact: true }).click();
	const sheet = page.getByRole('dialog', { name });
	if (how.choose) await sheet.getByRole('radio').first().check();
	for (const [label, text] of Object.entries(fields)) await sheet.getByLabel(label).fill(text);
	if (how.sign) await new SigningPage(page).stroke([0.1, 0.5], [0.3, 0.2], [0.5, 0.7], [0.8, 0.3]);
	if (how.picture) await picture(page, how.picture);
	await sheet.getByRole('button', { name }).click();
	await expect(sheet).toBeHidden();
}

async function picture(page: Page, name: string, fullPage = false): Promise<void> {
	await page.screenshot({ path: artefact(`repair/${name}.png`), fullPage });
}

async function handedOver(page: Page): Promise<void> {
	await move(page, '交给维修商', { 签名人: '何师傅' }, { sign: true, picture: 'hand-over' });
	await expect(page.getByText('在维修商处')).toBeVisible();
}

async function backAndSigned(page: Page, handling: string): Promise<void> {
	await move(page, '取回，记结果', { 维修商怎么修的: handling });
	await move(page, '请客户签名', { 签名人: '赵主任' }, { sign: true });
	await expect(page.getByText('客户已签').first()).toBeVisible();
}

/** The paper of a round as the person saves it. */
async function paperOf(page: Page, round: number, name: string): Promise<Paper> {
	const number = new RegExp(`^D0302-D0201-\\d{10}-S${round}$`);
	await page.getByRole('link', { name: number }).click();
	await expect(page.getByRole('heading', { level: 1, name: number })).toBeVisible();
	const { bytes } = await new SheetPage(page).save();
	const paper = new Paper(bytes, join(artefact('repair'), `${name}.pdf`));
	console.log(`${name}: ${bytes.length} bytes, drawn as ${paper.draw()}`);
	return paper;
}

async function onServer(kind: 'repair' | 'workOrder' | 'asset', id: string) {
	const [body] = await office.lookUp({ kind, id });
	return parseRecord(kind, body);
}

async function approve(context: BrowserContext): Promise<void> {
	const desk = await context.newPage();
	await new SignInPage(desk).enter(server.url, supervisor);
	await new StatusLine(desk).saysAllSent();
	await desk.getByRole('link', { name: /\d+ 张送修单等你审批/ }).click();
	await desk.getByRole('link').filter({ hasText: '主机电源烧毁' }).click();
	await picture(desk, 'desk');
	await desk.getByRole('button', { name: '批准送修' }).click();
	await expect(desk.getByText('已批准')).toBeVisible();
	await new StatusLine(desk).saysAllSent(60_000);
}

test('a vendor repair with a loan device, from the request to the return', async ({ browser }) => {
	test.setTimeout(testMsMax);
	const field = await browser.newContext({
		...{ viewport: phoneSize, hasTouch: true, acceptDownloads: true },
	});
	const phone = await offlineAt(field);
	let repair = '';

	await test.step('asked for without signal, numbered at once', async () => {
		await phone.getByRole('button', { name: '更多操作' }).click();
		await phone.getByRole('menuitem', { name: '申请送修' }).click();
		await phone.getByRole('textbox', { name: '故障' }).fill('电源模块烧毁，有焦味');
		await phone.getByLabel('要求').fill('保留原硬盘');
		await picture(phone, 'request');
		await phone.getByRole('button', { name: '申请送修' }).click();
		await expect(phone.getByRole('heading', { name: /^D0302-D0201-\d{10}$/ })).toBeVisible();
		await expect(phone.getByText('待审批')).toBeVisible();
		repair = phone.url().split('/').at(-1) ?? '';
	});

	await test.step('a loan device gives the user his work back: the clock of the order stops', async () => {
		await move(
			phone,
			'借出备机',
			{ 备机编号: loan, '名称（可不填）': '联想主机' },
			{ picture: 'lend' },
		);
		await expect(phone.getByText(`备机 ${loan} 联想主机 在用户处`)).toBeVisible();
		await picture(phone, 'requested', true);
		await field.setOffline(false);
		await new StatusLine(phone).saysAllSent(60_000);
		expect(await onServer('workOrder', orderId)).toMatchObject({
			...{ restored: { how: 'loan', note: loan }, repairs: [{ repairId: repair }] },
			clocks: { resolution: { stoppedAt: expect.any(String) as unknown } },
		});
	});

	await test.step('the supervisor approves at his desk', async () => {
		const office = await browser.newContext();
		await approve(office);
		await office.close();
		await expect(phone.getByText('已批准')).toBeVisible({ timeout: 60_000 });
		await field.setOffline(true);
	});

	await test.step('quoted, chosen by the customer, handed over, told of in writing', async () => {
		await move(phone, '记一家报价', { 维修商: '捷修电脑', 报价: '1200 元' });
		await move(phone, '记一家报价', { 维修商: vendor, 报价: '860 元' });
		await phone.getByRole('button', { name: '记客户选定', exact: true }).click();
		const choice = phone.getByRole('dialog', { name: '记客户选定' });
		await choice.getByRole('radio', { name: vendor }).check();
		await choice.getByLabel('客户方谁选的').fill('信息科 王');
		await choice.getByRole('button', { name: '记客户选定' }).click();
		await handedOver(phone);
		await expect(phone.getByText(/前书面告知进度/)).toBeVisible();
		await move(phone, '记进度', { 进度: '已到货，周四装机' });
		await picture(phone, 'at-vendor', true);
	});

	let failed: Paper;
	await test.step('back and signed for; what fails is a non-conformance with its paper', async () => {
		await backAndSigned(phone, '更换电源模块');
		await move(phone, '验收不合格', { 原因: '风扇异响' }, { sign: true });
		await expect(phone.getByText('第 2 轮')).toBeVisible();
		failed = await paperOf(phone, 1, 'failed-round');
		expectReadable(failed, ['维修商服务工作单', '更换电源模块', '风扇异响', '不合格']);
		await phone.getByRole('link', { name: '返回' }).click();
	});

	let passed: Paper;
	await test.step('the second round passes, the loan device comes back', async () => {
		await handedOver(phone);
		expect((await phone.getByText('在维修商处').count()) > 0).toBe(true);
		await backAndSigned(phone, '更换风扇');
		await move(phone, '验收合格', {}, { sign: true, picture: 'verdict' });
		await expect(phone.getByText('验收合格').first()).toBeVisible();
		await phone.getByRole('button', { name: '收回备机', exact: true }).click();
		await expect(phone.getByText(`备机 ${loan} 联想主机 在用户处`)).toBeHidden();
		passed = await paperOf(phone, 2, 'passed-round');
		expectReadable(passed, [vendor, '何师傅', '赵主任', '更换风扇', '保留原硬盘', '合格', loan]);
		await picture(phone, 'paper');
		await phone.getByRole('link', { name: '返回' }).click();
		await expect(phone.getByText(/已用本机签名/)).toBeVisible();
		await picture(phone, 'passed', true);
	});

	await test.step('the server has all of it, signed as it was, and the desk the same bytes', async () => {
		await field.setOffline(false);
		await new StatusLine(phone).saysAllSent(60_000);
		await expect(phone.getByText('已签名，签后没有改动')).toBeVisible({ timeout: 60_000 });
		const held = await onServer('repair', repair);
		expect(held).toMatchObject({
			...{ state: 'passed', round: 2, loans: [{ device: { tag: loan }, back: {} }] },
			...{ verdicts: [{ verdict: 'failed', reason: '风扇异响' }, { verdict: 'passed' }] },
			papers: [
				{ blob: { sha256: sha256(failed.bytes) } },
				{ blob: { sha256: sha256(passed.bytes) } },
			],
		});
		expect(held).toHaveProperty('seals.length', 4);
		expect(await onServer('asset', assetId)).toMatchObject({ state: 'in_use' });
		const context = await browser.newContext({ acceptDownloads: true });
		const desk = await context.newPage();
		await new SignInPage(desk).enter(server.url, supervisor);
		await new StatusLine(desk).saysAllSent();
		await desk.goto(`${server.url}/repairs/${repair}`);
		await expect(desk.getByText('已签名，签后没有改动')).toBeVisible();
		await picture(desk, 'desk-passed', true);
		const shown = await paperOf(desk, 2, 'desk-paper');
		expect(sha256(shown.bytes)).toBe(sha256(passed.bytes));
		await context.close();
	});
	await field.close();
});
