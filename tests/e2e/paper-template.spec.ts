/**
 * The organisation's papers: an administrator chooses logo and language, an engineer's phone without
 * signal prints them, and the customer gets exactly those bytes by e-mail, once, when there is signal.
 */
import type { Browser, Page } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { parseRecord } from '#domain/record-schemas.ts';
import type { ApiDevice } from '../fixtures/api-device.ts';
import { DemoServer } from '../fixtures/demo-server.ts';
import { MailServer } from '#server/testing/mail-server.ts';
import { artefact, Paper, sha256 } from '../fixtures/paper.ts';
import { dispatchedOrder, anyPlace } from '../fixtures/ready-order.ts';
import { expect, test } from '../fixtures/story.ts';
import { handIn } from './pages/hand-in.ts';
import { deskSize, openDevice } from './pages/open-device.ts';
import { SheetPage } from './pages/sheet.ts';
import { StatusLine } from './pages/status-line.ts';
import { TemplatePage } from './pages/template.ts';

const summary = '放射科打印机卡纸';
const address = 'ward@hospital.example';
const testMsMax = 180_000;

let mail: MailServer;
let demo: DemoServer;
let office: ApiDevice;
let orderId: string;

test.beforeAll(async () => {
	mail = await MailServer.open();
	demo = await DemoServer.open({
		OUTPOST_SMTP_URL: mail.url,
		OUTPOST_MAIL_FROM: 'service@outpost.example',
	});
	office = await demo.device('dispatcher');
	const engineer = await demo.device('engineer');
	orderId = await dispatchedOrder(office, engineer.userId, await anyPlace(office), summary);
	for (const step of ['accept', 'depart', 'arrive'])
		await engineer.must(`workOrder.${step}@1`, orderId);
});
test.afterAll(async () => {
	await demo.close();
	await mail.close();
});

async function chooseTemplate(browser: Browser): Promise<void> {
	const page = await openDevice(browser, demo.url, demo.account('admin'), deskSize);
	const template = new TemplatePage(page);
	await template.open(demo.url);
	await template.refusesSvg();
	await template.name('青澜信息运维服务站', 'Qinglan IT Field Service');
	await template.contact('青澜市湖滨路 18 号', '0510-8888 2200');
	await template.chooseLogo();
	await template.leaveOut('备件费用');
	await page.screenshot({ path: artefact('template-desk.png') });
	await template.save();
	await new StatusLine(page).saysAllSent();
	await page.context().close();
}

async function mailOnPhone(page: Page): Promise<void> {
	await page.getByRole('button', { name: '邮件', exact: true }).click();
	const sheet = page.getByRole('dialog', { name: '发邮件给客户' });
	await expect(sheet.getByText('现在没有网络')).toBeVisible();
	await sheet.getByLabel('邮箱').fill('ward@');
	await sheet.getByRole('button', { name: '发送' }).click();
	await expect(sheet.getByText('请填一个完整的邮箱')).toBeVisible();
	await sheet.getByLabel('邮箱').fill(address);
	await page.screenshot({ path: artefact('mail-phone.png') });
	await sheet.getByRole('button', { name: '发送' }).click();
	await expect(page.getByText(`等待发送到 ${address}`)).toBeVisible();
}

test('logo and both languages reach the phone, and the kept bytes the customer', async ({
	browser,
}) => {
	test.setTimeout(testMsMax);
	await chooseTemplate(browser);
	const page = await openDevice(browser, demo.url, demo.account('engineer'));
	await page.goto(`${demo.url}/work-orders/${orderId}`);
	await page.getByRole('heading', { name: summary }).waitFor();
	await test.step('the logo is on the phone before it goes out of reach', async () => {
		await expect.poll(() => logoIsHere(page)).toBe(true);
	});
	await demo.stopServer();
	await page.context().setOffline(true);
	await handIn(page, {
		cause: '搓纸轮磨损',
		solution: '更换搓纸轮，连打三十张正常',
		signer: '刘护士',
	});
	const sheet = new SheetPage(page);
	const number = await sheet.number();
	const saved = await sheet.save();
	const paper = new Paper(saved.bytes, artefact('template-sheet.pdf'));
	paper.draw();
	for (const words of ['青澜信息运维服务站', 'QinglanITFieldService', '湖滨路18号', 'Servicesheet'])
		expect(paper.text).toContain(words);
	const images = execFileSync('pdfimages', ['-list', artefact('template-sheet.pdf')], {
		encoding: 'utf8',
	});
	expect(images).toMatch(/ 600 +200 /);
	await mailOnPhone(page);
	expect(mail.letters).toEqual([]);
	await demo.startServer();
	await page.context().setOffline(false);
	const [letter] = await mail.received(1);
	expect(letter).toMatchObject({ to: [address], fileName: `${number}.pdf` });
	expect(letter?.sha256).toBe(sha256(saved.bytes));
	await expect(page.getByText('已交邮件服务器')).toBeVisible();
	await page.screenshot({ path: artefact('mail-handed-phone.png') });
	const [body] = await office.lookUp({ kind: 'workOrder', id: orderId });
	const record = parseRecord('workOrder', body);
	expect(record.papers.at(-1)).toMatchObject({ template: 2, blob: { sha256: letter?.sha256 } });
	expect(record.mails).toMatchObject([{ state: 'handed', tries: 1 }]);
	expect(mail.letters).toHaveLength(1);
	await seeTracking(page);
});

/** All papers stand with the order; the record of its way is made without the desk. */
async function seeTracking(page: Page): Promise<void> {
	await page.goto(`${demo.url}/work-orders/${orderId}`);
	const papers = page.locator('#papers');
	await expect(papers.getByText('服务单 第 1 版')).toBeVisible();
	await expect(papers.getByText('本机与服务器一致')).toBeVisible();
	await papers.getByText('工单跟踪记录').click();
	const sheet = new SheetPage(page);
	await expect(page.getByRole('heading', { level: 1, name: /^D0204-/ })).toBeVisible();
	const saved = await sheet.save();
	const paper = new Paper(saved.bytes, artefact('tracking.pdf'));
	paper.draw();
	for (const words of ['工单跟踪记录', 'Trackingrecord', '派单', '接单', '出发', '完成工单'])
		expect(paper.text).toContain(words);
}

async function logoIsHere(page: Page): Promise<boolean> {
	return page.evaluate(async () => {
		const names = (await indexedDB.databases()).flatMap(({ name }) => name ?? []);
		for (const name of names) {
			const found = await new Promise<boolean>((resolve) => {
				const asked = indexedDB.open(name);
				asked.onerror = () => resolve(false);
				asked.onsuccess = () => {
					const database = asked.result;
					if (!database.objectStoreNames.contains('blobs')) {
						database.close();
						return resolve(false);
					}
					const rows = database.transaction('blobs').objectStore('blobs').getAll();
					rows.onsuccess = () => {
						database.close();
						resolve((rows.result as { type: string }[]).some(({ type }) => type === 'image/png'));
					};
				};
			});
			if (found) return true;
		}
		return false;
	});
}
