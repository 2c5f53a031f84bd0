/**
 * A visit that has to wait for a part: suspended on site without signal, with the next visit promised;
 * the desk sees the promise, and the second visit ends the order without touching the first.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseRecord } from '#domain/record-schemas.ts';
import { ApiDevice } from '../fixtures/api-device.ts';
import { accountOf, demoAccounts } from '../fixtures/demo-accounts.ts';
import { Paper } from '../fixtures/paper.ts';
import { actionMsMax, phoneSize } from '../fixtures/phone.ts';
import { startServer, type ServerProcess } from '../fixtures/server-process.ts';
import { expect, test } from '../fixtures/story.ts';
import { FieldOrderPage } from './pages/field-order.ts';
import { SheetPage } from './pages/sheet.ts';
import { SignInPage } from './pages/sign-in.ts';
import { SigningPage } from './pages/signing.ts';
import { StatusLine } from './pages/status-line.ts';

const summary = '护士站工作站无法开机，三声短鸣';
const dayMs = 24 * 60 * 60_000;

let dataDir: string;
let server: ServerProcess;

test.beforeAll(async () => {
	dataDir = mkdtempSync(join(tmpdir(), 'outpost-second-'));
	server = await startServer({ dataDir });
});
test.afterAll(async () => {
	await server.stop();
	rmSync(dataDir, { recursive: true, force: true });
});

/** `2026-11-24` in the organisation's zone, so many days from now. */
function dayAhead(days: number): string {
	return new Date(Date.now() + days * dayMs).toLocaleDateString('sv-SE', {
		timeZone: 'Asia/Shanghai',
	});
}

test('a visit waits for its part and a second one ends the order', async ({ browser }) => {
	const accounts = demoAccounts(dataDir);
	const context = await browser.newContext({ viewport: phoneSize, hasTouch: true });
	context.setDefaultTimeout(actionMsMax);
	const page = await context.newPage();
	await new SignInPage(page).enter(server.url, accountOf(accounts, 'engineer'));
	await new StatusLine(page).saysAllSent(60_000);
	await page.evaluate(async () => void (await navigator.serviceWorker.ready));
	await page.getByRole('link').filter({ hasText: summary }).first().tap();
	await page.waitForURL(/work-orders\/[^/]+$/);
	const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
	await context.setOffline(true);

	const field = new FieldOrderPage(page);
	await page.getByRole('button', { name: '更多操作' }).tap();
	await page.getByRole('menuitem', { name: '挂起' }).tap();
	const sheet = field.sheet('挂起');
	await sheet.getByRole('radio', { name: '待备件' }).check();
	await sheet.getByLabel('约定下次上门').fill(`${dayAhead(-1)}T09:30`);
	await sheet.getByLabel('配件预计到货日').fill(dayAhead(1));
	await sheet.getByLabel('说明').fill('等 16G 内存条');
	await sheet.getByRole('button', { name: '挂起' }).tap();
	await expect(sheet.getByRole('alert')).toContainText('已经过去');
	await sheet.getByLabel('约定下次上门').fill(`${dayAhead(2)}T09:30`);
	await sheet.getByRole('button', { name: '挂起' }).tap();
	await expect(sheet).toBeHidden();
	await expect(page.getByText(/约定下次上门 .* 09:30/)).toBeVisible();
	await expect(page.getByText('等 16G 内存条')).toBeVisible();

	await context.setOffline(false);
	await new StatusLine(page).saysAllSent();
	const desk = await ApiDevice.signIn(server.url, accountOf(accounts, 'dispatcher'));
	const atDesk = async () => {
		const [body] = await desk.lookUp({ kind: 'workOrder', id });
		return parseRecord('workOrder', body);
	};
	expect(await atDesk()).toMatchObject({
		state: 'suspended',
		suspension: { reason: 'part', note: '等 16G 内存条', expectedOn: dayAhead(1) },
	});

	await context.setOffline(true);
	await field.step('继续').tap();
	await field.saveWork({ cause: '内存条损坏', solution: '更换 16G 内存条，内存测试通过' });
	await field.step('请客户签名').tap();
	const signing = new SigningPage(page);
	await signing.stroke([0.2, 0.5], [0.4, 0.3], [0.6, 0.7], [0.8, 0.4]);
	await signing.confirm.tap();
	await field.step('完成工单').tap();
	const paper = new SheetPage(page);
	await paper.number();
	const { bytes } = await paper.save();
	const sheetPaper = new Paper(bytes, join(dataDir, 'service-sheet.pdf'));
	expect(sheetPaper.text).toContain('更换16G内存条，内存测试通过');
	expect(sheetPaper.text).toContain('使用人User');
	for (const visit of ['到访Visit1', '到访Visit2']) expect(sheetPaper.text).toContain(visit);
	await context.setOffline(false);
	await new StatusLine(page).saysAllSent();
	const done = await atDesk();
	expect(done.state).toBe('completed');
	expect(done.visits.map(({ outcome }) => outcome)).toEqual(['suspended', 'completed']);
	await context.close();
});
