/**
 * What comes before the work, without signal: an operating system is installed only after the
 * customer signed what may be lost, network work only after its interruption was announced. Both end
 * with their papers, and the desk gets the very bytes the phone made.
 */
import type { BrowserContext, Page } from '@playwright/test';
import { mkdirSync } from 'node:fs';
import type { ApiDevice } from '../fixtures/api-device.ts';
import { DemoServer } from '../fixtures/demo-server.ts';
import { artefact, Paper, sha256 } from '../fixtures/paper.ts';
import { actionMsMax } from '../fixtures/phone.ts';
import { orderOf, orderOnSite, placeOf } from '../fixtures/ready-order.ts';
import { expect, test } from '../fixtures/story.ts';
import { ConsentPage } from './pages/consent.ts';
import { FieldOrderPage } from './pages/field-order.ts';
import { offlinePhone } from './pages/offline-phone.ts';
import { expectReadable } from './pages/readable.ts';
import { SheetPage } from './pages/sheet.ts';
import { SignInPage } from './pages/sign-in.ts';
import { SigningPage } from './pages/signing.ts';
import { StatusLine } from './pages/status-line.ts';

const testMsMax = 180_000;
const signer = '刘淑芬';
const itSigner = '信息科王工';

let server: DemoServer;
let office: ApiDevice;
let field: ApiDevice;

test.beforeAll(async () => {
	mkdirSync(artefact('before-work'), { recursive: true });
	server = await DemoServer.open();
	office = await server.device('dispatcher');
	field = await server.device('engineer');
});
test.afterAll(() => server.close());

async function savedPaper(page: Page, name: string, number: RegExp): Promise<Paper> {
	await expect(page.getByRole('heading', { level: 1, name: number })).toBeVisible();
	const { bytes } = await new SheetPage(page).save();
	const paper = new Paper(bytes, artefact(`before-work/${name}.pdf`));
	console.log(`${name}: ${bytes.length} bytes, drawn as ${paper.draw()}`);
	return paper;
}

async function handIn(page: Page, solution: string): Promise<void> {
	const order = new FieldOrderPage(page);
	await order.tickAll();
	await order.saveWork({ cause: '按申请', solution });
}

async function signSheet(page: Page): Promise<void> {
	const order = new FieldOrderPage(page);
	await order.step('请客户签名').click();
	const pad = new SigningPage(page);
	await pad.stroke([0.1, 0.5], [0.25, 0.2], [0.3, 0.7], [0.6, 0.3]);
	await pad.confirm.click();
	await order.step('完成工单').click();
}

/** Bytes of that paper as the desk's own screen saves them. */
async function atDesk(context: BrowserContext, id: string, row: RegExp): Promise<Uint8Array> {
	context.setDefaultTimeout(actionMsMax);
	const desk = await context.newPage();
	await new SignInPage(desk).enter(server.url, server.account('dispatcher'));
	await new StatusLine(desk).saysAllSent();
	await desk.goto(`${server.url}/work-orders/${id}`);
	await desk.getByRole('link', { name: row }).first().click();
	const { bytes } = await new SheetPage(desk).save();
	await desk.screenshot({ path: artefact('before-work/desk.png') });
	return bytes;
}

test('an operating system is installed after the customer signed what may be lost', async ({
	browser,
}) => {
	test.setTimeout(testMsMax);
	const id = await orderOnSite(office, field, '财务室电脑重装系统', {
		at: await placeOf(office, 'ZC-2026-000123'),
		...{ orderKind: 'request', requester: signer, serviceItemId: 'item-install-system' },
	});
	const page = await offlinePhone(browser, server, id);
	const context = page.context();
	const order = new FieldOrderPage(page);

	await test.step('no tick and no work before it, and the page says why', async () => {
		await expect(page.getByText('动手之前，请客户在责任确认书上签名')).toBeVisible();
		const box = order.checklist.getByRole('checkbox').first();
		await box.click({ force: true });
		await expect(box).not.toBeChecked();
		await expect(order.checklist).toContainText('先签责任确认书');
		await expect(order.step('请客户签名')).toHaveCount(0);
		await page.screenshot({ path: artefact('before-work/due.png') });
	});

	let consent: Paper;
	await test.step('the customer signs, after a virus the IT department confirms', async () => {
		await order.step('客户责任确认').click();
		const paper = new ConsentPage(page);
		await expect(page.getByText('系统盘（C 盘）和桌面上的资料', { exact: false })).toBeVisible();
		await paper.begin.click();
		await expect(paper.refusal.first()).toBeVisible();
		await paper.answer({ virus: '中过', backup: '客户不备份', role: '科室负责人' });
		await paper.signAs(signer);
		await paper.begin.click();
		await expect(paper.refusal.first()).toContainText('信息部门确认人');
		await paper.confirmedByIt(itSigner);
		await page.screenshot({ path: artefact('before-work/screen-consent.png'), fullPage: true });
		await paper.begin.click();
		consent = await savedPaper(page, 'consent', /^D0202-D0201-\d{10}-S1$/);
		expectReadable(consent, ['责任确认书', signer, itSigner, '客户不备份', '科室负责人', '系统盘']);
		await page.screenshot({ path: artefact('before-work/consent-paper.png') });
		await page.getByRole('link', { name: '返回' }).click();
	});

	let sheet: Paper;
	await test.step('then the work is done, signed and handed in', async () => {
		await expect(order.page.getByRole('region', { name: '动手之前' })).toContainText(signer);
		await expect(page.getByRole('region', { name: '动手之前' })).toContainText('已用本机签名');
		await page.screenshot({ path: artefact('before-work/signed.png') });
		await handIn(page, '重装系统，驱动与补丁装齐');
		await signSheet(page);
		sheet = await savedPaper(page, 'service-sheet', /^D0201-\d{10}-S1$/);
		expect(sheet.text).toMatch(/D0202-D0201-\d{10}-S1/);
		expect(sheet.text).toContain('重装系统，驱动与补丁装齐');
	});

	await test.step('the desk has both papers byte for byte', async () => {
		await context.setOffline(false);
		await new StatusLine(page).saysAllSent(60_000);
		await page.goto(`${server.url}/work-orders/${id}`);
		const before = page.getByRole('region', { name: '动手之前' });
		await expect(before).toContainText('已签名，签后没有改动', { timeout: 60_000 });
		const { state, consents, papers } = await orderOf(office, id);
		expect(state).toBe('completed');
		expect(consents).toMatchObject([
			{ name: signer, backup: 'declined', afterVirus: true, it: { name: itSigner } },
		]);
		expect(papers.map(({ form, blob }) => [form, blob.sha256])).toEqual([
			['consent', sha256(consent.bytes)],
			[undefined, sha256(sheet.bytes)],
		]);
		const desk = await browser.newContext({ acceptDownloads: true });
		const shown = await atDesk(desk, id, /^责任确认书/);
		expect(sha256(shown)).toBe(sha256(consent.bytes));
		await desk.close();
	});
	await context.close();
});

test('network work runs against the time agreed in its notice', async ({ browser }) => {
	test.setTimeout(testMsMax);
	const id = await orderOnSite(office, field, '更换楼层交换机', {
		at: await placeOf(office, 'ZC-2026-000123'),
		...{ orderKind: 'request', requester: signer, serviceItemId: 'item-network' },
	});
	const page = await offlinePhone(browser, server, id);
	const context = page.context();
	const order = new FieldOrderPage(page);

	await test.step('nothing before the notice', async () => {
		await expect(order.checklist).toContainText('先告知中断');
		await order.step('告知网络中断').click();
		const save = page.getByRole('button', { name: '开始计时' });
		await save.click();
		await expect(page.getByText('请写明受影响的人和业务')).toBeVisible();
		await page.getByLabel('受影响的人和业务').fill('三楼全部网口，约六十人');
		await page.getByLabel('约定恢复时间').fill(inTwoHours());
		await page.getByLabel('告知了谁').fill(itSigner);
		const pad = new SigningPage(page);
		await pad.stroke([0.1, 0.5], [0.25, 0.2], [0.3, 0.7], [0.6, 0.3]);
		await page.screenshot({ path: artefact('before-work/screen-notice.png'), fullPage: true });
		await save.click();
		const paper = await savedPaper(page, 'notice', /^D0203-D0201-\d{10}-S1$/);
		expectReadable(paper, ['网络中断告知书', itSigner, '约六十人']);
		await page.getByRole('link', { name: '返回' }).click();
	});

	await test.step('its clock runs on the order until the network is back', async () => {
		const block = page.getByRole('region', { name: '动手之前' });
		await expect(block).toContainText(/恢复剩 /);
		await handIn(page, '换新交换机，逐口核对');
		await page.screenshot({ path: artefact('before-work/interrupted.png') });
		await order.step('记网络已恢复').click();
		await expect(block).toContainText('达标');
		await signSheet(page);
		await savedPaper(page, 'network-sheet', /^D0201-\d{10}-S1$/);
	});

	await test.step('the desk sees it', async () => {
		await context.setOffline(false);
		await new StatusLine(page).saysAllSent(60_000);
		const { state, interruptions } = await orderOf(office, id);
		expect(state).toBe('completed');
		expect(interruptions).toMatchObject([{ name: itSigner, how: 'signed' }]);
		expect(interruptions?.[0]?.recoveredAt).toBeDefined();
	});
	await context.close();
});

/** `HH:MM` in Shanghai, far enough from now. */
function inTwoHours(): string {
	const at = new Date(Date.now() + 2 * 3_600_000);
	const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
	return new Intl.DateTimeFormat('en-GB', { ...clock, timeZone: 'Asia/Shanghai' }).format(at);
}
