/**
 * A PC shows what it is as codes, made by the script run for real; an engineer's phone without signal
 * reads them off its screen, sets machine beside record, and takes over what differs. A machine nobody
 * knows becomes a new asset; an auditor counts one with what it says. The scripts come off the phone.
 */
import type { Browser, LaunchOptions, Page } from '@playwright/test';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeFilm } from '../fixtures/camera/make-film.ts';
import { DemoServer } from '../fixtures/demo-server.ts';
import { machineCheckFolder, makeMachine, runMachineCheck } from '../fixtures/machine-check.ts';
import { artefact } from '../fixtures/paper.ts';
import { Phone } from '../fixtures/phone.ts';
import { expect, test } from '../fixtures/story.ts';
import { AuditPage } from './pages/audit.ts';
import { keepsTheApp, openDevice } from './pages/open-device.ts';
import { SignInPage } from './pages/sign-in.ts';
import { StatusLine } from './pages/status-line.ts';

const testMsMax = 300_000;
/** Frames may be missed on a slow machine; the film goes round. */
const readMsMax = 120_000;
const tag = 'ZC-2026-000123';
const screen = { width: 1280, height: 720 };

let demo: DemoServer;
let folder: string;

test.beforeAll(async () => {
	mkdirSync(artefact('machine-check'), { recursive: true });
	folder = mkdtempSync(join(tmpdir(), 'outpost-machine-'));
	demo = await DemoServer.open();
});
test.afterAll(async () => {
	await demo.close();
	rmSync(folder, { recursive: true, force: true });
});

const picture = (page: Page, name: string) =>
	page.screenshot({ path: artefact(`machine-check/${name}.png`) });

/** Runs the script on a PC of that serial number; its screen as a film, and how many codes it shows. */
async function filmOf(browser: Browser, name: string, serial: string) {
	const root = join(folder, name);
	const env = makeMachine(root, serial);
	const path = runMachineCheck([], { ...env, OUTPOST_CHECK_OPENER: 'true', TMPDIR: root }).trim();
	const page = await browser.newPage({ viewport: screen, locale: 'zh-CN' });
	await page.context().setOffline(true);
	await page.goto(`file://${path}`);
	await page.getByRole('button', { name: '停在这个' }).click();
	const count = Number((await page.locator('#count').textContent())?.split('/')[1]);
	const pictures: Buffer[] = [];
	for (let n = 1; n <= count; n++) {
		await page.getByRole('button', { name: '下一个' }).click();
		await page.mouse.move(0, 0);
		pictures.push(await page.screenshot());
	}
	await picture(page, `pc-${name}`);
	const film = join(folder, `${name}.y4m`);
	await makeFilm(page, pictures, film);
	await page.context().close();
	return { film, count };
}

async function phoneSeeing(
	film: string,
	launch: LaunchOptions,
	role: 'engineer' | 'auditor' | 'storekeeper',
): Promise<Phone> {
	const phone = await Phone.open({ profile: `${film}-profile`, film, launch });
	await new SignInPage(phone.page).enter(demo.url, demo.account(role));
	await new StatusLine(phone.page).saysAllSent(60_000);
	await keepsTheApp(phone.page);
	await phone.context.setOffline(true);
	return phone;
}

const dock = (page: Page) => page.getByRole('region', { name: '资产操作' });

test('a known machine: its codes, its differences, and what is taken over', async ({
	browser,
	launchOptions,
}) => {
	test.setTimeout(testMsMax);
	const { film, count } = await filmOf(browser, 'known', 'QM82-7K2D91');
	expect(count).toBeGreaterThan(1);
	const phone = await phoneSeeing(film, launchOptions, 'engineer');
	const { page } = phone;
	await page.goto(`${demo.url}/scan`);
	const parts = page.getByRole('region', { name: '体检码进度' });
	await expect(parts.getByText(`/ ${count}`)).toBeVisible({ timeout: readMsMax });
	await picture(page, 'progress');
	await page.waitForURL('**/machine-check/result', { timeout: readMsMax });
	await expect(page.getByText(tag, { exact: true })).toBeVisible();
	await expect(page.getByText('V10 SP1')).toBeVisible();
	await picture(page, 'beside');
	await page.getByLabel('采用实测的操作系统').check();
	await picture(page, 'taken');
	await dock(page)
		.getByRole('button', { name: /^(提交数据更正|写入台账)（1 项）$/ })
		.click();
	await expect(page.getByText(/已写入台账 1 项|已记在工单上/).first()).toBeVisible();
	await picture(page, 'saved');
	await page.context().setOffline(false);
	await new StatusLine(page).saysAllSent(60_000);
	const office = await demo.device('dispatcher');
	const [asset] = await office.lookUp({ kind: 'asset', text: tag });
	expect(JSON.stringify(asset)).toContain('V10 SP1');
	await phone.close();
});

test('an unknown machine becomes a new asset, its form filled in', async ({
	browser,
	launchOptions,
}) => {
	test.setTimeout(testMsMax);
	const { film } = await filmOf(browser, 'unknown', 'UNK-4711');
	const phone = await phoneSeeing(film, launchOptions, 'storekeeper');
	const { page } = phone;
	await page.goto(`${demo.url}/scan`);
	await page.waitForURL('**/machine-check/result', { timeout: readMsMax });
	// Its network card is that of a machine in the register: it may be that one.
	await expect(page.getByText(tag, { exact: true })).toBeVisible();
	await page.goto(`${demo.url}/machine-check/result?tag=NEW-4711`);
	await picture(page, 'unknown');
	await dock(page).getByRole('link', { name: '登记为新资产' }).click();
	await expect(page.getByLabel('序列号', { exact: true })).toHaveValue('UNK-4711');
	await expect(page.getByLabel('型号', { exact: true })).toHaveValue('OptiPlex 7090');
	await picture(page, 'register');
	await phone.close();
});

test('an auditor counts a machine with what it says of itself', async ({
	browser,
	launchOptions,
}) => {
	test.setTimeout(testMsMax);
	const { film } = await filmOf(browser, 'counted', 'QM82-7K2D91');
	const phone = await phoneSeeing(film, launchOptions, 'auditor');
	const { page } = phone;
	await page.goto(`${demo.url}/audits/demo-audit/count`);
	await page.waitForURL('**/machine-check/result', { timeout: readMsMax });
	await picture(page, 'listed');
	await dock(page).getByRole('link', { name: '记入盘点' }).click();
	const audit = new AuditPage(page);
	await expect(page.getByText(`体检结果已记入 ${tag}`).first()).toBeVisible();
	await expect(audit.recent.getByText(tag)).toBeVisible();
	await picture(page, 'counted');
	await phone.close();
});

test('the scripts come off the phone without signal, whole', async ({ browser }) => {
	test.setTimeout(testMsMax);
	const page = await openDevice(browser, demo.url, demo.account('engineer'));
	await page.context().setOffline(true);
	await page.goto(`${demo.url}/me`);
	await page.getByRole('link', { name: '体检脚本' }).click();
	await picture(page, 'scripts');
	for (const file of ['cmd', 'ps1', 'sh', 'html'].map((end) => `machine-check.${end}`)) {
		const downloads = page.waitForEvent('download');
		await page.getByRole('link', { name: file }).click();
		const path = await (await downloads).path();
		expect(readFileSync(path).equals(readFileSync(join(machineCheckFolder, file)))).toBe(true);
	}
	await page.context().close();
});
