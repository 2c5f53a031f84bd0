/**
 * Two auditors without signal in the same room, one with the camera and one with a hand-held scanner, a
 * third typing: what they scanned overlaps. In step again they and the desk have the same sheet. The desk
 * reconciles and compares with half a year ago, the supervisor approves, the customer signs, the register
 * is as it was seen, and report and workbook say so.
 */
import type { Page } from '@playwright/test';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseRecord } from '#domain/record-schemas.ts';
import { makeCameraVideo } from '../fixtures/camera/make-camera-video.ts';
import { DemoServer } from '../fixtures/demo-server.ts';
import { artefact, Paper } from '../fixtures/paper.ts';
import { Phone } from '../fixtures/phone.ts';
import { expect, test } from '../fixtures/story.ts';
import { AuditPage } from './pages/audit.ts';
import { deskSize, keepsTheApp, openDevice } from './pages/open-device.ts';
import { SheetPage } from './pages/sheet.ts';
import { SignInPage } from './pages/sign-in.ts';
import { StatusLine } from './pages/status-line.ts';

const id = 'demo-audit';
const room = '6F 东护士站';
const [first, second, elsewhere] = ['ZC-2026-000123', 'ZC-2026-000124', 'ZC-2026-000125'];
const unknown = 'NEW-2026-77';
const missing = 'ZC-2026-000119';
const testMsMax = 240_000;

let demo: DemoServer;
let folder: string;

test.beforeAll(async () => {
	mkdirSync(artefact('audit'), { recursive: true });
	folder = mkdtempSync(join(tmpdir(), 'outpost-audit-'));
	demo = await DemoServer.open();
});
test.afterAll(async () => {
	await demo.close();
	rmSync(folder, { recursive: true, force: true });
});

const picture = (page: Page, name: string) =>
	page.screenshot({ path: artefact(`audit/${name}.png`) });

async function offlineInRoom(page: Page): Promise<AuditPage> {
	const audit = new AuditPage(page);
	await audit.open(demo.url, id);
	await page.context().setOffline(true);
	await audit.countIn(room);
	return audit;
}

async function backInStep(audit: AuditPage): Promise<void> {
	await audit.page.getByRole('button', { name: '关闭扫码' }).click();
	await audit.page.context().setOffline(false);
	await new StatusLine(audit.page).saysAllSent(60_000);
}

async function assetOf(tag: string) {
	const office = await demo.device('dispatcher');
	const [body] = await office.lookUp({ kind: 'asset', text: tag });
	return parseRecord('asset', body);
}

test('three count without signal, all have the same sheet, the register follows', async ({
	browser,
	launchOptions,
}) => {
	test.setTimeout(testMsMax);
	const film = join(folder, 'label.y4m');
	makeCameraVideo(first, 'code128', film);
	const phone = await Phone.open({ profile: join(folder, 'phone'), film, launch: launchOptions });
	const who = demo.account('auditor');
	await new SignInPage(phone.page).enter(demo.url, who);
	await new StatusLine(phone.page).saysAllSent(60_000);
	await keepsTheApp(phone.page);
	const devices = [
		phone.page,
		await openDevice(browser, demo.url, demo.account('engineer')),
		await openDevice(browser, demo.url, demo.account('engineer', 1)),
	];
	const audits: AuditPage[] = [];
	for (const page of devices) audits.push(await offlineInRoom(page));
	const [camera, wedge, typing] = audits as [AuditPage, AuditPage, AuditPage];

	await camera.told(first, '相符');
	await camera.counted(1, 2);
	await picture(camera.page, 'camera');

	await wedge.wedge(first);
	await wedge.told(first, '相符');
	await wedge.wedge(elsewhere);
	await wedge.told(elsewhere, '位置不符');
	await wedge.wedge(first);
	await wedge.told(first, '已扫过');
	await wedge.counted(1, 2);
	await picture(wedge.page, 'wedge');

	await typing.type(second);
	await typing.told(second, '相符');
	await typing.type(elsewhere);
	await typing.told(elsewhere, '位置不符');
	await typing.type(unknown);
	await typing.told(unknown, '不在清单');
	await typing.recent.getByRole('button').first().click();
	await typing.page.getByLabel('名称').fill('接入交换机');
	await picture(typing.page, 'describe');
	await typing.page.getByRole('button', { name: '记下' }).click();
	await typing.counted(1, 2);

	for (const audit of [typing, camera, wedge]) await backInStep(audit);
	const desk = new AuditPage(
		await openDevice(browser, demo.url, demo.account('dispatcher'), deskSize),
	);
	await desk.open(demo.url, id);
	const sheet = await desk.sheet();
	expect(sheet).toMatch(/6F 东护士站 住院楼 2 \/ 2/);
	expect(sheet).toContain('相符 4 位置不符 2');
	for (const audit of audits) {
		await audit.open(demo.url, id);
		await expect.poll(() => audit.sheet()).toBe(sheet);
	}

	await desk.answer(/^开始对账/);
	await expect(desk.page.getByRole('row').filter({ hasText: unknown })).toContainText('盘盈');
	await expect(desk.page.getByRole('row').filter({ hasText: elsewhere })).toContainText('2 人');
	await expect(desk.page.getByText('由 服务主管 批准')).toBeVisible();
	const found = desk.page.getByRole('region', { name: /^上次盘亏，本次见到/ });
	await expect(found).toContainText(first);
	const gone = desk.page.getByRole('region', { name: /^上次见到，本次盘亏/ });
	await expect(gone).toContainText(missing);
	await gone.scrollIntoViewIfNeeded();
	await picture(desk.page, 'compared');
	await picture(desk.page, 'reconcile');

	const chief = new AuditPage(
		await openDevice(browser, demo.url, demo.account('supervisor'), deskSize),
	);
	await chief.open(demo.url, id);
	await chief.answer(/^批准 \d+ 项调整/);
	await expect(chief.page.getByText(/^台账已更新 \d+ 项$/)).toBeVisible({ timeout: 60_000 });
	await picture(chief.page, 'approved');
	expect(await assetOf(elsewhere)).toMatchObject({ room, state: 'in_use' });
	expect(await assetOf(missing)).toMatchObject({ state: 'lost' });
	expect(await assetOf(unknown)).toMatchObject({ name: '接入交换机', room, state: 'in_use' });
	expect(await assetOf(first)).toMatchObject({ room, state: 'in_use' });

	await chief.signAs('胡科长', '信息科');
	await expect(chief.page.getByText('已签名，签后没有改动')).toBeVisible({
		timeout: 60_000,
	});
	await picture(chief.page, 'signed');

	await chief.page.getByRole('link', { name: '盘点报告' }).click();
	const { bytes } = await new SheetPage(chief.page).save();
	const { name, sheets } = await chief.workbook();
	expect(name).toMatch(/^D0401-\d{8}01-S1\.xlsx$/);
	expect([...sheets.keys()][0]).toContain('结果');
	const under = (kind: string) => [...sheets].find(([sheet]) => sheet.includes(kind))?.[1];
	expect(under('盘亏')).toContain(missing);
	expect(under('位置不符')).toContain(elsewhere);
	expect(under('盘盈')).toContain('接入交换机');
	expect(under('与上次比较')).toContain(first);
	expect(under('结果')).toContain('胡科长');
	await picture(chief.page, 'report');
	const words = new Paper(bytes, artefact('audit/report.pdf')).text;
	for (const word of [
		'资产盘点报告',
		'Assetauditreport',
		unknown,
		elsewhere,
		missing,
		'接入交换机',
		'胡科长',
		'上次盘亏，本次见到',
		name.replace('.xlsx', ''),
	])
		expect(words).toContain(word);
	await chief.open(demo.url, id);

	await chief.answer(/^结束盘点/);
	await expect(camera.page.getByText('这台设备上没有这次盘点。')).toBeVisible({ timeout: 60_000 });
	for (const page of devices.slice(1)) await page.context().close();
	await phone.close();
});
