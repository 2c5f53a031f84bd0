/**
 * A broken seal, without signal: it leads to the machine beside its record, field by field. What
 * differs is a correction that changes nothing until the desk accepts it; the sheet names the seal,
 * the new one, and what was found. Its author sees what became of it, with the reason where it was
 * not accepted.
 */
import type { Browser, Page } from '@playwright/test';
import { mkdirSync } from 'node:fs';
import type { Asset } from '#domain/asset/asset.ts';
import { parseRecord } from '#domain/record-schemas.ts';
import type { ApiDevice } from '../fixtures/api-device.ts';
import { DemoServer } from '../fixtures/demo-server.ts';
import { makePhoto } from '../fixtures/make-photo.ts';
import { artefact, Paper } from '../fixtures/paper.ts';
import { actionMsMax } from '../fixtures/phone.ts';
import { orderOnSite, placeOf } from '../fixtures/ready-order.ts';
import { expect, test } from '../fixtures/story.ts';
import { AttentionPage } from './pages/attention.ts';
import { ComparePage } from './pages/compare.ts';
import { handIn } from './pages/hand-in.ts';
import { offlinePhone } from './pages/offline-phone.ts';
import { SheetPage } from './pages/sheet.ts';
import { SignInPage } from './pages/sign-in.ts';
import { StatusLine } from './pages/status-line.ts';

const testMsMax = 240_000;
const assetId = 'asset-ZC-2026-000123';
const tag = 'ZC-2026-000123';
const seal = { old: 'FT-004417', now: 'FT-009127' };
const serial = { recorded: 'QM82-7K2D91', found: 'QM82-8W3F07' };
const signer = '刘淑芬';

let server: DemoServer;
let office: ApiDevice;
let field: ApiDevice;

test.beforeAll(async () => {
	mkdirSync(artefact('broken-seal'), { recursive: true });
	server = await DemoServer.open();
	office = await server.device('dispatcher');
	field = await server.device('engineer');
});
test.afterAll(() => server.close());

async function assetOnServer(): Promise<Asset> {
	const [body] = await office.lookUp({ kind: 'asset', id: assetId });
	return parseRecord('asset', body);
}

async function picture(page: Page, name: string): Promise<void> {
	await page.screenshot({ path: artefact(`broken-seal/${name}.png`) });
}

/** Recording the seal as broken opens the comparison by itself. */
async function findSealBroken(page: Page): Promise<ComparePage> {
	await page.getByRole('button', { name: '核对封条' }).click();
	const sheet = page.getByRole('dialog', { name: '核对封条' });
	await sheet.getByRole('radio', { name: '破损' }).check();
	await sheet.getByRole('button', { name: '保存' }).click();
	const compare = new ComparePage(page);
	await expect(compare.heading).toBeVisible();
	await expect(page.getByText(`封条 ${seal.old} 破损`)).toBeVisible();
	return compare;
}

async function compareOnSite(page: Page): Promise<void> {
	const compare = await findSealBroken(page);
	await compare.differs('序列号', serial.found);
	await expect(compare.save).toContainText('提出 1 项更正');
	await compare.restIsSame.click();
	await compare.takePhoto(await makePhoto(page, serial.found));
	await expect(compare.photos.getByRole('button', { name: '看大图：照片 1' })).toBeVisible();
	await compare.newSeal.fill(seal.now);
	await picture(page, 'compare');
	await compare.save.click();
	await expect(page.getByText(/已与台账比对，\d+ 项一致，1 项不同/)).toBeVisible();
	await expect(page.getByText(`序列号：${serial.recorded} → ${serial.found}`)).toBeVisible();
	await expect(page.getByText('更正等服务台确认')).toBeVisible();
	await expect(page.getByText(`新封条 ${seal.now}`)).toBeVisible();
	await page.getByText('更正等服务台确认').scrollIntoViewIfNeeded();
	await picture(page, 'order');
}

async function complete(page: Page): Promise<Paper> {
	await handIn(page, { cause: '主板接触不良', solution: '重新插拔内存并除尘' });
	const { bytes } = await new SheetPage(page).save();
	return new Paper(bytes, artefact('broken-seal/service-sheet.pdf'));
}

/** The desk sees the record beside what was found; the record changes by its word. */
async function acceptAtDesk(browser: Browser): Promise<void> {
	const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
	context.setDefaultTimeout(actionMsMax);
	const page = await context.newPage();
	await new SignInPage(page).enter(server.url, server.account('dispatcher'));
	await new StatusLine(page).saysAllSent();
	await page.goto(`${server.url}/attention`);
	const item = new AttentionPage(page).item(tag);
	await expect(item).toContainText('数据更正');
	for (const words of [serial.recorded, serial.found]) await expect(item).toContainText(words);
	await picture(page, 'desk');
	await item.getByRole('button', { name: '采纳，更正台账' }).click();
	await expect(item).toBeHidden();
	await new StatusLine(page).saysAllSent();
	await context.close();
}

test('a broken seal leads to a correction that the desk accepts', async ({ browser }) => {
	test.setTimeout(testMsMax);
	const id = await orderOnSite(office, field, '护士站主机反复重启', {
		at: await placeOf(office, tag),
		requester: signer,
	});
	const phone = await offlinePhone(browser, server, id);
	const context = phone.context();
	await compareOnSite(phone);
	const paper = await complete(phone);
	for (const words of [
		'破损',
		seal.old,
		seal.now,
		'与台账比对',
		'数据更正Correction',
		serial.recorded,
		serial.found,
	])
		expect(paper.text).toContain(words);
	console.log(`service sheet of a broken seal: ${paper.draw()}`);
	await new StatusLine(phone).saysOffline();
	expect((await assetOnServer()).corrections).toBeUndefined();
	await context.setOffline(false);
	await new StatusLine(phone).saysAllSent(60_000);
	const waiting = await assetOnServer();
	expect(waiting.serial).toBe(serial.recorded);
	expect(waiting.seal).toMatchObject({ state: 'intact', number: seal.now });
	await acceptAtDesk(browser);
	await expect.poll(async () => (await assetOnServer()).serial).toBe(serial.found);
	await phone.goto(`${server.url}/work-orders/${id}`);
	await expect(phone.getByText('服务台已采纳，台账已更正')).toBeVisible();
	await picture(phone, 'accepted');
	await context.close();
});

test('what the desk does not accept leaves the record, and its author reads why', async ({
	browser,
}) => {
	test.setTimeout(testMsMax);
	const id = await orderOnSite(office, field, '护士站主机异响', {
		at: await placeOf(office, tag),
		requester: signer,
	});
	const phone = await offlinePhone(browser, server, id);
	const context = phone.context();
	await phone.getByRole('button', { name: '核对封条' }).click();
	const sheet = phone.getByRole('dialog', { name: '核对封条' });
	await sheet.getByRole('radio', { name: '缺失' }).check();
	await sheet.getByRole('button', { name: '保存' }).click();
	const compare = new ComparePage(phone);
	await compare.differs('部门', '心内科西护士站');
	await compare.restIsSame.click();
	await compare.save.click();
	await expect(phone.getByText('更正等服务台确认')).toBeVisible();
	await context.setOffline(false);
	await new StatusLine(phone).saysAllSent(60_000);
	const desk = await browser.newContext({ viewport: { width: 1440, height: 900 } });
	const page = await desk.newPage();
	await new SignInPage(page).enter(server.url, server.account('dispatcher'));
	await new StatusLine(page).saysAllSent();
	await page.goto(`${server.url}/attention`);
	const item = new AttentionPage(page).item(tag);
	await item.getByRole('button', { name: '不采纳…' }).click();
	const asked = page.getByRole('dialog', { name: '不采纳这次更正' });
	await asked.getByLabel('原因').fill('只是临时借放');
	await asked.getByRole('button', { name: '不采纳' }).click();
	await expect(item).toBeHidden();
	await expect(phone.getByText('服务台未采纳：只是临时借放')).toBeVisible();
	expect((await assetOnServer()).department).toBe('心内科东护士站');
	await desk.close();
	await context.close();
});
