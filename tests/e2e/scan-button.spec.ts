/**
 * The one scan button, without signal: two labels in one picture are asked about and tapped, a label
 * with tag and serial is one machine, what a code is by other notations, rooms and old addresses; in an
 * audit a room's tag sets the room for what is seen with it, and a desk's holder is told.
 */
import type { LaunchOptions, Page } from '@playwright/test';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LabelLook } from '../fixtures/camera/draw-scene.ts';
import { makeSceneVideo } from '../fixtures/camera/make-scene-video.ts';
import { DemoServer } from '../fixtures/demo-server.ts';
import { artefact } from '../fixtures/paper.ts';
import { Phone } from '../fixtures/phone.ts';
import { expect, test } from '../fixtures/story.ts';
import { AuditPage } from './pages/audit.ts';
import { keepsTheApp, openDevice } from './pages/open-device.ts';
import { ScanPage } from './pages/scan.ts';
import { SignInPage } from './pages/sign-in.ts';
import { StatusLine } from './pages/status-line.ts';

const testMsMax = 240_000;
const [tag, other] = ['ZC-2026-000123', 'ZC-2026-000124'];
const alias = 'YY-0417';
const roomCode = 'D010602';
const room = '6F 东护士站';

let demo: DemoServer;
let folder: string;

test.beforeAll(async () => {
	mkdirSync(artefact('scan-button'), { recursive: true });
	folder = mkdtempSync(join(tmpdir(), 'outpost-scan-'));
	demo = await DemoServer.open();
});
test.afterAll(async () => {
	await demo.close();
	rmSync(folder, { recursive: true, force: true });
});

const picture = (page: Page, name: string) =>
	page.screenshot({ path: artefact(`scan-button/${name}.png`) });

function label(text: string, y: number, format: LabelLook['format'] = 'code128'): LabelLook {
	return { format, text, modulePx: format === 'code128' ? 2.5 : 6, centre: { x: 640, y } };
}

/** A phone without signal whose camera sees these labels. */
async function phoneSeeing(
	name: string,
	labels: readonly LabelLook[],
	launch: LaunchOptions,
	role: 'engineer' | 'auditor',
): Promise<Phone> {
	const film = join(folder, `${name}.y4m`);
	makeSceneVideo(labels, film);
	const phone = await Phone.open({ profile: join(folder, name), film, launch });
	await new SignInPage(phone.page).enter(demo.url, demo.account(role));
	await new StatusLine(phone.page).saysAllSent(60_000);
	await keepsTheApp(phone.page);
	await phone.context.setOffline(true);
	return phone;
}

test('two labels in one picture: asked on the sheet, tapped in the picture', async ({
	launchOptions,
}) => {
	test.setTimeout(testMsMax);
	const labels = [label(tag, 170), label(other, 480)];
	const phone = await phoneSeeing('two', labels, launchOptions, 'engineer');
	const { page } = phone;
	await page.goto(`${demo.url}/scan`);
	const { result } = new ScanPage(page);
	await expect(result.getByRole('heading', { name: '画面里有几个码，要哪一个？' })).toBeVisible();
	await expect(result.getByRole('button', { name: tag })).toBeVisible();
	await expect(page.locator('.hit')).toHaveCount(2);
	await picture(page, 'two');
	await page.locator(`.hit[data-text="${other}"]`).click();
	await expect(result).toContainText('找到资产');
	await expect(result).toContainText(other);
	await picture(page, 'tapped');
	await phone.close();
});

test('tag and former number of one label are one machine, another code beside it is told', async ({
	launchOptions,
}) => {
	test.setTimeout(testMsMax);
	const labels = [label(tag, 130), label(alias, 340), label('PN-55-X', 580, 'qrcode')];
	const phone = await phoneSeeing('agree', labels, launchOptions, 'engineer');
	const { page } = phone;
	await page.goto(`${demo.url}/scan`);
	const { result } = new ScanPage(page);
	await expect(result).toContainText('找到资产');
	await expect(result.getByText('旁边还有 PN-55-X，台账没有')).toBeVisible();
	await picture(page, 'agree');
	await phone.close();
});

test('understands what is typed: former number, room, old address, nothing', async ({
	browser,
}) => {
	test.setTimeout(testMsMax);
	const page = await openDevice(browser, demo.url, demo.account('engineer'));
	await page.context().setOffline(true);
	await page.goto(`${demo.url}/scan`);
	const scan = new ScanPage(page);
	await scan.type(alias);
	await expect(scan.result.getByText('按别的编号找到')).toBeVisible();
	await picture(page, 'alias');
	await scan.type(roomCode);
	await expect(scan.result.getByText(`你在 ${room}，扫到的设备可移到这里`)).toBeVisible();
	await expect(scan.result.getByRole('link', { name: `在 ${room} 清点` })).toBeVisible();
	await picture(page, 'room');
	await scan.type('https://old.example/hardware/bytag?assetTag=ZC-2026-000125');
	await expect(scan.result).toContainText('找到资产');
	await scan.act(`移到 ${room}`).click();
	await expect(scan.result.getByText(`已移到 ${room}`)).toBeVisible();
	await picture(page, 'moved');
	await scan.type('SSD-512');
	await expect(scan.result).toContainText('SSD-512');
	await scan.type('NB-77');
	await expect(scan.result.getByRole('link', { name: '登记资产' })).toBeVisible();
	await expect(scan.result.getByRole('link', { name: '在台账里找' })).toBeVisible();
	await picture(page, 'nobody');
	await page.context().close();
});

test('a machine of a round he walks is its next stop; the number of a report opens the round', async ({
	browser,
}) => {
	test.setTimeout(testMsMax);
	const page = await openDevice(browser, demo.url, demo.account('engineer'));
	await page.context().setOffline(true);
	await page.goto(`${demo.url}/inspections/demo-inspection`);
	const number = await page.getByText(/^D0305-\d{10}$/).innerText();
	await page.goto(`${demo.url}/scan`);
	const scan = new ScanPage(page);
	await scan.type(number);
	await expect(scan.result.getByRole('link', { name: '打开巡检' })).toBeVisible();
	await picture(page, 'round-number');
	await scan.type('ZC-2026-000161');
	await picture(page, 'stop');
	await scan.act('记入巡检　信息机房月度巡检').click();
	await expect(page).toHaveURL(/\/inspections\/demo-inspection\/check\?at=/);
	await expect(page.getByRole('main')).toContainText('ZC-2026-000161');
});

test('in an audit one frame sets the room and counts what is seen with it; a desk tells its holder', async ({
	launchOptions,
}) => {
	test.setTimeout(testMsMax);
	const labels = [label(roomCode, 120), label(tag, 330), label(other, 560)];
	const phone = await phoneSeeing('audit', labels, launchOptions, 'auditor');
	const { page } = phone;
	const audit = new AuditPage(page);
	await page.goto(`${demo.url}/audits/demo-audit/count`);
	await expect(audit.counting.getByRole('heading', { name: room })).toBeVisible();
	await audit.counted(2, 2);
	await expect(audit.recent.getByText('相符')).toHaveCount(2);
	await picture(page, 'audit-frame');
	await audit.counting.getByRole('button', { name: '谁的座位' }).click();
	await page.getByLabel('别的人').fill('李娜');
	await picture(page, 'desk');
	await page.getByRole('button', { name: '开始' }).click();
	await expect(audit.counting.getByText('在 李娜 的座位')).toBeVisible();
	await audit.wedge(tag);
	const row = audit.recent.getByRole('listitem').filter({ hasText: tag }).first();
	await expect(row).toContainText('使用人不符');
	await picture(page, 'holder');
	await phone.close();
});
